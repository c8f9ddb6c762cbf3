package org.pennypost.cli.talk;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pennypost.wire.TlsInfo;

/**
 * One conversation: what is typed goes to the server, what the server says appears, until one of them ends it.
 *
 * <p>Two threads: one waits for the server, one for the keyboard; the caller's waits for the end. The keyboard's is a daemon, as nothing can wake it from
 * reading; it ends with its next line or with the process.
 */
final class Talk {
    private static final long ANSWER_TIMEOUT_MILLIS = 300_000;
    /** After QUIT it is for the server to close (RFC 5321 §4.1.1.10); so long it may take. */
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final TalkSocket socket;
    private final TalkTerminal terminal;
    private final Conversation conversation;
    private final @Nullable SavedTranscript transcript;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    Talk(TalkSocket socket, TalkTerminal terminal, Conversation conversation, @Nullable SavedTranscript transcript) {
        this.socket = socket;
        this.terminal = terminal;
        this.conversation = conversation;
        this.transcript = transcript;
    }

    /**
     * Holds the conversation to its end.
     *
     * @param implicitTls whether it is encrypted from the start
     * @throws IOException when the connection or the transcript breaks
     */
    void hold(boolean implicitTls) throws IOException {
        if (implicitTls) {
            if (transcript != null) {
                transcript.tls();
            }
            startTls();
        }
        Thread server = Thread.ofVirtual().name("talk-server").start(() -> until(this::listen));
        Thread.ofPlatform().daemon().name("talk-keyboard").start(() -> until(this::send));
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            socket.close();
        }
        try {
            server.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        IOException broken = failure.get();
        if (broken != null) {
            throw broken;
        }
    }

    private void until(Direction direction) {
        try {
            direction.run();
        } catch (IOException broken) {
            if (ended.getCount() > 0) {
                failure.compareAndSet(null, broken);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            conversation.close();
            ended.countDown();
        }
    }

    private void listen() throws IOException {
        for (Optional<String> line = socket.readLine(); line.isPresent(); line = socket.readLine()) {
            terminal.show(line.get());
            if (transcript != null) {
                transcript.server(line.get());
            }
            switch (conversation.received(line.get())) {
                case START_TLS -> {
                    startTls();
                    if (transcript != null) {
                        transcript.starttls();
                    }
                    conversation.encrypted();
                }
                case TAKE_MESSAGE -> terminal.note("type the message and end it with a line that holds only a dot");
                case NONE -> {}
            }
        }
        if (transcript != null) {
            transcript.closed();
        }
        terminal.note("the server closed the connection");
    }

    private void send() throws IOException, InterruptedException {
        while (true) {
            if (terminal.waitsForAnswers() && !conversation.awaitAnswer(ANSWER_TIMEOUT_MILLIS)) {
                throw new IOException("the server did not answer in five minutes");
            }
            Optional<String> line = terminal.readLine(conversation);
            if (line.isEmpty() && conversation.isLeaving()) {
                ended.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
            if (line.isEmpty() || ended.getCount() == 0) {
                return;
            }
            if (conversation.awaitsTls()) {
                conversation.awaitAnswer(ANSWER_TIMEOUT_MILLIS);
            }
            String shown = conversation.typed(line.get());
            if (transcript != null) {
                transcript.client(shown);
            }
            socket.writeLine(line.get());
        }
    }

    private void startTls() throws IOException {
        TlsInfo agreed = socket.startTls();
        terminal.note("encrypted: " + agreed.protocol() + ", " + agreed.cipherSuite());
    }

    /** One way of the conversation. */
    private interface Direction {
        void run() throws IOException, InterruptedException;
    }
}

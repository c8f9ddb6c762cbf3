package org.pennypost.cli.talk;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.CommandFailure;
import org.pennypost.wire.TlsInfo;

/**
 * One conversation: what is typed goes to the server, what the server says appears, until one of them ends it.
 *
 * <p>Two threads: one waits for the server, one for the keyboard; the caller's waits for the end. The keyboard's is a daemon, as nothing can wake it from
 * reading; it ends with its next line or with the process.
 */
final class Talk {
    private final TalkSocket socket;
    private final TalkTerminal terminal;
    private final Conversation conversation;
    private final @Nullable SavedTranscript transcript;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Keyboard keyboard;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable CommandFailure> mistake = new AtomicReference<>();

    /** @param exact whether lines go as they are typed: no tag is added, no file is sent */
    Talk(
            TalkSocket socket,
            TalkTerminal terminal,
            Conversation conversation,
            @Nullable SavedTranscript transcript,
            boolean exact) {
        this.socket = socket;
        this.terminal = terminal;
        this.conversation = conversation;
        this.transcript = transcript;
        keyboard = new Keyboard(socket, terminal, conversation, transcript, ended, exact);
    }

    /**
     * Holds the conversation to its end.
     *
     * @param implicitTls whether it is encrypted from the start
     * @throws IOException when the connection or the transcript breaks
     * @throws CommandFailure when what is typed is wrong, and nobody is there to type it anew
     */
    void hold(boolean implicitTls) throws IOException, CommandFailure {
        if (implicitTls) {
            if (transcript != null) {
                transcript.tls();
            }
            startTls();
        }
        Thread server = Thread.ofVirtual().name("talk-server").start(() -> until(this::listen));
        Thread.ofPlatform().daemon().name("talk-keyboard").start(() -> until(keyboard::send));
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
        CommandFailure wrong = mistake.get();
        if (wrong != null) {
            throw wrong;
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
        } catch (CommandFailure wrong) {
            mistake.set(wrong);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            conversation.close();
            ended.countDown();
        }
    }

    private void listen() throws IOException {
        for (Optional<TalkSocket.Piece> piece = next(); piece.isPresent(); piece = next()) {
            if (transcript != null) {
                transcript.server(piece.get().text(), piece.get().ended());
            }
            if (conversation.literalToCome() > 0) {
                terminal.showLiteral(piece.get().text(), piece.get().ended());
                conversation.literalReceived(piece.get().octets());
            } else {
                terminal.show(piece.get().text());
                received(piece.get().text());
            }
        }
        if (transcript != null) {
            transcript.closed();
        }
        terminal.note("the server closed the connection");
    }

    private Optional<TalkSocket.Piece> next() throws IOException {
        long literal = conversation.literalToCome();
        return socket.read(literal == 0 ? Long.MAX_VALUE : literal);
    }

    private void received(String line) throws IOException {
        switch (conversation.received(line)) {
            case START_TLS -> {
                startTls();
                if (transcript != null) {
                    transcript.starttls();
                }
                conversation.encrypted();
            }
            case TAKE_MESSAGE -> terminal.note("type the message and end it with a line that holds only a dot");
            case IDLE_BEGINS -> terminal.note("what happens is told as it happens; DONE ends that");
            case NONE -> {}
        }
    }

    private void startTls() throws IOException {
        TlsInfo agreed = socket.startTls();
        terminal.note("encrypted: " + agreed.protocol() + ", " + agreed.cipherSuite());
    }

    /** One way of the conversation. */
    private interface Direction {
        void run() throws IOException, InterruptedException, CommandFailure;
    }
}

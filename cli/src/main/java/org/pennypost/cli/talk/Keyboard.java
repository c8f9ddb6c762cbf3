package org.pennypost.cli.talk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.ExitCode;

/** The way from who types to the server: lines, and literals octet by octet. Used by the keyboard's thread. */
final class Keyboard {
    private static final long ANSWER_TIMEOUT_MILLIS = 300_000;
    /** After QUIT it is for the server to close (RFC 5321 §4.1.1.10); so long it may take. */
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private static final int LINE_END_OCTETS = 2;

    private final TalkSocket socket;
    private final TalkTerminal terminal;
    private final Conversation conversation;
    private final @Nullable SavedTranscript transcript;
    private final CountDownLatch ended;
    private final boolean exact;
    private final Tags tags = new Tags();

    /**
     * @param ended when the conversation is over
     * @param exact whether lines go as they are typed: no tag is added, no file is sent
     */
    Keyboard(
            TalkSocket socket,
            TalkTerminal terminal,
            Conversation conversation,
            @Nullable SavedTranscript transcript,
            CountDownLatch ended,
            boolean exact) {
        this.socket = socket;
        this.terminal = terminal;
        this.conversation = conversation;
        this.transcript = transcript;
        this.ended = ended;
        this.exact = exact;
    }

    /**
     * Sends what is typed until there is no more.
     *
     * @throws CommandFailure when a script is wrong
     * @throws IOException when the connection, the transcript or a file breaks
     */
    void send() throws IOException, InterruptedException, CommandFailure {
        while (true) {
            if (terminal.waitsForAnswers() && !conversation.awaitAnswer(ANSWER_TIMEOUT_MILLIS)) {
                throw noAnswer();
            }
            Optional<String> line = terminal.readLine();
            if (line.isEmpty()) {
                leave();
                return;
            }
            if (ended.getCount() == 0) {
                return;
            }
            if (conversation.awaitsTls()) {
                conversation.awaitAnswer(ANSWER_TIMEOUT_MILLIS);
            }
            try {
                typed(line.get());
            } catch (CommandFailure wrong) {
                if (terminal.waitsForAnswers()) {
                    throw wrong;
                }
                terminal.note(String.valueOf(wrong.getMessage()));
            }
        }
    }

    private static IOException noAnswer() {
        return new IOException("the server did not answer in five minutes");
    }

    /** A script that ends too early is wrong; a person who leaves is not. */
    private void leave() throws InterruptedException, CommandFailure {
        if (terminal.waitsForAnswers()) {
            switch (conversation.mode()) {
                case LITERAL ->
                    throw new CommandFailure(
                            ExitCode.DATA,
                            "the input ended " + conversation.literalLeft()
                                    + " octets before the end of the literal that it announced");
                case REST ->
                    throw new CommandFailure(
                            ExitCode.DATA,
                            "the input ended in the middle of a command: behind a literal, an empty line ends it");
                case COMMAND, DATA, ANSWER, IDLE -> {}
            }
        }
        if (conversation.isLeaving()) {
            ended.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void typed(String line) throws IOException, InterruptedException, CommandFailure {
        switch (conversation.mode()) {
            case LITERAL -> literal(line);
            case DATA, ANSWER, IDLE -> line(line);
            case COMMAND -> command(tagged(line));
            case REST -> command(line);
        }
    }

    private String tagged(String line) {
        if (exact || conversation.dialect() != Dialect.IMAP) {
            return line;
        }
        String tagged = tags.tagged(line);
        if (!tagged.equals(line)) {
            terminal.note(Secrets.masked(tagged));
        }
        return tagged;
    }

    /** A command, or the rest of one, with the files that it names. */
    private void command(String line) throws IOException, InterruptedException, CommandFailure {
        FileLiteral.Parts parts =
                exact || !conversation.dialect().hasLiterals() ? FileLiteral.none(line) : FileLiteral.in(line);
        String last = parts.texts().getLast();
        String mark = conversation.dialect() == Dialect.SIEVE ? "+}" : "}";
        for (int i = 0; i < parts.files().size(); i++) {
            FileLiteral file = parts.files().get(i);
            line(parts.texts().get(i) + "{" + file.octets() + mark);
            if (!isPermitted()) {
                refused(last);
                return;
            }
            file(file);
        }
        line(last);
        if (conversation.mode() == Conversation.Mode.LITERAL) {
            if (isPermitted()) {
                announced();
            } else {
                refused(last);
            }
        }
    }

    private void line(String line) throws IOException {
        String shown = conversation.typed(line);
        if (transcript != null) {
            transcript.client(shown + "\r\n");
        }
        socket.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private boolean isPermitted() throws IOException, InterruptedException {
        return switch (conversation.awaitPermission(ANSWER_TIMEOUT_MILLIS)) {
            case GIVEN -> true;
            case REFUSED -> false;
            case NO_ANSWER -> throw noAnswer();
        };
    }

    private void file(FileLiteral file) throws IOException {
        file.writeTo(this::octets);
        literalTyped(file.octets());
        String converted = file.converted() == 0
                ? ""
                : "; " + file.converted() + " of its line ends became CRLF, as mail has them";
        terminal.note(file.octets() + " octets of " + file.file() + " sent" + converted);
    }

    private void announced() throws IOException {
        long octets = conversation.literalLeft();
        if (octets == 0) {
            literalTyped(0);
        }
        if (!terminal.waitsForAnswers()) {
            terminal.note("type " + octets + " octets, a line end counts as " + LINE_END_OCTETS
                    + "; then the rest of the command, or nothing, in a line");
        }
    }

    /** A line of a literal, behind whose end the rest of the command may stand already. */
    private void literal(String line) throws IOException, InterruptedException, CommandFailure {
        Cut cut = Cut.of(line, conversation.literalLeft());
        octets(cut.literal(), 0, cut.literal().length);
        literalTyped(cut.literal().length);
        if (cut.rest().isPresent()) {
            command(cut.rest().get());
        }
    }

    private void octets(byte[] octets, int offset, int length) throws IOException {
        if (transcript != null && !conversation.isLiteralSecret()) {
            transcript.client(octets, offset, length);
        }
        socket.write(octets, offset, length);
    }

    private void literalTyped(long octets) throws IOException {
        conversation.literalTyped(octets);
        boolean over = conversation.mode() == Conversation.Mode.REST;
        if (transcript != null && over && conversation.isLiteralSecret()) {
            transcript.client(Secrets.MASK);
        }
    }

    /** What a script says next belongs to the command that the server has refused, and must not be taken for commands. */
    private void refused(String last) throws IOException, CommandFailure {
        conversation.literalRefused();
        String skipped = "";
        if (terminal.waitsForAnswers()) {
            String rest = last;
            for (Optional<Literal> literal = Literal.typed(rest, conversation.dialect());
                    literal.isPresent();
                    literal = Literal.typed(rest, conversation.dialect())) {
                rest = skip(literal.get().octets());
                skipped = ", and its literal in the input was skipped";
            }
        }
        terminal.note("the rest of the command was not sent" + skipped);
    }

    /** @return what stands behind the octets in their last line, or in the next */
    private String skip(long octets) throws IOException, CommandFailure {
        long left = octets;
        while (true) {
            Optional<String> line = terminal.readLine();
            if (line.isEmpty()) {
                return "";
            }
            if (left == 0) {
                return line.get();
            }
            Cut cut = Cut.of(line.get(), left);
            left -= cut.literal().length;
            if (cut.rest().isPresent()) {
                return cut.rest().get();
            }
        }
    }

    /**
     * A typed line and its CRLF, cut where the literal ends.
     *
     * @param literal octets of the literal
     * @param rest what stands behind it; empty when all the line is within
     */
    // Made and taken apart at once.
    @SuppressWarnings("ArrayRecordComponent")
    private record Cut(byte[] literal, Optional<String> rest) {
        /** @throws CommandFailure when the literal would end within a line end or a character */
        static Cut of(String line, long left) throws CommandFailure {
            byte[] octets = line.getBytes(StandardCharsets.UTF_8);
            if (octets.length + LINE_END_OCTETS <= left) {
                return new Cut((line + "\r\n").getBytes(StandardCharsets.UTF_8), Optional.empty());
            }
            int end = (int) Math.min(left, octets.length + 1L);
            boolean within = end > octets.length || (end < octets.length && (octets[end] & 0xC0) == 0x80);
            if (within) {
                throw new CommandFailure(
                        ExitCode.DATA,
                        "the literal has " + left + " octets left, which would end in the middle of "
                                + (end > octets.length ? "this line's end (CR LF)" : "a character")
                                + ": nothing of the line was sent");
            }
            return new Cut(
                    Arrays.copyOf(octets, end),
                    Optional.of(new String(octets, end, octets.length - end, StandardCharsets.UTF_8)));
        }
    }
}

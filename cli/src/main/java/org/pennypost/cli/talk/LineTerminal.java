package org.pennypost.cli.talk;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.pennypost.cli.Printable;

/** A person at a terminal: lines can be edited and called back, secrets are shown as stars and never called back, the server's lines appear above. */
final class LineTerminal implements TalkTerminal {
    private final Terminal terminal;
    private final LineReader reader;
    private final Conversation conversation;

    LineTerminal(Terminal terminal, Conversation conversation) {
        this.terminal = terminal;
        this.conversation = conversation;
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("pennypost")
                .history(new OpenHistory(conversation))
                .build();
        // "!" means nothing special in mail, and a backslash neither.
        reader.setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
        reader.unsetOpt(LineReader.Option.BRACKETED_PASTE);
        reader.setVariable(LineReader.DISABLE_COMPLETION, true);
    }

    static LineTerminal system(Conversation conversation) throws IOException {
        return new LineTerminal(TerminalBuilder.builder().system(true).build(), conversation);
    }

    @Override
    public Optional<String> readLine() {
        try {
            return Optional.of(reader.readLine(prompt(), null, new Stars(conversation), null));
        } catch (EndOfFileException | UserInterruptException _) {
            return Optional.empty();
        }
    }

    private String prompt() {
        return switch (conversation.mode()) {
            case COMMAND -> "> ";
            case DATA -> "";
            case ANSWER -> "secret> ";
            case IDLE -> "idle> ";
            case LITERAL -> conversation.literalLeft() + " octets> ";
            case REST -> "rest> ";
        };
    }

    @Override
    public void show(String line) {
        reader.printAbove(Printable.of(line));
    }

    /** Apart from what the server says itself, which could stand in a message too. */
    @Override
    public void showLiteral(String text, boolean ended) {
        reader.printAbove("  | " + Printable.of(text));
    }

    @Override
    public void note(String text) {
        reader.printAbove("# " + Printable.of(text));
    }

    @Override
    public boolean waitsForAnswers() {
        return false;
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    /** Shows the secret part of what is being typed as stars. */
    record Stars(Conversation conversation) implements MaskingCallback {
        @Override
        public String display(String line) {
            return switch (conversation.mode()) {
                case ANSWER -> stars(line);
                case COMMAND, DATA, IDLE -> Secrets.starred(line);
                case LITERAL, REST -> conversation.isSecret(line) ? stars(line) : line;
            };
        }

        private static String stars(String line) {
            return "*".repeat(line.length());
        }

        @Override
        public String history(String line) {
            return conversation.isSecret(line) ? "" : line;
        }
    }

    /** What was typed and may be called back: commands without secrets. It is kept in memory only. */
    static final class OpenHistory extends DefaultHistory {
        private final Conversation conversation;

        OpenHistory(Conversation conversation) {
            this.conversation = conversation;
        }

        @Override
        public void add(Instant time, String line) {
            if (conversation.mode() == Conversation.Mode.COMMAND && !line.isBlank() && !conversation.isSecret(line)) {
                super.add(time, line);
            }
        }
    }
}

package org.pennypost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What was said in a run so far, kept for the message of its failure. */
final class Minutes {
    private static final int LINES_SHOWN_MAX = 60;
    private static final int CHARS_SHOWN_MAX = 2000;
    private static final int KEPT_MAX = 1 << 20;

    private final StringBuilder text = new StringBuilder();
    private final TranscriptWriter writer = new TranscriptWriter(text);

    private interface Entry {
        void write() throws IOException;
    }

    void client(int connection, byte[] bytes) {
        enter(() -> writer.client(connection, bytes));
    }

    void server(int connection, byte[] bytes) {
        enter(() -> writer.server(connection, bytes));
    }

    void word(int connection, String line) {
        enter(() -> writer.word(connection, line));
    }

    private void enter(Entry entry) {
        try {
            entry.write();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringBuilder cannot fail", e);
        }
        if (text.length() > 2 * KEPT_MAX) {
            text.delete(0, text.length() - KEPT_MAX);
        }
    }

    /** The text, or its beginning when it is too long to be read by a person. */
    static String cut(String text) {
        return text.length() <= CHARS_SHOWN_MAX
                ? text
                : text.substring(0, CHARS_SHOWN_MAX) + "... (" + text.length() + " characters)";
    }

    /** The last lines, indented, with a heading; empty when nothing was said. */
    @Override
    public String toString() {
        List<String> lines = text.toString().lines().toList();
        if (lines.isEmpty()) {
            return "";
        }
        int left = Math.max(0, lines.size() - LINES_SHOWN_MAX);
        StringBuilder shown = new StringBuilder("\nThe dialogue so far:\n");
        if (left > 0) {
            shown.append("  ... ").append(left).append(" lines before\n");
        }
        lines.subList(left, lines.size())
                .forEach(line -> shown.append("  ").append(cut(line)).append('\n'));
        return shown.toString();
    }
}

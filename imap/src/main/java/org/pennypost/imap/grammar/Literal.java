package org.pennypost.imap.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.pennypost.store.BlobDraft;

/** A counted string that came with a command (RFC 9051 §4.3). */
public sealed interface Literal {
    /** Whether it is a {@code literal8}, which may hold NUL. */
    boolean binary();

    /** A short one, kept in memory. */
    @SuppressWarnings("ArrayRecordComponent") // made for one reader, who parses it once
    record Kept(byte[] bytes, boolean binary) implements Literal {}

    /** A message, in a draft of the store; the command's text closes it. */
    record Stored(BlobDraft draft, boolean binary) implements Literal {}

    /**
     * How a line announces that a literal follows it.
     *
     * @param octets 0 to 2^63 - 1
     * @param synchronizing whether the client waits for a continuation request before it sends the octets (RFC 7888 §3)
     * @param binary whether it is a {@code literal8}
     */
    record Announced(long octets, boolean synchronizing, boolean binary) {
        private static final int DIGITS_MAX = 19;

        /** How many octets of the line are the announcement: <code>{12}</code>, <code>~{12+}</code>. */
        private static int length(byte[] line) {
            int at = line.length - 1;
            if (at < 0 || line[at] != '}') {
                return 0;
            }
            at--;
            if (at >= 0 && line[at] == '+') {
                at--;
            }
            int digitsEnd = at;
            while (at >= 0 && line[at] >= '0' && line[at] <= '9') {
                at--;
            }
            if (at < 0 || line[at] != '{' || at == digitsEnd) {
                return 0;
            }
            if (at > 0 && line[at - 1] == '~') {
                at--;
            }
            return line.length - at;
        }

        /** The line without its announcement. */
        static byte[] before(byte[] line) {
            return Arrays.copyOf(line, line.length - length(line));
        }

        /**
         * What the end of this line announces; empty if it announces nothing.
         *
         * @throws BadSyntax if the number is 2^63 or more
         */
        static Optional<Announced> at(byte[] line) throws BadSyntax {
            int length = length(line);
            if (length == 0) {
                return Optional.empty();
            }
            String text = new String(line, line.length - length, length, StandardCharsets.US_ASCII);
            boolean binary = text.startsWith("~");
            boolean synchronizing = !text.endsWith("+}");
            String digits = text.substring(binary ? 2 : 1, text.length() - (synchronizing ? 1 : 2));
            int zeros = 0;
            while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
                zeros++;
            }
            digits = digits.substring(zeros);
            if (digits.length() > DIGITS_MAX
                    || (digits.length() == DIGITS_MAX && digits.compareTo("9223372036854775807") > 0)) {
                throw new BadSyntax("a literal has at most 9223372036854775807 octets");
            }
            return Optional.of(new Announced(Long.parseLong(digits), synchronizing, binary));
        }
    }
}

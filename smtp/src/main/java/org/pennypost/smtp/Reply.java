package org.pennypost.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reply of an SMTP server (RFC 5321 §4.2): one code, an enhanced status (RFC 2034), and the lines of its text without either.
 *
 * <p>A reply may quote what the peer sent. So that nobody can smuggle a line of his own into it, every control character in the text becomes {@code ?} here, by construction.
 *
 * @param code 200 to 599
 * @param status absent in the greeting, in replies to HELO and EHLO, and in 3yz replies (RFC 2034 §4); its first digit is that of the code
 * @param lines at least one, which may be empty
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    /** RFC 5321 §4.5.3.1.5: the octets of a line, its code and CRLF included. */
    static final int LINE_BYTES_MAX = 512;

    /** RFC 4954 §4: a challenge is one line, whatever its length, and nothing but base64. */
    private static final int CHALLENGE = 334;

    /** What of the peer's words is worth repeating to it. */
    private static final int QUOTED_MAX = 80;

    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("not a reply code: " + code);
        }
        if (status.isPresent() && status.get().kind() != code / 100) {
            throw new IllegalArgumentException("RFC 2034 §4: " + code + " cannot carry " + status.get());
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
        lines = lines.size() == 1
                ? List.of(printable(lines.getFirst()))
                : lines.stream().map(Reply::printable).toList();
    }

    /** @return a reply with an enhanced status, one text line for each of {@code lines} */
    public static Reply of(int code, EnhancedStatus status, String... lines) {
        return new Reply(code, Optional.of(status), List.of(lines));
    }

    /** @param status as {@code 5.1.1} */
    public static Reply of(int code, String status, String... lines) {
        return of(code, EnhancedStatus.of(status), lines);
    }

    /** @return a reply that the rules keep free of an enhanced status */
    public static Reply plain(int code, String... lines) {
        return new Reply(code, Optional.empty(), List.of(lines));
    }

    /** @return whether it says yes, or go on: 2yz and 3yz (RFC 5321 §4.2.1) */
    public boolean positive() {
        return code < 400;
    }

    /** @return whether trying again later may help: 4yz */
    public boolean transientFailure() {
        return code / 100 == 4;
    }

    /** @return whether the same request will never be granted: 5yz */
    public boolean permanentFailure() {
        return code / 100 == 5;
    }

    /** @return the text lines joined by blanks, for logs and people */
    public String text() {
        return String.join(" ", lines);
    }

    /** @return the peer's words, fit to be repeated in a reply or a log line: printable ASCII alone, and not too long */
    public static String quoted(String words) {
        boolean cut = words.length() > QUOTED_MAX;
        String shown = ascii(cut ? words.substring(0, QUOTED_MAX) : words);
        return cut ? shown + "..." : shown;
    }

    /**
     * @return the reply as it is sent: every line with its code, status and CRLF, cut at blanks where it would exceed 512 octets, and in ASCII
     *     (RFC 6531 §3.7.4.2 keeps UTF-8 out of all replies but those that the client asked for)
     */
    public String wire() {
        String prefix = status.map(s -> s + " ").orElse("");
        int room = LINE_BYTES_MAX - "250-".length() - prefix.length() - "\r\n".length();
        boolean whole = lines.getFirst().length() <= room || code == CHALLENGE;
        if (lines.size() == 1 && whole) {
            return code + " " + prefix + ascii(lines.getFirst()) + "\r\n";
        }
        List<String> cut = new ArrayList<>(lines.size());
        lines.forEach(line -> wrap(ascii(line), room, cut));
        StringBuilder out = new StringBuilder(cut.size() * 64);
        for (int i = 0; i < cut.size(); i++) {
            boolean last = i == cut.size() - 1;
            out.append(code).append(last ? ' ' : '-').append(prefix).append(cut.get(i));
            out.append("\r\n");
        }
        return out.toString();
    }

    private static void wrap(String line, int room, List<String> into) {
        String rest = line;
        while (rest.length() > room) {
            int blank = rest.lastIndexOf(' ', room);
            int at = blank > 0 ? blank : room;
            into.add(rest.substring(0, at));
            rest = rest.substring(blank > 0 ? at + 1 : at);
        }
        into.add(rest);
    }

    private static String printable(String line) {
        return replaced(line, 0x10FFFF);
    }

    private static String ascii(String line) {
        return replaced(line, 0x7E);
    }

    /** ABNF {@code textstring} allows HT and printable characters. */
    private static String replaced(String line, int codePointMax) {
        for (int i = 0; i < line.length(); i++) {
            if (!allowed(line.charAt(i), codePointMax)) {
                StringBuilder out = new StringBuilder(line.length());
                line.codePoints().forEach(c -> out.appendCodePoint(allowed(c, codePointMax) ? c : '?'));
                return out.toString();
            }
        }
        return line;
    }

    private static boolean allowed(int c, int codePointMax) {
        return c == '\t' || (c <= codePointMax && !Character.isISOControl(c));
    }

    @Override
    public String toString() {
        return code + status.map(s -> " " + s).orElse("") + " " + text();
    }
}

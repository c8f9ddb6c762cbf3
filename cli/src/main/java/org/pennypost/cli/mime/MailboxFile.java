package org.pennypost.cli.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.pennypost.mime.parse.ByteSource;

/**
 * A mailbox file with several messages (mbox, RFC 4155 appendix A), in which a line {@code From sender date} begins each. Lines of messages that would look so
 * bear a {@code >}, of which one is taken away ("mboxrd"); lines end with LF.
 *
 * <p>Lenient: line ends of CRLF; any sender; dates with a zone or without. A line without date, or without an empty one before it, is text: many programs quote
 * none.
 */
final class MailboxFile {
    private static final String FROM = "From ";

    /** The line is no longer; what is behind is not looked at. */
    private static final int FROM_LINE_MAX = 500;

    private static final Pattern FROM_LINE =
            Pattern.compile("From .*\\b[A-Z][a-z]{2} +\\d{1,2} +\\d{1,2}:\\d{2}.* \\d{4}\\b.*");

    private final ByteSource source;

    MailboxFile(ByteSource source) {
        this.source = source;
    }

    /** Returns whether it is one, with two messages at least. */
    boolean hasSeveral() throws IOException {
        return isFromLine(0) && end(0) < source.sizeBytes();
    }

    /** Returns where the message that begins there ends, and the next one begins if there is one. */
    long end(long start) throws IOException {
        long at = start;
        boolean lineEmpty = false;
        boolean lineBegins = false;
        try (InputStream in = new BufferedInputStream(source.stream(start, source.sizeBytes()))) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == FROM.charAt(0) && lineBegins && lineEmpty && isFromLine(at)) {
                    return at;
                }
                at++;
                if (octet == '\n') {
                    lineEmpty = lineBegins;
                    lineBegins = true;
                } else if (octet != '\r') {
                    lineBegins = false;
                    lineEmpty = false;
                }
            }
        }
        return at;
    }

    private boolean isFromLine(long at) throws IOException {
        String line = new String(source.bytes(at, at + FROM_LINE_MAX), StandardCharsets.ISO_8859_1);
        int end = line.indexOf('\n');
        return line.startsWith(FROM)
                && FROM_LINE
                        .matcher(end < 0 ? line : line.substring(0, end).stripTrailing())
                        .matches();
    }

    /**
     * Writes a message as it came: without the line that begins it, the empty one behind it, and the marks of quoting, and where that line ends with LF, with
     * CRLF for LF.
     */
    void copy(long start, long end, OutputStream out) throws IOException {
        int marks = 0;
        int matched = 0;
        int before = 0;
        try (InputStream in = new BufferedInputStream(source.stream(start, withoutEmptyLine(start, end)))) {
            int octet = in.read();
            while (octet >= 0 && octet != '\n') {
                before = octet;
                octet = in.read();
            }
            boolean addsCr = before != '\r';
            for (octet = in.read(); octet >= 0; octet = in.read()) {
                if (matched == 0 && octet == '>') {
                    marks++;
                } else if (matched >= 0 && octet == FROM.charAt(matched)) {
                    matched++;
                    if (matched == FROM.length()) {
                        write(out, Math.max(0, marks - 1), matched);
                        marks = 0;
                        matched = -1;
                    }
                } else {
                    write(out, marks, Math.max(0, matched));
                    if (addsCr && octet == '\n' && before != '\r') {
                        out.write('\r');
                    }
                    out.write(octet);
                    marks = 0;
                    matched = octet == '\n' ? 0 : -1;
                }
                before = octet;
            }
            write(out, marks, Math.max(0, matched));
        }
    }

    private static void write(OutputStream out, int marks, int matched) throws IOException {
        for (int i = 0; i < marks; i++) {
            out.write('>');
        }
        for (int i = 0; i < matched; i++) {
            out.write(FROM.charAt(i));
        }
    }

    private long withoutEmptyLine(long start, long end) throws IOException {
        String last = new String(source.bytes(Math.max(start, end - 4), end), StandardCharsets.ISO_8859_1);
        if (last.endsWith("\n\r\n")) {
            return end - 2;
        }
        return last.endsWith("\n\n") ? end - 1 : end;
    }
}

package org.pennypost.smtp.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EnhancedStatus;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.Line;

/** Reads replies: {@code Reply-line} of RFC 5321 §4.2, of one line or many. Used by one thread. */
final class ReplyReader {
    /** RFC 5321 §4.5.3.1.5 says 512; servers that explain themselves at length exceed it. */
    static final int LINE_BYTES_MAX = 8192;

    /** No server has that many extensions; one that goes on for ever is ended here. */
    static final int LINES_MAX = 1000;

    private final Connection connection;
    private final DialogueListener listener;
    private boolean closing;

    ReplyReader(Connection connection, DialogueListener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    /** @return whether the server has said 421: it closes the connection (RFC 5321 §3.8); or 521: it takes no mail at all (RFC 7504 §3) */
    boolean closing() {
        return closing;
    }

    /**
     * @param timeout for each line
     * @throws MalformedReply when it is none
     * @throws SocketTimeoutException when nothing came in time
     * @throws EOFException when the server closed the connection instead
     */
    Reply read(Duration timeout) throws IOException {
        List<String> texts = new ArrayList<>(1);
        int code = 0;
        while (texts.size() < LINES_MAX) {
            String line = line(timeout);
            int its = code(line);
            if (code != 0 && its != code) {
                throw new MalformedReply("a reply changed its code from " + code, line);
            }
            code = its;
            texts.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                closing |= code == 421 || code == 521;
                return reply(code, texts);
            }
        }
        throw new MalformedReply("a reply of more than " + LINES_MAX + " lines", Integer.toString(code));
    }

    /** {@code Reply-code = %x32-35 %x30-35 %x30-39}, then {@code "-"}, SP or the end; other second digits are let through (RFC 5321 §4.3.2). */
    private static int code(String line) throws MalformedReply {
        boolean digits = line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && digit(line.charAt(1))
                && digit(line.charAt(2));
        boolean delimited =
                line.length() == 3 || (line.length() > 3 && (line.charAt(3) == ' ' || line.charAt(3) == '-'));
        if (!digits || !delimited) {
            throw new MalformedReply("not a reply of SMTP", line);
        }
        return Integer.parseInt(line.substring(0, 3));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A status that agrees with the code is taken off the lines (RFC 2034 §4). */
    private static Reply reply(int code, List<String> texts) {
        Optional<EnhancedStatus> status = statusOf(texts.getFirst()).filter(found -> found.kind() == code / 100);
        List<String> lines = texts;
        if (status.isPresent()) {
            String prefix = status.get().toString();
            lines = texts.stream()
                    .map(text -> text.startsWith(prefix)
                            ? text.substring(prefix.length()).strip()
                            : text)
                    .toList();
        }
        return new Reply(code, status, lines);
    }

    private static Optional<EnhancedStatus> statusOf(String text) {
        int blank = text.indexOf(' ');
        return EnhancedStatus.parse(blank < 0 ? text : text.substring(0, blank));
    }

    /** Lenient: a server that ends lines with a bare LF is understood. */
    private String line(Duration timeout) throws IOException {
        byte[] bytes = switch (connection.readLine(LINE_BYTES_MAX, timeout)) {
            case Line.Text text -> text.bytes();
            case Line.BareLf bare -> bare.bytes();
            case Line.TooLong ignored ->
                throw new MalformedReply("a line of more than " + LINE_BYTES_MAX + " octets", "");
            case Line.TimedOut ignored ->
                throw new SocketTimeoutException("the server did not answer within " + timeout.toSeconds() + " s");
            case Line.End ignored -> throw new EOFException("the server closed the connection");
            case Line.Stopping ignored -> throw new EOFException("we are stopping");
        };
        String line = new String(bytes, StandardCharsets.UTF_8);
        listener.received(line);
        return line;
    }
}

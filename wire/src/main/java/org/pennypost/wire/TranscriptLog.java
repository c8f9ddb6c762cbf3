package org.pennypost.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A wire log in the notation of transcripts ({@code docs/transcripts.md}), so that what went wrong becomes a test by copying it. Client
 * lines are {@code C: }, or {@code C~: } with escapes where bytes cannot be shown as they are; server lines are {@code S: }, and
 * <code>{{text}}</code> with the bytes in a comment where they cannot be shown. Secrets are {@code ***}. Belongs to its connection's
 * thread.
 *
 * <p>Life: {@link #opened} opens the target, {@link #close} closes it. A target that fails is given up with one warning; the connection
 * goes on.
 */
public final class TranscriptLog implements WireLog {
    private static final System.Logger LOG = System.getLogger(TranscriptLog.class.getName());
    private static final String MASK = "***";
    private static final byte DELETE = 0x7f;
    private static final String RAW_SERVER = "{{text}}";

    /** What is kept of a line whose end has not come yet; a longer one is shown in parts. */
    static final int LINE_BYTES_MAX = 16 * 1024;

    /** Whose end of the connection this is. */
    public enum Side {
        CLIENT,
        SERVER
    }

    /** Makes the place for one connection's log: a file, or a memory for a test. */
    @FunctionalInterface
    public interface Target {
        /**
         * @param connection the connection's id
         * @return what to append to; closed with the log if it can be closed
         */
        Appendable open(String connection) throws IOException;
    }

    private final Side side;
    private final Target target;
    private final UnaryOperator<String> mask;
    private final boolean content;
    private final Pieces received;
    private final Pieces sent;

    private @Nullable Appendable out;
    private String name = "";
    private boolean maskNext;
    private boolean spoken;
    private boolean left;

    /**
     * @param mask gives a client's line as it may be shown: {@code PASS ***} for {@code PASS secret}
     * @param content whether the content of messages is shown; else only how long they are
     */
    public TranscriptLog(Side side, Target target, UnaryOperator<String> mask, boolean content) {
        this.side = side;
        this.target = target;
        this.mask = mask;
        this.content = content;
        this.received = new Pieces(side == Side.SERVER);
        this.sent = new Pieces(side == Side.CLIENT);
    }

    @Override
    public synchronized void opened(String connection, InetSocketAddress local, InetSocketAddress remote) {
        name = connection;
        try {
            out = target.open(connection);
        } catch (IOException e) {
            giveUp(e);
        }
        comment("connection " + connection + " at " + text(local) + (side == Side.SERVER ? " from " : " to ")
                + text(remote));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public synchronized void received(byte[] bytes, int offset, int length) {
        sent.end();
        received.add(bytes, offset, length);
    }

    @Override
    public synchronized void sent(byte[] bytes, int offset, int length) {
        sent.add(bytes, offset, length);
    }

    @Override
    public synchronized void maskNextClientLine() {
        maskNext = true;
    }

    @Override
    public boolean showsContent() {
        return content;
    }

    @Override
    public synchronized void receivedContent(byte[] bytes, int offset, int length) {
        sent.end();
        received.addContent(bytes, offset, length);
    }

    @Override
    public synchronized void sentContent(byte[] bytes, int offset, int length) {
        sent.addContent(bytes, offset, length);
    }

    @Override
    public synchronized void receivedBlock(long bytes, boolean complete) {
        sent.end();
        block(received, bytes, complete);
    }

    @Override
    public synchronized void sentBlock(long bytes) {
        block(sent, bytes, true);
    }

    private void block(Pieces pieces, long bytes, boolean complete) {
        pieces.end();
        if (!content) {
            comment(bytes + " bytes of content, not shown");
        }
        if (complete) {
            line((pieces.client ? "C: " : "S: ") + ".");
        } else {
            comment("the content was cut off after " + bytes + " bytes");
        }
    }

    @Override
    public synchronized void secured(TlsInfo tls) {
        sent.end();
        line(spoken ? "starttls" : "tls");
        comment(tls.protocol() + " " + tls.cipherSuite());
    }

    @Override
    public synchronized void waited(Duration time) {
        sent.end();
        line("wait " + time.toMillis() + "ms");
    }

    @Override
    public synchronized void peerLeft() {
        sent.end();
        received.end();
        if (!left) {
            left = true;
            line(side == Side.SERVER ? "vanish" : "closed");
        }
    }

    @Override
    public synchronized void note(String what) {
        sent.end();
        comment(what);
    }

    @Override
    public synchronized void close() {
        received.end();
        sent.end();
        if (!left) {
            line("closed");
        }
        if (out instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                giveUp(e);
            }
        }
        out = null;
    }

    private void show(boolean client, byte[] bytes, int length, boolean secret) {
        spoken = true;
        boolean ended = length > 1 && bytes[length - 2] == '\r' && bytes[length - 1] == '\n';
        String text = ended ? plain(bytes, length - 2) : null;
        if (secret) {
            line("C: " + MASK);
        } else if (client) {
            // An editor would take a blank at the end away.
            line(
                    text != null && !text.endsWith(" ")
                            ? spoken("C:", mask.apply(text))
                            : "C~: " + escaped(masked(latin(bytes, length))));
        } else if (text != null && !text.contains("{{")) {
            line(spoken("S:", text));
        } else {
            comment("S~: " + escaped(latin(bytes, length)));
            line("S: " + RAW_SERVER);
        }
    }

    private static String spoken(String who, String text) {
        return text.isEmpty() ? who : who + " " + text;
    }

    /** Masks a line that has not the line end it should have. */
    private String masked(String raw) {
        String text = raw.endsWith("\n") ? raw.substring(0, raw.length() - (raw.endsWith("\r\n") ? 2 : 1)) : raw;
        return mask.apply(text) + raw.substring(text.length());
    }

    /** The bytes as text, if they are nothing but text that a file shows as it is. */
    private static @Nullable String plain(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if ((bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == DELETE) {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String latin(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String escaped(String raw) {
        StringBuilder escaped = new StringBuilder(raw.length() + 16);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case 0 -> escaped.append("\\0");
                case '\\' -> escaped.append("\\\\");
                default -> {
                    boolean edge = c == ' ' && i == raw.length() - 1;
                    if (c < ' ' || c > '~' || c == '{' || edge) {
                        escaped.append(String.format("\\x%02x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private void comment(String text) {
        line("# " + text);
    }

    private void line(String text) {
        Appendable to = out;
        if (to == null) {
            return;
        }
        try {
            to.append(text).append('\n');
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void giveUp(IOException cause) {
        out = null;
        LOG.log(System.Logger.Level.WARNING, name + ": its wire log ends here: " + cause.getMessage());
    }

    /** One direction: puts lines together from the pieces in which they are written. */
    private final class Pieces {
        private final boolean client;
        private byte[] line = new byte[128];
        private int length;
        private boolean lineStart = true;
        private boolean continued;

        Pieces(boolean client) {
            this.client = client;
        }

        void add(byte[] bytes, int offset, int count) {
            for (int i = offset; i < offset + count; i++) {
                put(bytes[i]);
            }
        }

        /** The same, with the dots stuffed again that the framing took away. */
        void addContent(byte[] bytes, int offset, int count) {
            for (int i = offset; i < offset + count; i++) {
                if (lineStart && bytes[i] == '.') {
                    put((byte) '.');
                }
                put(bytes[i]);
            }
        }

        private void put(byte b) {
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = b;
            lineStart = b == '\n' && length > 1 && line[length - 2] == '\r';
            if (b == '\n' || length == LINE_BYTES_MAX) {
                boolean start = lineStart;
                show();
                continued = b != '\n';
                lineStart = start;
            }
        }

        /** What is masked is masked to the line's end, in how many parts it may be shown. */
        private void show() {
            boolean secret = client && (maskNext || continued);
            maskNext = maskNext && !(client && line[length - 1] == '\n');
            TranscriptLog.this.show(client, line, length, secret);
            length = 0;
        }

        /** Shows what is there, though its end may not have come. */
        void end() {
            if (length > 0) {
                show();
            }
            continued = false;
            lineStart = true;
        }
    }
}

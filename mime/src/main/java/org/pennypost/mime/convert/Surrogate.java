package org.pennypost.mime.convert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.pennypost.mime.SurrogateHeader;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.DefectKind;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;

/**
 * A message as programs are told it that cannot take it as it came: no header has octets above 127 (RFC 6858), those of parts neither, and nowhere is a
 * NUL (RFC 9051 §4.3.1, RFC 3516 §6). A body with a NUL is base64; in headers, between parts, and in bodies that are encoded already, a blank stands in its
 * place. All else is octet for octet the same, and decodes to the same.
 *
 * <p>How it works: it is a list of pieces: octets of the original, headers written anew, bodies in base64. How long each is follows from the original without
 * reading bodies, so any place can be read directly, and a body of a gigabyte takes no memory. Writing it to a file was rejected: who lists a mailbox reads
 * headers alone.
 *
 * <p>As safe for several threads as the original.
 */
public final class Surrogate implements ByteSource {
    /** Headers written anew take at most so much memory; in those beyond, a question mark stands for each octet above 127. */
    private static final int HEADERS_OCTETS_MAX = 8 << 20;

    private static final String ENCODING = "Content-Transfer-Encoding";
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOWEST = 0x0101_0101_0101_0101L;
    private static final long HIGHEST = LOWEST << 7;
    private static final int SCANNED_TOGETHER = 2 * 1024;

    private final List<Piece> pieces;
    private final long[] starts;

    private Surrogate(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        this.starts = new long[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            starts[i + 1] = starts[i] + pieces.get(i).length();
        }
    }

    /**
     * Why a message cannot be told as it came.
     *
     * @param header a header, its own or that of a part, has octets above 127: programs that know UTF-8 there take it
     * @param nul there is a NUL, which no program takes outside a literal8
     */
    public record Need(boolean header, boolean nul) {
        /** It can be told to everybody. */
        public static final Need NONE = new Need(false, false);
    }

    /** Looks at the headers of a message; what its bodies have is known from parsing. @throws IOException when it cannot be read */
    public static Need need(ParsedMessage message) throws IOException {
        Scan scan = new Scan(message.source());
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        // Of more defects than are listed, one may be it.
        boolean nul = message.defectCount() > message.defects().size()
                || message.defects().stream().anyMatch(defect -> defect.kind() == DefectKind.NUL);
        for (Part part : parts) {
            scan.range(part.headerStart(), part.headerEnd());
            nul |= part instanceof Part.Leaf leaf && leaf.octetKinds().nul();
        }
        return scan.eightBit || nul || scan.nul ? new Need(scan.eightBit, nul || scan.nul) : Need.NONE;
    }

    /** Returns the surrogate of a message, whether or not it needs one. @throws IOException when a header cannot be read */
    public static Surrogate of(ParsedMessage message) throws IOException {
        Builder builder = new Builder(message);
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        for (Part part : parts) {
            builder.add(part);
        }
        return builder.build();
    }

    /** What octets headers have. */
    private static final class Scan {
        private final ByteSource source;
        private final byte[] buffer;
        private boolean eightBit;
        private boolean nul;

        Scan(ByteSource source) {
            this.source = source;
            this.buffer = new byte[(int) Math.min(SCANNED_TOGETHER, source.sizeBytes())];
        }

        void range(long from, long to) throws IOException {
            for (long at = from; at < to; ) {
                int count = source.read(at, buffer, 0, (int) Math.min(buffer.length, to - at));
                if (count < 0) {
                    return;
                }
                look(count);
                at += count;
            }
        }

        /** Eight octets at a time, as long as there are. */
        private void look(int count) {
            long all = 0;
            long none = 0;
            int at = 0;
            for (; at <= count - Long.BYTES; at += Long.BYTES) {
                long word = (long) WORDS.get(buffer, at);
                all |= word;
                none |= (word - LOWEST) & ~word;
            }
            for (; at < count; at++) {
                all |= buffer[at];
                none |= (buffer[at] - 1) & ~buffer[at];
            }
            eightBit |= (all & HIGHEST) != 0;
            nul |= (none & HIGHEST) != 0;
        }
    }

    private static byte told(byte octet, boolean ascii) {
        if (octet == 0) {
            return ' ';
        }
        return ascii && octet < 0 ? (byte) '?' : octet;
    }

    /** A run of octets. */
    private sealed interface Piece {
        long length();

        /** Reads at least one of them, of which there is one at {@code at}. */
        int read(long at, byte[] into, int offset, int length) throws IOException;
    }

    /**
     * Octets of the original.
     *
     * @param ascii whether a question mark stands for those above 127
     */
    private record Same(ByteSource source, long from, long to, boolean ascii) implements Piece {
        @Override
        public long length() {
            return to - from;
        }

        @Override
        public int read(long at, byte[] into, int offset, int length) throws IOException {
            int count = source.read(from + at, into, offset, (int) Math.min(length, to - from - at));
            if (count < 0) {
                throw new IOException("a message ended early: it changed while it was read");
            }
            for (int i = offset; i < offset + count; i++) {
                into[i] = told(into[i], ascii);
            }
            return count;
        }
    }

    /** Octets written anew. */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    private record Anew(byte[] octets) implements Piece {
        @Override
        public long length() {
            return octets.length;
        }

        @Override
        public int read(long at, byte[] into, int offset, int length) {
            int count = (int) Math.min(length, octets.length - at);
            System.arraycopy(octets, (int) at, into, offset, count);
            return count;
        }
    }

    /** A body of the original in base64 (RFC 2045 §6.8), each line ended by CRLF. */
    private record Encoded(ByteSource source, long from, long to) implements Piece {
        private static final int LINE_OCTETS = 57;
        private static final int LINE_LENGTH = 78;
        private static final int LINES_TOGETHER = 256;

        @Override
        public long length() {
            long octets = to - from;
            long rest = octets % LINE_OCTETS;
            return octets / LINE_OCTETS * LINE_LENGTH + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + LINE_END.length);
        }

        @Override
        public int read(long at, byte[] into, int offset, int length) throws IOException {
            long line = at / LINE_LENGTH;
            int within = (int) (at % LINE_LENGTH);
            int lines = Math.min(LINES_TOGETHER, (within + length - 1) / LINE_LENGTH + 1);
            long start = from + line * LINE_OCTETS;
            byte[] octets = source.bytes(start, Math.min(to, start + (long) lines * LINE_OCTETS));
            byte[] text = Base64.getMimeEncoder().encode(octets);
            byte[] ended = Arrays.copyOf(text, text.length + LINE_END.length);
            System.arraycopy(LINE_END, 0, ended, text.length, LINE_END.length);
            int count = Math.min(length, ended.length - within);
            System.arraycopy(ended, within, into, offset, count);
            return count;
        }
    }

    /** Puts the pieces together, part for part in the order of the original. */
    private static final class Builder {
        private final ParsedMessage message;
        private final ByteSource source;
        private final List<Piece> pieces = new ArrayList<>();
        private int room = HEADERS_OCTETS_MAX;
        private long done;
        /** Whether the next part is a message, not part of one. */
        private boolean atMessage = true;

        Builder(ParsedMessage message) {
            this.message = message;
            this.source = message.source();
        }

        Surrogate build() {
            same(message.sizeBytes(), false);
            return new Surrogate(pieces);
        }

        void add(Part part) throws IOException {
            boolean encoded = part instanceof Part.Leaf leaf
                    && leaf.octetKinds().nul()
                    && part.encoding().filter(TransferEncoding::isIdentity).isPresent();
            Scan scan = new Scan(source);
            scan.range(part.headerStart(), part.headerEnd());
            if (encoded || scan.eightBit) {
                same(part.headerStart(), false);
                header(part, encoded);
            }
            if (encoded) {
                body(part);
            }
            atMessage = part instanceof Part.Message;
        }

        private void header(Part part, boolean encoded) throws IOException {
            byte[] added = encoded ? encoding(part) : new byte[0];
            if (part.headerEnd() - part.headerStart() > room) {
                // Of two fields that say how the body is encoded the first one counts.
                anew(added);
                same(part.headerEnd(), true);
                return;
            }
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            long from = part.headerStart();
            for (HeaderField field : part.header().fields()) {
                header.writeBytes(ascii(source.bytes(from, field.start())));
                if (!encoded || !field.isNamed(ENCODING)) {
                    header.writeBytes(ascii(SurrogateHeader.of(source.bytes(field.start(), field.end()))));
                }
                from = field.end();
            }
            header.writeBytes(ascii(source.bytes(from, part.headerEnd())));
            room -= header.size();
            anew(header.toByteArray());
            anew(added);
            done = part.headerEnd();
        }

        /** Without NUL, and, in lines that are no fields, without octets above 127. */
        private static byte[] ascii(byte[] octets) {
            for (int i = 0; i < octets.length; i++) {
                octets[i] = told(octets[i], true);
            }
            return octets;
        }

        /** The field that says it, and what makes programs believe it (RFC 2045 §4). */
        private byte[] encoding(Part part) {
            boolean version = atMessage && part.header().first("MIME-Version").isEmpty();
            return ((version ? "MIME-Version: 1.0\r\n" : "") + ENCODING + ": base64\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        private void body(Part part) {
            same(part.bodyStart(), false);
            if (part.bodyStart() == part.headerEnd()) {
                // The empty line was missing; the encoded body must not be taken for fields.
                anew(LINE_END);
            }
            pieces.add(new Encoded(source, part.bodyStart(), part.bodyEnd()));
            done = part.bodyEnd();
        }

        /** What was not yet taken, up to there. */
        private void same(long to, boolean ascii) {
            if (to > done) {
                pieces.add(new Same(source, done, to, ascii));
                done = to;
            }
        }

        private void anew(byte[] octets) {
            if (octets.length > 0) {
                pieces.add(new Anew(octets));
            }
        }
    }

    @Override
    public long sizeBytes() {
        return starts[starts.length - 1];
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        if (position >= sizeBytes()) {
            return -1;
        }
        int found = Arrays.binarySearch(starts, position);
        int piece = found >= 0 ? found : -found - 2;
        return pieces.get(piece).read(position - starts[piece], into, offset, length);
    }
}

package org.pennypost.imap.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.Partial;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.Part;

/**
 * The octets of a part without its transfer encoding (RFC 9051 §6.4.5 BINARY). They are decoded in pieces: once if they are few, else once to count
 * them, as a literal begins with its size, and once to send them.
 */
final class DecodedPart {
    private static final int PIECE_OCTETS = 64 * 1024;

    /** Opens them anew. */
    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    private final Opening opening;

    private DecodedPart(Opening opening) {
        this.opening = opening;
    }

    /** The message itself, which has no encoding as a whole. */
    static DecodedPart ofMessage(ByteSource source) {
        return new DecodedPart(() -> source.stream(0, source.sizeBytes()));
    }

    /**
     * A part; lines of text end with CRLF (RFC 3516 §6).
     *
     * @return empty if nobody knows how it is encoded
     */
    static Optional<DecodedPart> of(Part part) {
        if (part.encoding().isEmpty()) {
            return Optional.empty();
        }
        boolean text = part instanceof Part.Leaf && part.contentType().type().isText();
        return Optional.of(new DecodedPart(() -> text ? new CrlfStream(part.decoded()) : part.decoded()));
    }

    /** How many octets there are. Decodes them all. */
    long octets() throws IOException {
        try (InputStream in = opening.open()) {
            return count(in, new byte[PIECE_OCTETS], null).octets;
        }
    }

    /**
     * @param octets of all
     * @param nul whether what is wanted has a NUL
     */
    private record Count(long octets, boolean nul) {}

    private static Count count(InputStream in, byte[] piece, @Nullable Partial partial) throws IOException {
        long octets = 0;
        boolean nul = false;
        int read;
        while ((read = in.readNBytes(piece, 0, piece.length)) > 0) {
            OctetRange wanted = wanted(octets, read, partial);
            for (long i = wanted.from(); !nul && i < wanted.to(); i++) {
                nul = piece[(int) i] == 0;
            }
            octets += read;
        }
        return new Count(octets, nul);
    }

    /** What of a piece is wanted, from its beginning. */
    private static OctetRange wanted(long at, int length, @Nullable Partial partial) {
        if (partial == null) {
            return new OctetRange(0, length);
        }
        long from = Math.clamp(partial.origin() - at, 0, length);
        long end = partial.length() > Long.MAX_VALUE - partial.origin()
                ? Long.MAX_VALUE
                : partial.origin() + partial.length();
        return new OctetRange(from, Math.clamp(end - at, from, length));
    }

    /** Writes them, or a part of them, as a string; as {@code literal8} if there is a NUL in it (RFC 9051 §7.5.2). */
    void write(@Nullable Partial partial, ResponseWriter out) throws IOException {
        byte[] piece = new byte[PIECE_OCTETS];
        Count count;
        try (InputStream in = opening.open()) {
            int read = in.readNBytes(piece, 0, piece.length);
            if (read < piece.length) {
                OctetRange wanted = wanted(0, read, partial);
                writeWhole(Arrays.copyOfRange(piece, (int) wanted.from(), (int) wanted.to()), out);
                return;
            }
        }
        try (InputStream in = opening.open()) {
            count = count(in, piece, partial);
        }
        OctetRange all = new OctetRange(0, count.octets);
        OctetRange range = partial == null ? all : all.part(partial);
        if (range.length() == 0) {
            out.raw("\"\"");
            return;
        }
        out.literal(range.length(), count.nul);
        try (InputStream in = opening.open()) {
            in.skipNBytes(range.from());
            for (long left = range.length(); left > 0; ) {
                int read = in.readNBytes(piece, 0, (int) Math.min(left, piece.length));
                if (read == 0) {
                    throw new IOException("a part ends " + left + " octets before it did when it was counted");
                }
                out.octets(piece, 0, read);
                left -= read;
            }
        }
    }

    private static void writeWhole(byte[] octets, ResponseWriter out) throws IOException {
        if (octets.length == 0) {
            out.raw("\"\"");
            return;
        }
        boolean nul = false;
        for (byte octet : octets) {
            nul |= octet == 0;
        }
        out.literal(octets.length, nul);
        out.octets(octets, 0, octets.length);
    }

    /** Puts a CR before each LF that has none. */
    private static final class CrlfStream extends FilterInputStream {
        private final byte[] buffer = new byte[8 * 1024];
        private int at;
        private int end;
        private boolean afterCr;
        private boolean lfWaits;

        CrlfStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            if (lfWaits) {
                lfWaits = false;
                return '\n';
            }
            if (at == end) {
                end = in.read(buffer, 0, buffer.length);
                at = 0;
                if (end <= 0) {
                    end = 0;
                    return -1;
                }
            }
            byte octet = buffer[at++];
            if (octet == '\n' && !afterCr) {
                lfWaits = true;
                return '\r';
            }
            afterCr = octet == '\r';
            return octet & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int octet = read();
                if (octet < 0) {
                    return count == 0 ? -1 : count;
                }
                into[offset + count++] = (byte) octet;
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = 0;
            while (skipped < count && read() >= 0) {
                skipped++;
            }
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}

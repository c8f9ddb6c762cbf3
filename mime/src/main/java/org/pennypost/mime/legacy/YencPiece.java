package org.pennypost.mime.legacy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * A piece of a file in yEnc (yenc.org, version 1.3), which may be all of it, with what its lines say of it. Big files are sent in many messages with a piece in
 * each.
 *
 * {@snippet :
 * List<YencPiece> pieces = new ArrayList<>();
 * for (EncodedBlock block : EncodedBlock.find(bytes, 0, bytes.length)) {
 *     block.piece(bytes).ifPresent(pieces::add);
 * }
 * Optional<byte[]> whole = YencPiece.joined(pieces);
 * }
 *
 * @param number of the piece, from 1; 0 for a whole file
 * @param offset where it belongs in the file
 * @param fileOctets the size of the file, as its first line says; -1 where it does not
 * @param content its octets, decoded
 * @param intact whether size and checksum, as far as they are given, are those of the content
 */
@SuppressWarnings("ArrayRecordComponent") // the octets are what it is about; compared by nobody
public record YencPiece(int number, long offset, long fileOctets, byte[] content, boolean intact) {
    private static final int DIGITS_MAX = 15;

    /** Reads a piece: the octets from the {@code =ybegin} line to behind the {@code =yend} line. */
    static YencPiece read(byte[] text, int from, int to) {
        int dataFrom = Yenc.nextLine(text, from, to);
        String begin = line(text, from, dataFrom);
        int name = begin.indexOf(" name=");
        begin = name < 0 ? begin : begin.substring(0, name);
        String part = "";
        int partNumber = (int) Math.min(number(begin, "part").orElse(0), Integer.MAX_VALUE);
        if (line(text, dataFrom, to).startsWith("=ypart ")) {
            part = line(text, dataFrom, Yenc.nextLine(text, dataFrom, to));
        }
        byte[] content = Yenc.decode(text, dataFrom, to);
        String end = lastLine(text, dataFrom, to);
        long offset = Math.max(0, number(part, "begin").orElse(1) - 1);
        OptionalLong partEnd = number(part, "end");
        boolean sized = number(end, "size").orElse(-1) == content.length
                && (partEnd.isEmpty() || partEnd.getAsLong() - offset == content.length)
                && (partNumber > 0 || number(begin, "size").orElse(content.length) == content.length);
        boolean intact =
                end.startsWith("=yend") && sized && isChecksum(end, partNumber > 0 ? "pcrc32" : "crc32", content);
        return new YencPiece(partNumber, offset, number(begin, "size").orElse(-1), content, intact);
    }

    /**
     * Puts the pieces of one file together, in any order; of a piece that is there twice an intact one is taken.
     *
     * @return empty where one is missing, or the pieces do not fit together
     */
    public static Optional<byte[]> joined(List<YencPiece> pieces) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<YencPiece> ordered = pieces.stream()
                .sorted(Comparator.comparingLong(YencPiece::offset).thenComparing(piece -> !piece.intact()))
                .toList();
        long before = -1;
        for (YencPiece piece : ordered) {
            if (piece.offset() == before) {
                continue;
            }
            before = piece.offset();
            if (piece.offset() != file.size()) {
                return Optional.empty();
            }
            file.writeBytes(piece.content());
        }
        boolean whole = !ordered.isEmpty()
                && ordered.stream().allMatch(piece -> piece.fileOctets() < 0 || piece.fileOctets() == file.size());
        return whole ? Optional.of(file.toByteArray()) : Optional.empty();
    }

    private static String line(byte[] text, int from, int to) {
        int length = Math.min(Yenc.nextLine(text, from, to) - from, EncodedBlock.LINE_MAX);
        return new String(text, from, length, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static String lastLine(byte[] text, int from, int to) {
        int start = Math.max(from, to - 1);
        while (start > from && text[start - 1] != '\n') {
            start--;
        }
        return line(text, start, to);
    }

    private static Optional<String> word(String line, String key) {
        for (String word : line.split(" ", EncodedBlock.LINE_MAX)) {
            if (word.startsWith(key + "=")) {
                return Optional.of(word.substring(key.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static OptionalLong number(String line, String key) {
        String digits = word(line, key).orElse("");
        return digits.matches("[0-9]{1," + DIGITS_MAX + "}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    /** A checksum that is none is taken for wrong, one that is missing for right: version 1.3 lets it out. */
    private static boolean isChecksum(String line, String key, byte[] content) {
        Optional<String> written = word(line, key);
        if (written.isEmpty()) {
            return true;
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        String hex = written.get();
        return hex.matches("[0-9A-Fa-f]{1,16}") && Long.parseUnsignedLong(hex, 16) == crc.getValue();
    }
}

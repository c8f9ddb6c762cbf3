package org.pennypost.mime.legacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pennypost.mime.charset.Charsets;
import org.pennypost.mime.codec.TransferDecoder;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.codec.UuDecoder;

/**
 * A file inside a text, uuencoded or in yEnc.
 *
 * {@snippet :
 * for (EncodedBlock block : EncodedBlock.find(bytes, 0, bytes.length)) {
 *     System.out.println(block.name() + ", " + block.content(bytes).length + " octets");
 * }
 * }
 *
 * @param form how it is encoded
 * @param from where its first line begins in the text, in octets
 * @param to where what is behind its last line begins
 * @param name the name it was given, as written: never a path to write to
 */
public record EncodedBlock(Form form, int from, int to, String name) {
    /** More blocks of one text are left as they are. */
    public static final int BLOCKS_MAX = 1_000;

    static final int LINE_MAX = 512;

    /** The encodings that stand in texts. */
    public enum Form {
        /** Of Unix to Unix copy: lines of up to 45 octets, between {@code begin} and {@code end}. */
        UUENCODE,
        /** Of Usenet: octets shifted by 42, between {@code =ybegin} and {@code =yend}. */
        YENC
    }

    /** Finds the blocks of a text, from the first to the last. A line such as {@code begin 644 now} in prose is none: what follows must be encoded. */
    public static List<EncodedBlock> find(byte[] text, int from, int to) {
        List<EncodedBlock> blocks = new ArrayList<>();
        int line = from;
        while (line < to && blocks.size() < BLOCKS_MAX) {
            int next = Yenc.nextLine(text, line, to);
            int end = line;
            if (starts(text, line, next, "begin")) {
                end = endOfUuencode(text, line, next, to);
            } else if (starts(text, line, next, "=ybegin ")) {
                end = endOfYenc(text, next, to);
            }
            if (end > line) {
                Form form = text[line] == '=' ? Form.YENC : Form.UUENCODE;
                blocks.add(new EncodedBlock(form, line, end, name(form, text, line, next)));
                next = end;
            }
            line = next;
        }
        return blocks;
    }

    private static boolean starts(byte[] text, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String line(byte[] text, int from, int to) {
        return new String(text, from, Math.min(to - from, LINE_MAX), StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static int endOfUuencode(byte[] text, int from, int next, int to) {
        String begin = line(text, from, next);
        if (!UuDecoder.begins(begin)) {
            return from;
        }
        boolean base64 = begin.startsWith("begin-");
        int line = next;
        boolean some = false;
        while (line < to) {
            int after = Yenc.nextLine(text, line, to);
            String content = line(text, line, after);
            if (content.equals(base64 ? "====" : "end")) {
                return after;
            }
            boolean encoded = base64
                    ? content.matches("[A-Za-z0-9+/=]+")
                    : UuDecoder.isLine(text, line, line + content.length()) || content.isEmpty();
            if (!encoded) {
                return some ? line : from;
            }
            some |= !content.isEmpty();
            line = after;
        }
        return some ? to : from;
    }

    private static int endOfYenc(byte[] text, int from, int to) {
        int line = from;
        while (line < to) {
            int after = Yenc.nextLine(text, line, to);
            if (starts(text, line, after, "=yend")) {
                return after;
            }
            if (starts(text, line, after, "=ybegin ")) {
                return line;
            }
            line = after;
        }
        return to;
    }

    private static String name(Form form, byte[] text, int from, int to) {
        String begin = line(text, from, to);
        int at;
        if (form == Form.YENC) {
            at = begin.indexOf(" name=");
            at = at < 0 ? begin.length() : at + " name=".length();
        } else {
            at = begin.indexOf(' ', begin.indexOf(' ') + 1) + 1;
        }
        byte[] name = begin.substring(at).strip().getBytes(StandardCharsets.ISO_8859_1);
        return Charsets.decode("", name, 0, name.length);
    }

    /** Decodes the file, from the text it was found in; what is damaged is left out. */
    public byte[] content(byte[] text) {
        if (form == Form.YENC) {
            return Yenc.decode(text, Yenc.nextLine(text, from, to), to);
        }
        TransferDecoder decoder = TransferEncoding.UUENCODE.decoder();
        return decoder.whole(text, from, to);
    }

    /** Reads what yEnc says of the file or the piece of a file, from the text it was found in; empty for the other form. */
    public Optional<YencPiece> piece(byte[] text) {
        return form == Form.YENC ? Optional.of(YencPiece.read(text, from, to)) : Optional.empty();
    }
}

package org.pennypost.mime.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a message so that it says to everyone what we read in it: an empty line where a header ends without one, and without the lines of a header that are no
 * fields. Our own tree of it must stay the same.
 */
final class Mended {
    private static final Set<DefectKind> MENDED =
            EnumSet.of(DefectKind.HEADER_WITHOUT_END, DefectKind.JUNK_IN_HEADER, DefectKind.MAILBOX_LINE);

    private Mended() {}

    static byte[] of(byte[] bytes, ParsedMessage message) throws IOException {
        List<Defect> defects = new ArrayList<>(message.defects());
        defects.removeIf(defect -> !MENDED.contains(defect.kind()));
        defects.sort(Comparator.comparingLong(Defect::offset)
                .thenComparing(defect -> defect.kind() != DefectKind.HEADER_WITHOUT_END));
        if (defects.isEmpty()) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (Defect defect : defects) {
            int offset = (int) defect.offset();
            out.write(bytes, at, offset - at);
            at = offset;
            if (defect.kind() == DefectKind.HEADER_WITHOUT_END) {
                out.write('\r');
                out.write('\n');
            } else {
                at = behindField(bytes, offset);
            }
        }
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    /** A line with those that are folded to it. */
    private static int behindField(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length) {
            if (bytes[at++] == '\n' && (at == bytes.length || (bytes[at] != ' ' && bytes[at] != '\t'))) {
                return at;
            }
        }
        return at;
    }
}

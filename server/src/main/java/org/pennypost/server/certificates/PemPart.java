package org.pennypost.server.certificates;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One part of a file in PEM (RFC 7468): what stands between a line {@code -----BEGIN label-----} and its end. Text around the parts is
 * passed over, as every reader of such files does (RFC 7468 §2).
 *
 * @param label what it says it is, like {@code CERTIFICATE}
 * @param text the lines of the part, both boundaries included, each ended by LF
 */
record PemPart(String label, String text) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int COLUMNS = 64;

    /** The parts of a text, in their order. One whose end is missing is not there. */
    static List<PemPart> of(String file) {
        List<PemPart> parts = new ArrayList<>();
        String label = "";
        StringBuilder text = new StringBuilder();
        for (String raw : file.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()) {
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                text.setLength(0);
            }
            if (!label.isEmpty()) {
                text.append(line).append('\n');
                if (line.equals(END + label + DASHES)) {
                    parts.add(new PemPart(label, text.toString()));
                    label = "";
                }
            }
        }
        return parts;
    }

    /** A part that holds these octets. */
    static PemPart holding(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(COLUMNS, new byte[] {'\n'}).encodeToString(der);
        return new PemPart(label, BEGIN + label + DASHES + '\n' + base64 + '\n' + END + label + DASHES + '\n');
    }

    /**
     * The octets of a part without a header of its own.
     *
     * @throws IllegalArgumentException if its lines are not base64
     */
    byte[] contents() {
        String base64 =
                text.substring(text.indexOf('\n'), text.lastIndexOf(END)).replace("\n", "");
        return Base64.getDecoder().decode(base64);
    }
}

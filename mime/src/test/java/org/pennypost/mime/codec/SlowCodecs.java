package org.pennypost.mime.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The transfer encodings as simply as they can be said. */
final class SlowCodecs {
    private static final Pattern QUOTED = Pattern.compile(
            "=(?<octet>[0-9A-Fa-f]{2})|(?<soft>=[ \\t]*(\\r\\n|\\r|\\n|\\z))|(?<space>[ \\t]+(?=[\\r\\n]|\\z))|(?s:.)");

    private SlowCodecs() {}

    /** Cuts at padding, keeps the alphabet, drops what is no whole octet. */
    static byte[] base64(byte[] encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String stream : latin1(encoded).split("=", -1)) {
            String letters = stream.replaceAll("[^A-Za-z0-9+/]", "");
            if (letters.length() % 4 == 1) {
                letters = letters.substring(0, letters.length() - 1);
            }
            out.writeBytes(Base64.getDecoder().decode(letters));
        }
        return out.toByteArray();
    }

    static byte[] quotedPrintable(byte[] encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher matcher = QUOTED.matcher(latin1(encoded));
        while (matcher.find()) {
            if (matcher.group("octet") != null) {
                out.write(Integer.parseInt(matcher.group("octet"), 16));
            } else if (matcher.group("soft") == null && matcher.group("space") == null) {
                out.write(matcher.group().charAt(0));
            }
        }
        return out.toByteArray();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

package org.pennypost.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Names of files made from what a server said, which may be anything: the result is always one harmless name in one folder. */
final class SafeName {
    private static final int CHARACTERS_MAX = 120;
    private static final String PLAIN = "-._@+=";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /** What Windows takes for devices, with any extension. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private SafeName() {}

    /** Returns the text with everything but letters, digits and a few signs as {@code %XX}; different texts give different names. */
    static String of(String text) {
        StringBuilder name = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (octet >= 'a' && octet <= 'z')
                    || (octet >= 'A' && octet <= 'Z')
                    || (octet >= '0' && octet <= '9')
                    || (octet > 0 && PLAIN.indexOf(octet) >= 0 && !(octet == '.' && name.isEmpty()));
            if (plain) {
                name.append((char) octet);
            } else {
                name.append('%').append(HEX.toHexDigits(octet));
            }
        }
        if (name.isEmpty() || isDevice(name.toString())) {
            name.insert(0, '_');
        }
        return name.length() <= CHARACTERS_MAX
                ? name.toString()
                : name.substring(0, CHARACTERS_MAX - 17) + "-" + digest(text).substring(0, 16);
    }

    private static boolean isDevice(String name) {
        String stem = name.toLowerCase(Locale.ROOT);
        int dot = stem.indexOf('.');
        stem = dot < 0 ? stem : stem.substring(0, dot);
        return DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9]");
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}

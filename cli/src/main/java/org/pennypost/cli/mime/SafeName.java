package org.pennypost.cli.mime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Names of files that others chose, made harmless: never a path, never hidden, never a device, on any system. */
final class SafeName {
    private static final int OCTETS_MAX = 200;
    private static final int EXTENSION_MAX = 20;
    private static final String FORBIDDEN = "<>:\"|?*/\\";
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$");

    private SafeName() {}

    /** Returns the last part of a name without what no file's name should have; {@code otherwise} where nothing is left. */
    static String of(String name, String otherwise) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        last.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean odd = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || FORBIDDEN.indexOf(c) >= 0;
            safe.appendCodePoint(odd ? '_' : c);
        });
        String trimmed = safe.toString().strip().replaceAll("^[.\\s]+|[.\\s]+$", "");
        if (trimmed.isEmpty()) {
            return otherwise;
        }
        int dot = trimmed.indexOf('.');
        String stem = (dot < 0 ? trimmed : trimmed.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        return cut(DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9¹²³]") ? "_" + trimmed : trimmed);
    }

    /** Shortens a long name in the middle, before its extension. */
    private static String cut(String name) {
        if (octets(name) <= OCTETS_MAX) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= EXTENSION_MAX ? name.substring(dot) : "";
        StringBuilder stem = new StringBuilder();
        int room = OCTETS_MAX - octets(extension);
        for (int c : name.codePoints().toArray()) {
            room -= octets(Character.toString(c));
            if (room < 0) {
                break;
            }
            stem.appendCodePoint(c);
        }
        return stem + extension;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the n-th name beside others of the same: {@code photo-2.jpg}. */
    static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + "-" + number : name.substring(0, dot) + "-" + number + name.substring(dot);
    }
}

package org.pennypost.mime.parse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pennypost.testkit.Gen;

/** Messages by the book, of any shape, and the same with something broken. */
final class MessageGen {
    private static final int DEPTH_MAX = 4;
    private static final List<String> LEAVES = List.of(
            "text/plain",
            "text/html; charset=utf-8",
            "TEXT/Plain; charset=\"us-ascii\"",
            "image/png; name=\"a b.png\"",
            "application/pdf",
            "text/calendar; method=REQUEST",
            "message/delivery-status",
            "text/rfc822-headers");
    private static final List<String> MULTIPARTS =
            List.of("mixed", "alternative", "related", "report; report-type=delivery-status", "signed", "x-unknown");
    private static final List<String> FIELDS = List.of(
            "Subject: hello",
            "X-Folded: one\r\n two\r\n\tthree",
            "X-Empty:",
            "Received: by a with b; Wed, 25 Nov 2026 10:00:00 +0100",
            "To: a@example.org,\r\n b@example.net",
            "Content-Description: a thing",
            "X-Long: " + "x".repeat(200));
    private static final List<String> LINES = List.of(
            "",
            "text",
            "-- ",
            "--",
            "-----",
            "--x",
            "From here",
            "a line: with a colon",
            ".",
            "x".repeat(300),
            " indented",
            "=3D=20");
    private static final String BREAKERS = "\r\n:;\"=()-/ \0\u00E4";

    private final Gen gen;
    private int boundaries;

    MessageGen(Gen gen) {
        this.gen = gen;
    }

    byte[] message() {
        boundaries = 0;
        return ("From: a@example.org\r\n" + entity(0)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A header without its first fields, the empty line, a body; without the line end that is a delimiter's. */
    private String entity(int depth) {
        StringBuilder text = new StringBuilder();
        gen.list(0, 3, () -> gen.oneOf(FIELDS))
                .forEach(field -> text.append(field).append("\r\n"));
        int kind = depth >= DEPTH_MAX ? 0 : gen.number(0, 9);
        if (kind >= 6) {
            return text + multipart(depth);
        }
        if (kind == 5) {
            return text + "Content-Type: message/rfc822\r\n\r\n" + "From: b@example.org\r\n" + entity(depth + 1);
        }
        if (!gen.onceIn(4)) {
            text.append("Content-Type: ").append(gen.oneOf(LEAVES)).append("\r\n");
        }
        return text + "\r\n" + lines();
    }

    private String lines() {
        return String.join("\r\n", gen.list(0, 6, () -> gen.oneOf(LINES))) + (gen.onceIn(2) ? "\r\n" : "");
    }

    private String multipart(int depth) {
        boolean digest = gen.onceIn(6);
        String boundary = "b" + boundaries++ + (gen.onceIn(3) ? " '()+_,-./:=?" : "");
        StringBuilder text = new StringBuilder("Content-Type: multipart/");
        text.append(digest ? "digest" : gen.oneOf(MULTIPARTS));
        text.append(";\r\n boundary=\"").append(boundary).append("\"\r\n\r\n");
        if (gen.onceIn(3)) {
            text.append("for old readers\r\n");
        }
        for (int i = gen.number(1, 4); i > 0; i--) {
            text.append("--").append(boundary).append(gen.onceIn(8) ? " \t\r\n" : "\r\n");
            String part = digest ? "\r\nFrom: c@example.org\r\n" + entity(DEPTH_MAX) : entity(depth + 1);
            text.append(part).append("\r\n");
        }
        text.append("--").append(boundary).append("--");
        return text + (gen.onceIn(3) ? "\r\nepilogue" : "");
    }

    /** Breaks something: a line is lost, doubled, moved or joined, a byte becomes a telling one, the end is missing. */
    byte[] broken(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        for (int i = gen.number(1, 3); i > 0 && !text.isEmpty(); i--) {
            text = broken(text);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String broken(String text) {
        int at = gen.number(0, text.length() - 1);
        int from = text.lastIndexOf('\n', at) + 1;
        int end = text.indexOf('\n', at) + 1;
        String line = end == 0 ? text.substring(from) : text.substring(from, end);
        String rest = end == 0 ? "" : text.substring(end);
        return switch (gen.number(0, 5)) {
            case 0 -> text.substring(0, from) + rest;
            case 1 -> text.substring(0, from) + line + line + rest;
            case 2 -> rest + text.substring(0, from) + line;
            case 3 -> text.substring(0, from) + line.stripTrailing() + rest;
            case 4 ->
                text.substring(0, at) + BREAKERS.charAt(gen.number(0, BREAKERS.length() - 1)) + text.substring(at + 1);
            default -> text.substring(0, at);
        };
    }
}

package org.pennypost.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.pennypost.testkit.Gen;

/** Makes messages in many scripts and shapes, and strings that may be in them. */
final class Letters {
    private static final List<String> WORDS = List.of(
            "penny",
            "post",
            "Straße",
            "STRASSE",
            "café",
            "cafe\u0301",
            "naïve",
            "ﬁnal",
            "İstanbul",
            "ΣΊΣΥΦΟΣ",
            "σίσυφος",
            "ж",
            "почта",
            "邮件",
            "郵便局",
            "東京都",
            "한국어",
            "우체국",
            "بريد",
            "بَرِيد",
            "דואר",
            "डाक",
            "ก็",
            "𝔸𝔹",
            "😀",
            "😀😁",
            "a",
            "I",
            "ı",
            "to",
            "of",
            "the",
            "re:",
            "--",
            "...",
            "%",
            "a&b",
            "<b>",
            "e\u0327\u0301",
            "\u1e9b\u0323",
            "ǅ",
            "1/2",
            "½",
            "x\u200dy",
            "Å",
            "ﷺ");

    private static final List<String> GAPS = List.of(" ", " ", " ", " ", "\r\n", "\t", "  ", "", ",", " \r\n", "-");

    private final Gen gen;

    Letters(Gen gen) {
        this.gen = gen;
    }

    /** A text of some words. */
    String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(gen.onceIn(4) ? gen.word(1, 9) : gen.oneOf(WORDS)).append(gen.oneOf(GAPS));
        }
        return text.toString();
    }

    private String encodedWord() {
        String text = text(gen.number(1, 3)).replaceAll("[\r\n]", " ");
        return gen.onceIn(3)
                ? text.replaceAll("[^ -~]", "?")
                : "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
    }

    private String part(int depth) {
        return switch (gen.number(0, depth > 2 ? 4 : 6)) {
            case 0 ->
                "Content-Type: text/plain; charset=utf-8\r\nX-Part: " + encodedWord() + "\r\n\r\n"
                        + text(gen.number(0, 30));
            case 1 ->
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(text(gen.number(0, 30)).getBytes(UTF_8));
            case 2 ->
                "Content-Type: text/html; charset=utf-8\r\n\r\n<html><p>" + text(5) + "</p>caf&eacute;<b>pen</b>ny "
                        + text(4) + "<br>x</html>";
            case 3 -> "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAApennyAAAA";
            case 4 -> "\r\n" + gen.word(0, 4);
            case 5 -> "Content-Type: message/rfc822\r\n\r\n" + message(depth + 1);
            default -> multipart(depth + 1);
        };
    }

    private String multipart(int depth) {
        String boundary = "b" + gen.word(3, 8);
        StringBuilder text =
                new StringBuilder("Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\npreamble penny");
        for (int i = gen.number(0, 3); i >= 0; i--) {
            text.append("\r\n--").append(boundary).append("\r\n").append(part(depth));
        }
        return text.append("\r\n--").append(boundary).append("--\r\n").toString();
    }

    /** A whole message. */
    String message(int depth) {
        StringBuilder text = new StringBuilder();
        text.append("From: ")
                .append(encodedWord())
                .append(" <")
                .append(gen.address())
                .append(">\r\n");
        if (!gen.onceIn(5)) {
            text.append("Subject: ")
                    .append(encodedWord())
                    .append("\r\n ")
                    .append(encodedWord())
                    .append("\r\n");
        }
        if (gen.onceIn(3)) {
            text.append("X-Empty:\r\nX-Note : ").append(encodedWord()).append("\r\n");
        }
        return text.append(part(depth)).toString();
    }

    /** Strings that are looked for: pieces of texts, at whole characters or not, and some that are nowhere. */
    List<String> needles(List<String> texts, int count) {
        List<String> needles = new ArrayList<>(
                List.of("", " ", "\r\n", "e", "E", ":", "pen", "enn", "京", "東京", "件", "\u0301", "zzzzq", "\ud83d"));
        while (needles.size() < count) {
            String text = gen.oneOf(texts);
            if (text.isEmpty()) {
                continue;
            }
            int from = gen.number(0, text.length() - 1);
            int length = gen.onceIn(3) ? gen.number(1, 3) : gen.number(1, 24);
            String piece = text.substring(from, Math.min(text.length(), from + length));
            needles.add(
                    gen.onceIn(6)
                            ? piece + gen.word(1, 1)
                            : gen.onceIn(3) ? piece.toLowerCase(java.util.Locale.ROOT) : piece);
        }
        return needles;
    }
}

package org.pennypost.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A message made to break programs that read mail, too large to be a file: a recipe. {@code AttackTest} in {@code mime} has the tree of each,
 * {@code HostileMailTest} in {@code mailbox} its projection.
 *
 * @param name what it does
 * @param start what it begins with
 * @param repeated what follows, by its number
 * @param times how often
 */
public record HostileMail(String name, String start, IntFunction<String> repeated, int times) {
    private static final String HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n";
    private static final String PLAIN = "Content-Type: text/plain; charset=utf-8\r\n";
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    /** All of them. */
    public static final List<HostileMail> ALL = List.of(
            new HostileMail(
                    "10,000 nested multiparts",
                    "",
                    i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n",
                    10_000),
            new HostileMail("10,000 nested messages", "", i -> "Content-Type: message/rfc822\r\n\r\n", 10_000),
            new HostileMail("1,000,000 tiny parts", MIXED, i -> "--b\r\n\r\n\r\n", 1_000_000),
            new HostileMail(
                    "1,000,000 parameters in pieces",
                    "Content-Type: text/plain",
                    i -> ";\r\n a*" + i + "=x",
                    1_000_000),
            new HostileMail(
                    "200,000 parameters of a multipart in pieces",
                    "Content-Type: multipart/mixed; boundary=b",
                    i -> ";\r\n a*" + i + "*=%41",
                    200_000),
            new HostileMail(
                    "200,000 parameters in pieces", "Content-Type: text/plain", i -> ";\r\n a*" + i + "*=%41", 200_000),
            new HostileMail(
                    "200,000 file names",
                    "Content-Disposition: attachment",
                    i -> ";\r\n filename*" + i + "=x",
                    200_000),
            new HostileMail("open parentheses in a Content-Type", "Content-Type: text/plain", i -> "(", 3_000_000),
            new HostileMail(
                    "open parentheses in the type of a multipart",
                    "Content-Type: multipart/mixed",
                    i -> "(",
                    3_000_000),
            new HostileMail("open parentheses in From", "From: a@example.org ", i -> "(", 3_000_000),
            new HostileMail("pairs of parentheses in To", "To: a@example.org ", i -> "() ", 1_000_000),
            new HostileMail("parentheses and backslashes in Cc", "Cc: ", i -> "(\\", 1_500_000),
            new HostileMail("open parentheses in a Date", "Date: Mon, 1 Jan 2024 ", i -> "(", 3_000_000),
            new HostileMail("open parentheses in References", "References: <a@b> ", i -> "(<", 1_500_000),
            new HostileMail("quotes in From", "From: ", i -> "\"a\" ", 800_000),
            new HostileMail("open angles in From", "From: ", i -> "a <", 1_000_000),
            new HostileMail("addresses in To", "To: ", i -> "a" + i + "@b, ", 300_000),
            new HostileMail("groups in To", "To: ", i -> "g:;", 1_000_000),
            new HostileMail("routes in To", "To: <", i -> "@a,", 1_000_000),
            new HostileMail("identifiers in References", "References: ", i -> "<" + i + "@b>\r\n ", 250_000),
            new HostileMail("encoded words in the Subject", "Subject: ", i -> "=?utf-8?q?=41?=\r\n ", 200_000),
            new HostileMail("beginnings of encoded words", "Subject: ", i -> "=?utf-8?q?", 400_000),
            new HostileMail("prefixes in the Subject", "Subject: ", i -> "Re: [a] ", 500_000),
            new HostileMail(
                    "boundaries that begin with one another",
                    prefixes(60),
                    i -> "--" + "b".repeat(i % 70) + "\r\n",
                    500_000),
            new HostileMail(
                    "delimiters of nobody within 99 levels", levels(99), i -> "--" + "b".repeat(62) + "\r\n", 200_000),
            new HostileMail("NULs", MIXED + "--b\r\n" + PLAIN + "\r\n", i -> "\0\0\0\0\0\0\0\0", 1_000_000),
            new HostileMail(
                    "no closing delimiter", MIXED + "--b\r\n" + PLAIN + "\r\n", i -> "line " + i + "\r\n", 1_000_000),
            new HostileMail("mixed line ends", MIXED + "--b\n" + PLAIN + "\n", i -> "a\rb\nc\r\n\n\r--b\r", 500_000),
            new HostileMail(
                    "a base64 line without end",
                    PLAIN + "Content-Transfer-Encoding: base64\r\n\r\n",
                    i -> "QUFB".repeat(25),
                    500_000),
            new HostileMail(
                    "base64 in base64",
                    MIXED + "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                    i -> "Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMg0K\r\n",
                    500_000),
            new HostileMail(
                    "soft line breaks",
                    PLAIN + "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                    i -> "=\r\n",
                    2_000_000),
            new HostileMail("100 MB of one field", "Subject: x", i -> "\r\n " + "y".repeat(97), 1_000_000),
            new HostileMail("100 MB of fields", "", i -> "X-Field: " + "y".repeat(89) + "\r\n", 1_000_000),
            new HostileMail(
                    "quote marks",
                    "Content-Type: text/plain; format=flowed; charset=utf-8\r\n\r\n",
                    i -> "> ",
                    2_000_000),
            new HostileMail("quote marks, line by line", PLAIN + "\r\n", i -> ">\r\n", 2_000_000),
            new HostileMail("open elements", HTML, i -> "<div>", 1_000_000),
            new HostileMail("open formats", HTML, i -> "<b><i><a href=x>", 400_000),
            new HostileMail("open tables", HTML, i -> "<table><tr><td>", 400_000),
            new HostileMail("text beside cells", HTML + "<table>", i -> "x<td>", 400_000),
            new HostileMail("attributes", HTML + "<p ", i -> "a" + i + "=b ", 400_000),
            new HostileMail("styles", HTML + "<style>", i -> ".a" + i + "{display:none}", 400_000),
            new HostileMail("open comments of styles", HTML + "<style>", i -> "/*{", 1_000_000),
            new HostileMail("hidden elements", HTML, i -> "<p style='display:none'>x</p>", 200_000),
            new HostileMail("entities", HTML, i -> "&notanentity", 400_000));

    private static String prefixes(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            String boundary = "b".repeat(i);
            text.append("Content-Type: multipart/mixed; boundary=").append(boundary);
            text.append("\r\n\r\n--").append(boundary).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    private static String levels(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String boundary = "b".repeat(60) + (char) ('A' + i / 26) + (char) ('a' + i % 26);
            text.append("Content-Type: multipart/mixed; boundary=").append(boundary);
            text.append("\r\n\r\n--").append(boundary).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** Returns the name as that of a file. */
    public String fileName() {
        return name.toLowerCase(Locale.ROOT).replace(",", "").replace(' ', '-');
    }

    /** Writes it, or the same with fewer repetitions. @throws IOException when that fails */
    public void writeTo(OutputStream out, int count) throws IOException {
        out.write(start.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < count; i++) {
            out.write(repeated.apply(i).getBytes(StandardCharsets.US_ASCII));
        }
    }
}

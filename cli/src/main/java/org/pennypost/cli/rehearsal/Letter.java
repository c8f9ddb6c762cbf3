package org.pennypost.cli.rehearsal;

/** What the rehearsal sends: mail of the usual shapes, since the JVM remembers what it has seen the program do. */
final class Letter {
    private static final String LINE = "The penny post carries a letter across the town for a penny.\r\n";
    private static final int ORDINARY_LINES = 60;
    private static final int LARGE_LINES = 6_000;
    private static final int LARGE_EVERY = 100;
    private static final int SHAPES = 4;

    private static final String BASE64_LINE = "VGhlIHBlbm55IHBvc3QgY2FycmllcyBhIGxldHRlciBhY3Jvc3MgdGhlIHRvd24u\r\n";

    private Letter() {}

    /** Returns the message of a number, about 4 kB but for each hundredth. */
    static String text(String from, String to, int number) {
        int lines = number % LARGE_EVERY == LARGE_EVERY - 1 ? LARGE_LINES : ORDINARY_LINES;
        return header(from, to, number) + body(number % SHAPES, lines);
    }

    private static String header(String from, String to, int number) {
        String id = number + ".penny@rehearsal.example";
        String reply = number % 2 == 0
                ? ""
                : "In-Reply-To: <1." + id + ">\r\nReferences: <2." + id + ">\r\n <1." + id + ">\r\n";
        return "Received: from rehearsal.example (rehearsal.example [192.0.2.7])\r\n\tby mx.rehearsal.example with ESMTP id p"
                + number
                + ";\r\n\tMon, 23 Nov 2026 02:00:00 +0000\r\n"
                + "From: \"Root, the\" <" + from + ">\r\nTo: Somebody <" + to + ">\r\nSubject: Re: rehearsal "
                + number + "\r\nDate: Mon, 23 Nov 2026 12:00:00 +0100\r\nMessage-ID: <" + id + ">\r\n" + reply
                + "MIME-Version: 1.0\r\n";
    }

    private static String body(int shape, int lines) {
        String plain = "Content-Type: text/plain; charset=utf-8\r\n";
        return switch (shape) {
            case 0 -> plain + "\r\nHello,\r\n\r\n" + LINE.repeat(lines);
            case 1 -> plain + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + LINE.repeat(lines);
            case 2 -> alternative(plain, lines);
            default ->
                "Content-Type: multipart/mixed; boundary=\"=_m\"\r\n\r\n--=_m\r\n" + alternative(plain, lines / 2)
                        + "\r\n--=_m\r\nContent-Type: application/octet-stream; name=\"penny.bin\"\r\n"
                        + "Content-Transfer-Encoding: base64\r\n"
                        + "Content-Disposition: attachment; filename=\"penny.bin\"\r\n\r\n"
                        + BASE64_LINE.repeat(lines / 2)
                        + "--=_m--\r\n";
        };
    }

    private static String alternative(String plain, int lines) {
        return "Content-Type: multipart/alternative; boundary=\"=_a\"\r\n\r\n--=_a\r\n" + plain
                + "Content-Transfer-Encoding: 7bit\r\n\r\n" + LINE.repeat(lines / 2)
                + "\r\n--=_a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" + LINE.repeat(lines / 2)
                + "</p></body></html>\r\n--=_a--\r\n";
    }
}

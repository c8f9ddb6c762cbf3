package org.pennypost.cli.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Messages that programs have mangled before. CRLF line ends throughout. */
final class Messages {
    private static final int ATTACHMENT_BYTES = 30 << 20;
    private static final int LINE_BYTES = 57;

    private Messages() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        messages.put("7-bit", message("plain words\r\n\r\nand more\r\n".getBytes(StandardCharsets.US_ASCII)));
        messages.put("8-bit", message(eightBit()));
        messages.put("utf-8", message("Grüße aus 東京 ✉\r\n".getBytes(StandardCharsets.UTF_8)));
        messages.put("dots", message(".\r\n..\r\n...\r\n.a\r\n..b\r\n. \r\n.\r\n".getBytes(StandardCharsets.US_ASCII)));
        messages.put("30 MB", attachment());
        return messages;
    }

    /** No bytes but CR, LF and NUL are missing. */
    private static byte[] eightBit() {
        byte[] body = new byte[256 - 3 + 2];
        int length = 0;
        for (int value = 1; value < 256; value++) {
            if (value != '\r' && value != '\n') {
                body[length++] = (byte) value;
            }
        }
        body[length++] = '\r';
        body[length++] = '\n';
        return Arrays.copyOf(body, length);
    }

    private static byte[] message(byte[] body) {
        // MIME, for what is above 127 is not sent on as it is where nothing says so (RFC 6152 §3).
        byte[] header = """
                From: a@example.org\r
                To: alice@example.test\r
                Subject: bytes\r
                MIME-Version: 1.0\r
                Content-Transfer-Encoding: 8bit\r
                \r
                """.getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, message, header.length, body.length);
        return message;
    }

    private static byte[] attachment() {
        byte[] bytes = new byte[ATTACHMENT_BYTES];
        new Random(1).nextBytes(bytes);
        byte[] crlf = {'\r', '\n'};
        String header = """
                From: a@example.org\r
                To: alice@example.test\r
                Subject: thirty megabytes\r
                MIME-Version: 1.0\r
                Content-Type: application/octet-stream; name=big.bin\r
                Content-Transfer-Encoding: base64\r
                \r
                """;
        byte[] body = Base64.getMimeEncoder(LINE_BYTES / 3 * 4, crlf).encode(bytes);
        byte[] head = header.getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(head, head.length + body.length + 2);
        System.arraycopy(body, 0, message, head.length, body.length);
        message[message.length - 2] = '\r';
        message[message.length - 1] = '\n';
        return message;
    }
}

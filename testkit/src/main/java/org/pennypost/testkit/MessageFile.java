package org.pennypost.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message from a file as it goes over SMTP and POP3. */
final class MessageFile {
    private MessageFile() {}

    /**
     * A file's bytes dot-stuffed, with the dot that ends them (RFC 5321 §4.5.2, RFC 1939 §3). Lines are ended by CRLF, but a file with any CR in
     * it is taken as it is; a last line without an end gets one.
     */
    static byte[] stuffed(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        String lines = text.indexOf('\r') >= 0 ? text : text.replace("\n", "\r\n");
        String whole = lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream(whole.length() + 64);
        boolean lineBegins = true;
        for (int i = 0; i < whole.length(); i++) {
            if (lineBegins && whole.charAt(i) == '.') {
                stuffed.write('.');
            }
            stuffed.write(whole.charAt(i));
            lineBegins = whole.startsWith("\r\n", i - 1);
        }
        stuffed.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
        return stuffed.toByteArray();
    }
}

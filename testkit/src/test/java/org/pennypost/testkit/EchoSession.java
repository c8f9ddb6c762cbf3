package org.pennypost.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The server's side of one echo connection. Its "TLS" turns one bit of every byte. */
final class EchoSession {
    private final InputStream in;
    private final OutputStream out;
    private final String greeting;
    private boolean tls;

    EchoSession(InputStream in, OutputStream out, String greeting, boolean tls) {
        this.in = new BufferedInputStream(in);
        this.out = out;
        this.greeting = greeting;
        this.tls = tls;
    }

    static void veil(byte[] bytes, int count, boolean tls) {
        for (int i = 0; tls && i < count; i++) {
            bytes[i] ^= 0x40;
        }
    }

    void serve() throws IOException {
        try (out) {
            say(greeting + "\r\n");
            while (true) {
                String line = readLine();
                if (line.isEmpty() || answer(line.strip(), line)) {
                    return;
                }
            }
        }
    }

    /** Answers one command; true when it was the last one. */
    private boolean answer(String command, String line) throws IOException {
        String argument = command.substring(command.indexOf(' ') + 1);
        switch (command.replaceFirst(" .*", "")) {
            case "SIZE" -> say("250 " + line.length() + "\r\n");
            case "DATA" -> {
                say("354 go\r\n");
                say("250 " + data().length + " octets\r\n");
            }
            case "SEND" -> say("+OK\r\n..dot\r\nlast\r\n.\r\n");
            case "RAW" -> say(argument + "\n");
            case "SHUFFLE" -> {
                List<String> words = Arrays.asList(argument.split(" ", -1));
                Collections.reverse(words);
                for (String word : words) {
                    say("250 " + word + "\r\n");
                }
            }
            case "COUNT" -> {
                for (int i = 1; i <= Integer.parseInt(argument); i++) {
                    say(i + " " + i * i + "\r\n");
                }
            }
            case "STARTTLS" -> {
                say("220 turn\r\n");
                tls = true;
            }
            case "SILENT" -> {}
            case "BUG" -> throw new IllegalStateException("a bug");
            case "QUIT" -> {
                say("221 bye\r\n");
                return true;
            }
            default -> say("250 " + command + "\r\n");
        }
        return false;
    }

    private byte[] data() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String line = readLine(); !line.equals(".\r\n") && !line.isEmpty(); line = readLine()) {
            data.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
        }
        return data.toByteArray();
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] one = new byte[1];
        while (in.read(one) == 1) {
            veil(one, 1, tls);
            line.write(one[0]);
            if (one[0] == '\n') {
                break;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        veil(bytes, bytes.length, tls);
        out.write(bytes);
        out.flush();
    }
}

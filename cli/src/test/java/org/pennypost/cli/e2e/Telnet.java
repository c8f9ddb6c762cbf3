package org.pennypost.cli.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A socket as telnet uses it: what is typed is sent line by line, what comes is read line by line. */
final class Telnet implements Closeable {
    private static final int MILLIS_MAX = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Telnet(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(MILLIS_MAX);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static Telnet to(int port) throws IOException {
        return new Telnet(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static Telnet over(Socket socket) throws IOException {
        return new Telnet(socket);
    }

    /** Types a line and reads the line that answers it. */
    String type(String line) throws IOException {
        send(line + "\r\n");
        return line();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next line without its CRLF; empty at the end of the connection, too. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** The last line of a reply that may have several, as SMTP has them. */
    String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    /** The lines up to the dot, which is not among them; still dot-stuffed. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** The bytes up to CRLF.CRLF, unstuffed, as they would be in a file. */
    byte[] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next;
            do {
                next = in.read();
                if (next < 0) {
                    throw new IOException("the connection ended inside a message");
                }
                line.write(next);
            } while (next != '\n');
            byte[] bytes = line.toByteArray();
            if (bytes.length == 3 && bytes[0] == '.') {
                return body.toByteArray();
            }
            int from = bytes[0] == '.' ? 1 : 0;
            body.write(bytes, from, bytes.length - from);
        }
    }

    /** Whatever comes until the server closes the connection. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

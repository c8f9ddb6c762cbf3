package org.pennypost.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server that says what it is told: {@code S:} lines are sent, {@code C:} lines must come, {@code tls} begins TLS with a certificate of its own making; at the
 * end it closes. In an {@code S:} line {@code \r\n} stands for a line end. It serves one connection.
 */
public final class ScriptedServer implements Closeable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket listening;
    private final List<String> script;
    private final Thread thread;
    private Optional<String> failure = Optional.empty();

    private ScriptedServer(ServerSocket listening, List<String> script) {
        this.listening = listening;
        this.script = script;
        thread = Thread.ofVirtual().name("scripted-server").start(this::serve);
    }

    /** Starts a server on a free port. */
    public static ScriptedServer start(String script) throws IOException {
        return new ScriptedServer(
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress()),
                script.lines().toList());
    }

    /** Starts a server on the port of one that has ended. */
    public static ScriptedServer start(String script, int port) throws IOException {
        return new ScriptedServer(
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()),
                script.lines().toList());
    }

    /** Returns a port where nothing listens. */
    public static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns where it listens on 127.0.0.1. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Waits for its end and returns what was not as the script says. */
    public Optional<String> failure() throws InterruptedException {
        thread.join(PATIENCE_MILLIS);
        return thread.isAlive() ? Optional.of("the script did not come to its end") : failure;
    }

    private void serve() {
        try (Socket accepted = listening.accept()) {
            accepted.setSoTimeout(PATIENCE_MILLIS);
            play(accepted);
        } catch (IOException | GeneralSecurityException broken) {
            failure = Optional.of(broken.toString());
        }
    }

    private void play(Socket accepted) throws IOException, GeneralSecurityException {
        Socket socket = accepted;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        for (String line : script) {
            String rest = line.length() > 3 ? line.substring(3) : "";
            if (line.startsWith("S:")) {
                out.write((rest.replace("\\r\\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } else if (line.equals("tls")) {
                SSLSocket secure = (SSLSocket)
                        tlsContext().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                socket = secure;
                in = new BufferedInputStream(socket.getInputStream());
                out = socket.getOutputStream();
            } else {
                String came = readLine(in);
                if (!came.equals(rest)) {
                    failure = Optional.of("expected \"" + rest + "\" and got \"" + came + "\"");
                    return;
                }
            }
        }
        socket.close();
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return line.toString(StandardCharsets.UTF_8) + "<closed>";
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "<no CR>";
    }

    /** The key store beside this class was made with {@code keytool -genkeypair -alias test -keyalg EC -dname CN=localhost -validity 36500}. */
    public static SSLContext tlsContext() throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = ScriptedServer.class.getResourceAsStream("self-signed.p12")) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        thread.interrupt();
    }
}

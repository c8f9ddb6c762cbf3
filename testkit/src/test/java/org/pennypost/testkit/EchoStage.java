package org.pennypost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stage around a small server of no known protocol ({@link EchoSession}) that can do right and wrong everything a transcript can ask. */
final class EchoStage implements Stage {
    private final Carrier carrier;
    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<byte[]> writes = new ArrayList<>();
    private String greeting = "220 echo";
    private Duration waited = Duration.ZERO;
    private int restarts;

    EchoStage(Carrier carrier) {
        this.carrier = carrier;
    }

    /** What the client has sent, one element for each write. */
    List<String> writes() {
        return writes.stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Override
    public void given(List<String> words) {
        if (words.size() != 2 || !words.getFirst().equals("greeting")) {
            throw new IllegalArgumentException("given knows: greeting TEXT");
        }
        greeting = words.get(1);
    }

    @Override
    public Dialogue connect(List<String> as, boolean tls) throws IOException {
        String welcome = as.isEmpty() ? greeting : "220 hello " + String.join(" ", as);
        if (carrier == Carrier.MEMORY) {
            BytePipe toServer = new BytePipe(60);
            BytePipe toClient = new BytePipe(3);
            serve(new EchoSession(toServer.input(), toClient.output(), welcome, tls), () -> {});
            return new EchoDialogue(toClient.input(), toServer.output(), tls);
        }
        try (ServerSocket listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
            client.setTcpNoDelay(true);
            client.setSoTimeout(10_000);
            Socket server = listener.accept();
            serve(new EchoSession(server.getInputStream(), server.getOutputStream(), welcome, tls), server);
            return new EchoDialogue(client.getInputStream(), client.getOutputStream(), tls);
        }
    }

    private void serve(EchoSession session, AutoCloseable socket) {
        threads.add(Thread.ofVirtual().name("echo").start(() -> {
            try (socket) {
                session.serve();
            } catch (IOException e) {
                System.getLogger("echo").log(System.Logger.Level.DEBUG, "the client has gone", e);
            } catch (Exception e) {
                faults.add(e);
            }
        }));
    }

    @Override
    public void advance(Duration time) {
        waited = waited.plus(time);
    }

    @Override
    public void restart() {
        restarts++;
    }

    @Override
    public void perform(String word, List<String> args, String block) {
        String is = switch (word) {
            case "waited" -> waited.toString();
            case "restarts" -> Integer.toString(restarts);
            case "block" -> block;
            default ->
                throw new IllegalArgumentException(
                        "unknown word '" + word + "': this stage knows waited, restarts, block");
        };
        String expected = args.isEmpty() ? "one\r\n  two\r\n\r\nthree" : args.getFirst();
        if (!is.equals(expected)) {
            throw new AssertionError(word + " is '" + is + "', not '" + expected + "'");
        }
    }

    @Override
    public boolean mayPipelineAfter(String clientLine) {
        return !clientLine.equals("DATA") && !clientLine.equals("STARTTLS");
    }

    @Override
    public List<Throwable> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while a server thread ends", e);
            }
        }
    }

    private final class EchoDialogue implements Dialogue {
        private final InputStream in;
        private final OutputStream out;
        private boolean tls;

        EchoDialogue(InputStream in, OutputStream out, boolean tls) {
            this.in = in;
            this.out = out;
            this.tls = tls;
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            writes.add(bytes);
            byte[] sent = bytes.clone();
            EchoSession.veil(sent, sent.length, tls);
            out.write(sent);
            out.flush();
        }

        @Override
        public int read(byte[] into) throws IOException {
            int count = in.read(into);
            EchoSession.veil(into, count, tls);
            return count;
        }

        @Override
        public void startTls() {
            tls = true;
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

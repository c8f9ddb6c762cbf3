package org.pennypost.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What tests with programs of others need: to run them, and to wait for what they do in their own time. */
public final class ForeignProgram {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int CONNECT_MILLIS = 1000;

    private ForeignProgram() {}

    /** A port of this machine that nobody used a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param folder for a file with what it says: a daemon that it starts would keep a pipe open
     * @throws IOException if it ends with another code than 0; with what it said
     */
    public static void run(Path folder, String... command) throws IOException {
        Path said = folder.resolve("said");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .onExit()
                .join()
                .exitValue();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
        }
    }

    /**
     * Waits until something is true.
     *
     * @param otherwise says what is not, when it has not become so in half a minute
     */
    public static void await(BooleanSupplier condition, Supplier<String> otherwise) throws IOException {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                throw new IOException(otherwise.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until somebody listens there. */
    public static void awaitPort(int port) throws IOException {
        await(() -> isOpen(port), () -> "nobody listens at port " + port);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}

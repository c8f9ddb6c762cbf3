package org.pennypost.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** The world of a command in a test: what it prints is kept, time stands still. */
public final class FakeConsole {
    /** The time in every test: a fixed instant in 2026. */
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private InputStream in = InputStream.nullInputStream();

    /** Gives the command this text on standard input. */
    public FakeConsole input(String text) {
        return input(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Gives the command this standard input. */
    public FakeConsole input(InputStream stream) {
        in = stream;
        return this;
    }

    /** Sets an environment variable. */
    public FakeConsole environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Returns the world to run a command in. */
    public Console console() {
        return new Console(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                false,
                false,
                InstantSource.fixed(NOW),
                new SplittableRandom(1));
    }

    /** Returns what was printed on standard output so far. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Returns the bytes that were written to standard output so far. */
    public byte[] outBytes() {
        return out.toByteArray();
    }

    /** Returns what was printed on standard error so far. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Waits until this was printed on standard error, by a command that runs in another thread. */
    public void awaitErr(String words) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!err().contains(words)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never said: " + words + "\n" + err());
            }
            Thread.onSpinWait();
        }
    }

    /** Forgets what was printed so far. */
    public void forget() {
        out.reset();
        err.reset();
    }
}

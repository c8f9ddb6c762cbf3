package org.pennypost.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DotBlock;
import org.pennypost.wire.Line;
import org.pennypost.wire.WireLog;

/** Lines and dot blocks, without a system call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FramingBenchmark {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The block's size in bytes. */
    @Param({"4096", "50000"})
    public int size;

    private Connection lines = connection("NOOP\r\n");
    private Connection blocks = lines;
    private long taken;

    @Setup
    public void open() {
        String line = "x".repeat(74) + "\r\n";
        blocks = connection("Subject: bench\r\n\r\n..stuffed\r\n" + line.repeat(size / line.length()) + ".\r\n");
    }

    private static Connection connection(String said) {
        return new Connection(
                new EndlessLink(said.getBytes(StandardCharsets.US_ASCII)), new Deadlines(() -> 0), WireLog.NONE);
    }

    @Benchmark
    public Line line() throws IOException {
        return lines.readLine(512, MINUTE);
    }

    @Benchmark
    public DotBlock block() throws IOException {
        return blocks.readDotted((bytes, offset, length) -> taken += length, MINUTE);
    }
}

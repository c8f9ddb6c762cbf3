package org.pennypost.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.SmtpReader;

/** What SMTP's commands cost to read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrammarBenchmark {
    private final byte[] reverse = bytes("<alice.smith+list@mail.example.org>");
    private final byte[] forward = bytes("<bob@example.test>");
    private final byte[] parameters = bytes(" SIZE=4096 BODY=8BITMIME SMTPUTF8");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public ReversePath reversePath() throws BadSyntax {
        return new SmtpReader(reverse).reversePath();
    }

    @Benchmark
    public ForwardPath forwardPath() throws BadSyntax {
        return new SmtpReader(forward).forwardPath();
    }

    @Benchmark
    public List<EsmtpParameters.Written> parameters() throws BadSyntax {
        return new SmtpReader(parameters).parameters();
    }
}

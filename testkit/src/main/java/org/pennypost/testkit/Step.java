package org.pennypost.testkit;

import java.time.Duration;
import java.util.List;

/** One thing that a transcript says. {@code line} is the line of the file that says it; {@code connection} is 1 where none is named. */
sealed interface Step {
    int line();

    record Given(int line, List<String> words) implements Step {}

    record Connect(int line, int connection, List<String> as, boolean tls) implements Step {}

    /**
     * Sends.
     *
     * @param text what to tell {@link Stage#mayPipelineAfter}, and to show
     * @param times how often
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Send(int line, int connection, String text, byte[] bytes, int times) implements Step {}

    /** Expects lines, each {@code times} over; in the order given unless {@code anyOrder}. */
    record Expect(int line, int connection, List<Pattern> lines, int times, boolean anyOrder) implements Step {}

    /** Expects exactly the lines of a file, dot-stuffed, and the dot. */
    @SuppressWarnings("ArrayRecordComponent") // as above
    record ExpectBlock(int line, int connection, String name, byte[] bytes) implements Step {}

    /** No line of this connection, before or after, may be like this. */
    record Never(int line, int connection, Pattern pattern) implements Step {}

    record Closed(int line, int connection) implements Step {}

    record Vanish(int line, int connection) implements Step {}

    record StartTls(int line, int connection) implements Step {}

    record Wait(int line, Duration time) implements Step {}

    record Restart(int line) implements Step {}

    record Perform(int line, String word, List<String> arguments, String block) implements Step {}
}

package org.pennypost.testkit;

import java.time.Duration;
import java.util.List;
import org.pennypost.testkit.Holes.Round;

/** One thing that a transcript does. Connections are numbered from 1. */
sealed interface Step {

    /** Its line in the file, counted from 1. */
    int line();

    record Given(int line, List<String> words) implements Step {}

    record Open(int line, int connection, List<String> as, boolean tls) implements Step {}

    record Send(int line, int connection, Saying saying, Round round) implements Step {}

    record Expect(int line, int connection, Saying saying, Round round) implements Step {}

    record ExpectAnyOrder(int line, int connection, List<Template> lines) implements Step {}

    /** No line of this connection, before or after, may be like this. */
    record Never(int line, int connection, Template template) implements Step {}

    record StartTls(int line, int connection) implements Step {}

    record StartDeflate(int line, int connection) implements Step {}

    /** The server has closed the connection. */
    record Closed(int line, int connection) implements Step {}

    /** The client is gone without a word. */
    record Vanish(int line, int connection) implements Step {}

    record Wait(int line, Duration time) implements Step {}

    record Restart(int line) implements Step {}

    /** A word of the stage. */
    record Perform(int line, String word, List<String> args, String block) implements Step {}
}

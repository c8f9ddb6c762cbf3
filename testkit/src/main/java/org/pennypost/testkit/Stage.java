package org.pennypost.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Where a transcript is played: a server with its world, made new for every run. A protocol's tests implement it once.
 *
 * <p>A word that a stage does not know is an {@link IllegalArgumentException} whose message lists those that it knows; the runner adds file
 * and line.
 */
public interface Stage extends AutoCloseable {
    /** Makes something true before the conversation: {@code account alice password secret}. */
    void given(List<String> words) throws Exception;

    /**
     * Connects.
     *
     * @param as who the client is and how far it has come, as the words behind {@code as}; empty for a stranger
     * @param tls whether TLS comes before the first byte
     */
    Dialogue connect(List<String> as, boolean tls) throws Exception;

    /**
     * Lets time pass, on a clock that is not the world's. The server may still be on its way from its last reply to its next read: the
     * stage lets it come to rest first, else a deadline that begins afterwards never passes.
     */
    void advance(Duration time) throws Exception;

    /** Stops the server and starts it again on what it has stored. */
    default void restart() throws Exception {
        throw new IllegalArgumentException("this stage cannot restart");
    }

    /**
     * Does or checks what the transcript says in the stage's own words: {@code stored bob}.
     *
     * @param block the lines of the block behind it, joined by CRLF; empty if there is none
     * @throws AssertionError if something is not as it says
     */
    default void perform(String word, List<String> arguments, String block) throws Exception {
        throw new IllegalArgumentException("there is no '" + word + "' here");
    }

    /**
     * Whether a client may send more before the reply to this line has come (RFC 2920 §3.1 and its like). Asked only where the transcript
     * has a reply between two client lines.
     */
    default boolean mayPipelineAfter(String clientLine) {
        return true;
    }

    /** What went wrong in the server that no transcript asks for: bugs. Asked after {@link #close}; any fails the run. */
    default List<Throwable> faults() {
        return List.of();
    }

    /** Stops the server; returns when its threads have ended. */
    @Override
    default void close() throws IOException {}
}

package org.pennypost.wire;

import java.io.IOException;

/** One step of a conversation: waits for what the peer asks, and answers it. */
@FunctionalInterface
public interface Turn {
    /**
     * Takes it. What it writes is handed to the connection, not kept.
     *
     * @throws IOException if the connection breaks
     */
    Next take() throws IOException;

    /** What comes behind a turn. */
    enum Next {
        /** Another one, as soon as the peer asks for it. */
        ANOTHER,
        /** Another one, which will wait for long: for news, not for the peer's next question. */
        LONG_WAIT,
        /** Nothing; the conversation is over. */
        NOTHING
    }
}

package org.pennypost.cli.talk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where a person, or a script, sits in a conversation. */
sealed interface TalkTerminal extends Closeable permits LineTerminal, PipeTerminal {
    /** Reads the next line to send; empty when there is none any more (Ctrl-D, end of the script). */
    Optional<String> readLine(Conversation conversation) throws IOException;

    /** Shows what the server said. */
    void show(String line);

    /** Shows a word of Pennypost itself. */
    void note(String text);

    /** Returns whether lines come without looking at the answers, so that each has to wait for the answer to the one before. */
    boolean waitsForAnswers();
}

package org.pennypost.cli.talk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.pennypost.cli.CommandFailure;

/** Where a person, or a script, sits in a conversation. */
sealed interface TalkTerminal extends Closeable permits LineTerminal, PipeTerminal {
    /**
     * Reads the next line to send.
     *
     * @return empty when there is none any more (Ctrl-D, end of the script)
     * @throws CommandFailure when a script has a line that is no text
     */
    Optional<String> readLine() throws IOException, CommandFailure;

    /** Shows what the server said. */
    void show(String line);

    /**
     * Shows a line of a literal that the server sends, or a part of one.
     *
     * @param ended whether the line's end was in the literal
     */
    void showLiteral(String text, boolean ended);

    /** Shows a word of Pennypost itself. */
    void note(String text);

    /** Returns whether lines come without looking at the answers, so that each has to wait for the answer to the one before. */
    boolean waitsForAnswers();
}

package org.pennypost.imap.session;

import java.io.IOException;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ResponseWriter;

/** A command that was understood. */
@FunctionalInterface
public interface Command {
    /**
     * Does it.
     *
     * @param out takes the untagged responses
     * @return what the tagged response says, or what the shell is to do
     * @throws BadSyntax when only the session shows that it makes no sense: a message number that is too high
     * @throws IOException when the store fails, or the connection breaks while much is written
     */
    Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException;

    /** Whether a command that may expunge must not do it this time, as its answer is in numbers that the client gave. */
    default boolean namesNumbers() {
        return false;
    }
}

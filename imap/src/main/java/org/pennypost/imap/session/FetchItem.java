package org.pennypost.imap.session;

import java.io.IOException;
import java.util.Optional;
import org.pennypost.imap.grammar.ResponseWriter;

/** What a FETCH wants of each message. Immutable. */
@FunctionalInterface
public interface FetchItem {
    /**
     * Writes the item's name, a blank and its value.
     *
     * @throws IOException when the store fails, or the connection breaks; a store that fails before the first octet of a literal leaves the
     *     response to be taken back
     */
    void write(SelectedMessage message, ResponseWriter out) throws IOException;

    /** Why this message cannot be told of at all: the command then answers so, and goes on with the other messages. */
    default Optional<Outcome.No> objection(SelectedMessage message) throws IOException {
        return Optional.empty();
    }

    /** Whether who asks for it knows mod-sequences, and is told of them from then on (RFC 7162 §3.1). */
    default boolean asksForModSeq() {
        return false;
    }

    /** Whether fetching it sets {@code \Seen} (RFC 9051 §6.4.5). */
    default boolean setsSeen() {
        return false;
    }
}

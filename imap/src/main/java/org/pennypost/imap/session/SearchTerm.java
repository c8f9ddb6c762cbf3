package org.pennypost.imap.session;

import java.io.IOException;
import org.pennypost.imap.grammar.BadSyntax;

/** What a SEARCH asks of each message. Immutable. */
@FunctionalInterface
public interface SearchTerm {
    /** Whether the message is one. */
    boolean matches(SelectedMessage message) throws IOException;

    /** How much the message is like what is asked for: 0 if it does not match, 1 if it does and there is no more and less (RFC 6203 §4). */
    default double likeness(SelectedMessage message) throws IOException {
        return matches(message) ? 1 : 0;
    }

    /** The same asked loosely (RFC 6203 §3, §5): as it is, where there is no more and less. */
    default SearchTerm loose() {
        return this;
    }

    /** Whether any part of it is asked loosely, so that the messages' likenesses differ. */
    default boolean isFuzzy() {
        return false;
    }

    /** What it costs to ask; cheaper terms are asked first. */
    default Cost cost() {
        return Cost.LISTING;
    }

    /** Whether who asks so knows mod-sequences, and is told of them from then on (RFC 7162 §3.1.5). */
    default boolean asksForModSeq() {
        return false;
    }

    /** Whether it names messages by their numbers, which then must not change before the answer (RFC 9051 §7.5.1, RFC 7162 §3.2.10.2). */
    default boolean namesNumbers() {
        return false;
    }

    /**
     * The same term for the messages that a session has now: what it says by message numbers is said by UIDs.
     *
     * @throws BadSyntax if it names a message number that is too high
     */
    default SearchTerm bound(ImapSession session) throws BadSyntax {
        return this;
    }

    /** What has to be read for an answer. */
    enum Cost {
        /** What the mailbox's listing says. */
        LISTING,
        /** What was noted of the message when it came. */
        PROJECTION,
        /** The message. */
        CONTENT
    }
}

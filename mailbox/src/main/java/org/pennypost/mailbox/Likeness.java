package org.pennypost.mailbox;

import java.util.OptionalDouble;
import org.pennypost.store.StoreException;

/**
 * How much messages are like what is looked for loosely (RFC 6203 §3): 0 for those that are not at all, up to 1. It is an answer of one moment;
 * another time the same message may be told another number. Thread-safe.
 */
public interface Likeness {
    /** Of a content that the index knows; empty for one that it does not, whose text has to be looked at. */
    OptionalDouble known(long content);

    /** Of a message by its text. */
    double of(MessageText text) throws StoreException;
}

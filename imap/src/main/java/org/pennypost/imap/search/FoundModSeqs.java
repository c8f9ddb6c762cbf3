package org.pennypost.imap.search;

/** The mod-sequences of what a search has found (RFC 7162 §3.1.6, RFC 4731 §3.2); all 0 while it is nothing. Belongs to one thread. */
public final class FoundModSeqs {
    private long first;
    private long last;
    private long highest;

    /** Adds that of the next message. */
    public void add(long modSeq) {
        first = first == 0 ? modSeq : first;
        last = modSeq;
        highest = Math.max(highest, modSeq);
    }

    /** That of the first message. */
    public long first() {
        return first;
    }

    /** That of the last message. */
    public long last() {
        return last;
    }

    /** The highest of all. */
    public long highest() {
        return highest;
    }
}

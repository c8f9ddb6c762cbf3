package org.pennypost.mailbox;

import java.util.concurrent.atomic.AtomicInteger;

/** How many commands of programs are being answered just now, in all accounts: what works in the background gives way to them. Thread-safe. */
public final class CommandsUnderWay {
    private final AtomicInteger count = new AtomicInteger();

    public CommandsUnderWay() {}

    /** A command begins; {@link #end} follows, whatever becomes of it. */
    public void begin() {
        count.incrementAndGet();
    }

    public void end() {
        count.decrementAndGet();
    }

    /** Whether somebody waits for an answer. */
    public boolean any() {
        return count.get() > 0;
    }
}

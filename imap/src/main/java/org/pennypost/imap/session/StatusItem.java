package org.pennypost.imap.session;

import java.io.IOException;
import org.pennypost.mailbox.Mailbox;

/**
 * What STATUS tells of a mailbox (RFC 9051 §6.3.11).
 *
 * @param name in capitals
 */
public record StatusItem(String name, Value value) {
    /** The one that shows that a client knows mod-sequences (RFC 7162 §3.1). */
    public static final String HIGHESTMODSEQ = "HIGHESTMODSEQ";

    /** The number that is told. */
    @FunctionalInterface
    public interface Value {
        long of(ImapSession session, Mailbox mailbox) throws IOException;

        /** As it is told, where that is not the number alone. */
        default String spelled(ImapSession session, Mailbox mailbox) throws IOException {
            return Long.toString(of(session, mailbox));
        }
    }
}

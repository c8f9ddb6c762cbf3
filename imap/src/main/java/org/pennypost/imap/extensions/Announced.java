package org.pennypost.imap.extensions;

import java.util.List;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;

/**
 * An extension whose commands IMAP4rev2 has made its own: what is left of it is its name, for clients that know IMAP4rev1.
 *
 * @param always whether it is told before the login too
 */
record Announced(String name, boolean always) implements ImapExtension {
    static Announced always(String name) {
        return new Announced(name, true);
    }

    static Announced afterLogin(String name) {
        return new Announced(name, false);
    }

    @Override
    public List<String> capabilities(ImapSession session) {
        return always || session.state() != ImapState.NOT_AUTHENTICATED ? List.of(name) : List.of();
    }
}

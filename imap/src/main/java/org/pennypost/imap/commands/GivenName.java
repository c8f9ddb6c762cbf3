package org.pennypost.imap.commands;

import java.io.IOException;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Feature;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.mailbox.MailboxName;

/**
 * A mailbox's name as a client gives it: {@code inbox}, or Unicode that is not in normal form C.
 *
 * @param supplied without trailing separators
 * @param name what it stands for
 */
record GivenName(String supplied, MailboxName name) {
    /** {@code mailbox}. */
    static GivenName parse(ImapReader in) throws BadSyntax {
        String supplied = in.mailboxName();
        return new GivenName(supplied, ImapReader.mailbox(supplied));
    }

    /** Whether a client that has enabled IMAP4rev2 is told what became of the name (RFC 9051 §6.3.9.7). */
    private boolean isToBeTold(ImapSession session) {
        return session.has(Feature.IMAP4REV2) && !supplied.equals(name.toString());
    }

    /** {@code * LIST (attributes) "/" name ("OLDNAME" (supplied))}, where the name is another one than was supplied. */
    void tell(ImapSession session, String attributes, ResponseWriter out) throws IOException {
        tell(session, attributes, name, out);
    }

    /** The same, when the mailbox has been renamed. */
    void tell(ImapSession session, String attributes, MailboxName now, ResponseWriter out) throws IOException {
        if (isToBeTold(session)) {
            out.begin().raw("LIST (").raw(attributes).raw(") \"/\" ").mailbox(now);
            tellOld(session, out);
            out.end();
        }
    }

    /** The extended data item alone, in a LIST response. */
    void tellOld(ImapSession session, ResponseWriter out) {
        if (isToBeTold(session)) {
            out.raw(" (\"OLDNAME\" (").mailbox(supplied).raw("))");
        }
    }
}

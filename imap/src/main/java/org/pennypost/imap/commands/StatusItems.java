package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.StatusItem;
import org.pennypost.mailbox.Mailbox;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Uid;

/** Every STATUS item of the two revisions (RFC 9051 §6.3.11, RFC 3501 §6.3.10); extensions bring their own. */
public final class StatusItems {
    public static final List<StatusItem> ALL = List.of(
            new StatusItem("MESSAGES", (_, mailbox) -> mailbox.messages()),
            new StatusItem("RECENT", StatusItems::recent),
            new StatusItem("UIDNEXT", (_, mailbox) -> mailbox.uidNext()),
            new StatusItem("UIDVALIDITY", (_, mailbox) -> mailbox.uidValidity().number()),
            new StatusItem("UNSEEN", (_, mailbox) -> mailbox.unseen()),
            new StatusItem("DELETED", (_, mailbox) -> mailbox.deleted()),
            new StatusItem("SIZE", (_, mailbox) -> mailbox.octets()));

    private StatusItems() {}

    private static long recent(ImapSession session, Mailbox mailbox) throws IOException {
        Optional<MailboxView> view = session.account().view(mailbox.id());
        if (view.isEmpty()) {
            return 0;
        }
        long first = session.service().recent().first(session.account().id(), view.get());
        return first > Uid.MAX ? 0 : view.get().size() - view.get().lowerBound(new Uid(first));
    }
}

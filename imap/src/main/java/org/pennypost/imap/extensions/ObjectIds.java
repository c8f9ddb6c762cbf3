package org.pennypost.imap.extensions;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.imap.session.StatusItem;
import org.pennypost.mailbox.Mailbox;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.ThreadKeys;
import org.pennypost.mailbox.thread.ThreadKey;

/**
 * OBJECTID: names of mailboxes, contents and threads that outlast renaming, moving and copying (RFC 8474). A content is named by its number. A
 * thread is named by the message that began it, as far as the References of each message say: what never changes, and needs no other message.
 */
final class ObjectIds implements ImapExtension {
    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("OBJECTID");
    }

    @Override
    public List<FetchAttribute> fetchAttributes() {
        return List.of(
                FetchAttribute.named(
                        "EMAILID",
                        (message, out) ->
                                out.raw("EMAILID (").raw(email(message)).raw(')')),
                FetchAttribute.named("THREADID", (message, out) -> {
                    Optional<String> thread = thread(message);
                    out.raw("THREADID ").raw(thread.isEmpty() ? "NIL" : "(" + thread.get() + ")");
                }));
    }

    @Override
    public List<SearchKey> searchKeys() {
        return List.of(
                new SearchKey("EMAILID", in -> {
                    String wanted = objectId(in);
                    return message -> email(message).equals(wanted);
                }),
                new SearchKey("THREADID", in -> new InThread(objectId(in))));
    }

    @Override
    public List<StatusItem> statusItems() {
        return List.of(new StatusItem("MAILBOXID", new InStatus()));
    }

    private static String objectId(ImapReader in) throws BadSyntax {
        in.sp();
        return in.astring();
    }

    private static String email(SelectedMessage message) {
        return "M" + message.content();
    }

    private static Optional<String> thread(SelectedMessage message) throws IOException {
        Optional<Projection> projection = message.projection();
        if (projection.isEmpty()) {
            return Optional.empty();
        }
        ThreadKeys keys = projection.get().threadKeys();
        long root = keys.references().length > 0 ? keys.references()[0] : keys.messageId();
        return Optional.of(root == ThreadKey.NONE ? "C" + message.content() : "T" + Long.toHexString(root));
    }

    /** {@code MAILBOXID (objectid)}. */
    private record InStatus() implements StatusItem.Value {
        @Override
        public long of(ImapSession session, Mailbox mailbox) {
            return mailbox.id().number();
        }

        @Override
        public String spelled(ImapSession session, Mailbox mailbox) {
            return "(" + ResponseCode.objectId(mailbox.id()) + ")";
        }
    }

    /** Those of one thread. */
    private record InThread(String wanted) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            return thread(message).filter(wanted::equals).isPresent();
        }

        @Override
        public Cost cost() {
            return Cost.PROJECTION;
        }
    }
}

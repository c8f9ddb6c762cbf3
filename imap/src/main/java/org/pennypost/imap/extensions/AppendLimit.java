package org.pennypost.imap.extensions;

import java.util.List;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.StatusItem;

/** APPENDLIMIT: how many octets a message may have, the same for all mailboxes (RFC 7889). */
final class AppendLimit implements ImapExtension {
    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("APPENDLIMIT=" + limit(session));
    }

    @Override
    public List<StatusItem> statusItems() {
        return List.of(new StatusItem("APPENDLIMIT", (session, _) -> limit(session)));
    }

    private static long limit(ImapSession session) {
        return session.service().limits().messageBytesMax();
    }
}

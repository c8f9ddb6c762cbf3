package org.pennypost.imap.extensions;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;

/** STARTTLS while it can be given, and LOGINDISABLED while no password is taken (RFC 9051 §6.2.1, §6.2.3). */
final class StartTlsOffer implements ImapExtension {
    @Override
    public List<String> capabilities(ImapSession session) {
        List<String> capabilities = new ArrayList<>();
        if (session.state() == ImapState.NOT_AUTHENTICATED) {
            if (session.canStartTls()) {
                capabilities.add("STARTTLS");
            }
            if (!session.takesPasswords()) {
                capabilities.add("LOGINDISABLED");
            }
        }
        return capabilities;
    }
}

package org.pennypost.imap.extensions;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;

/** AUTH= for each mechanism that can be used now (RFC 9051 §6.1.1), and SASL-IR (RFC 4959). */
final class SaslOffer implements ImapExtension {
    @Override
    public List<String> capabilities(ImapSession session) {
        List<String> capabilities = new ArrayList<>();
        if (session.state() == ImapState.NOT_AUTHENTICATED) {
            capabilities.add("SASL-IR");
            for (String mechanism : session.service().mechanisms().offered(session.channel())) {
                capabilities.add("AUTH=" + mechanism);
            }
        }
        return capabilities;
    }
}

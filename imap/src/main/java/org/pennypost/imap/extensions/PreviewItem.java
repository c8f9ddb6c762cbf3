package org.pennypost.imap.extensions;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.projection.Projection;

/**
 * PREVIEW: the first words of a message (RFC 8970). They were noted when it came, so a client that asks for what is at hand alone (LAZY) gets
 * them too.
 */
final class PreviewItem implements ImapExtension, FetchItem {
    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("PREVIEW");
    }

    @Override
    public List<FetchAttribute> fetchAttributes() {
        return List.of(new FetchAttribute("PREVIEW", in -> {
            in.acceptText(" (LAZY)");
            return this;
        }));
    }

    @Override
    public void write(SelectedMessage message, ResponseWriter out) throws IOException {
        Optional<Projection> projection = message.projection();
        out.raw("PREVIEW ");
        if (projection.isEmpty()) {
            out.nil();
        } else {
            out.text(projection.get().preview());
        }
    }
}

package org.pennypost.imap.extensions;

import java.util.List;
import java.util.Set;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.Outcome;

/** UNAUTHENTICATE: the connection goes back to before the login, for somebody else; TLS and compression stay (RFC 8437). */
final class Unauthenticate implements ImapExtension {
    private static final CommandSpec UNAUTHENTICATE = new CommandSpec(
            "UNAUTHENTICATE",
            CommandSpec.LOGGED_IN,
            Set.of(Trait.CHANGES_SELECTION),
            "UNAUTHENTICATE",
            (_, _) -> (session, _) -> {
                session.leave();
                return new Outcome.Ok(session.capabilityCode(), "Nobody is logged in now.");
            });

    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("UNAUTHENTICATE");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(UNAUTHENTICATE);
    }
}

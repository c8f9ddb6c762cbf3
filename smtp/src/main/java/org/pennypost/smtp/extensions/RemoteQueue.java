package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.commands.Etrn;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** ETRN (RFC 1985): a neighbour may ask for its mail. */
final class RemoteQueue implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("ETRN");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(Etrn.SPEC);
    }
}

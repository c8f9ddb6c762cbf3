package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.commands.Help;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** HELP: an optional command, so EHLO must name it (RFC 5321 §4.1.1.1). */
final class HelpOffer implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("HELP");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(Help.SPEC);
    }
}

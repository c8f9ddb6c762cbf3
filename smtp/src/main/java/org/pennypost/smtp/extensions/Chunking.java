package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.commands.Bdat;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** CHUNKING (RFC 3030 §2): a message may come in counted chunks, in which no octet has to be looked at to find its end. */
final class Chunking implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("CHUNKING");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(Bdat.SPEC);
    }
}

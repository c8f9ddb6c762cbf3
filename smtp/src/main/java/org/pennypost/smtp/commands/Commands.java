package org.pennypost.smtp.commands;

import java.util.List;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.session.CommandSpec;

/** The commands that every service has; the optional ones come with their extensions. */
public final class Commands {
    /** RFC 5321 §4.5.1, and EXPN; in the order of a session, which is HELP's. */
    private static final List<CommandSpec> SMTP = List.of(
            Helo.SPEC, Ehlo.SPEC, Mail.SPEC, Rcpt.SPEC, Data.SPEC, Rset.SPEC, Noop.SPEC, Vrfy.SPEC, Expn.SPEC,
            Quit.SPEC);

    /** RFC 2033 §4.1: LHLO takes the place of HELO and EHLO, so that nobody mistakes the one protocol for the other. */
    private static final List<CommandSpec> LMTP =
            List.of(Lhlo.SPEC, Mail.SPEC, Rcpt.SPEC, Data.SPEC, Rset.SPEC, Noop.SPEC, Vrfy.SPEC, Expn.SPEC, Quit.SPEC);

    private Commands() {}

    /** @return the commands of a service of this kind */
    public static List<CommandSpec> of(ServiceKind kind) {
        return kind == ServiceKind.LMTP ? LMTP : SMTP;
    }
}

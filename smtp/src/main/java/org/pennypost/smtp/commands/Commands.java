package org.pennypost.smtp.commands;

import java.util.List;
import org.pennypost.smtp.session.CommandSpec;

/** The commands of RFC 5321 §4.5.1, and EXPN; the optional ones come with their extensions. In the order of a session, which is HELP's. */
public final class Commands {
    /** The list. */
    public static final List<CommandSpec> ALL = List.of(
            Helo.SPEC, Ehlo.SPEC, Mail.SPEC, Rcpt.SPEC, Data.SPEC, Rset.SPEC, Noop.SPEC, Vrfy.SPEC, Expn.SPEC,
            Quit.SPEC);

    private Commands() {}
}

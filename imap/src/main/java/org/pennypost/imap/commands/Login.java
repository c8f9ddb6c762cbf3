package org.pennypost.imap.commands;

import java.util.Arrays;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.Vocabulary;

/** LOGIN says who the client is, with a password (RFC 9051 §6.2.3). */
@SuppressWarnings("ArrayRecordComponent") // the password, wiped when it was used
record Login(String name, byte[] password) implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("LOGIN", CommandSpec.BEFORE_LOGIN, Set.of(), "LOGIN name password", Login::parse);

    /** {@code login = "LOGIN" SP userid SP password}. */
    private static Login parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        String name = in.astring();
        in.sp();
        return new Login(name, in.astringBytes());
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) {
        if (!session.takesPasswords()) {
            Arrays.fill(password, (byte) 0);
            return new Outcome.No(
                    ResponseCode.PRIVACYREQUIRED,
                    session.canStartTls()
                            ? "A password is taken over TLS only: give STARTTLS first, or connect to port 993."
                            : "A password is taken over TLS only: connect to port 993.");
        }
        return session.login(name, password, "Logged in.");
    }
}

package org.pennypost.smtp.commands;

import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.RemoteQueues;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/**
 * ETRN: asks for the mail that waits for somebody to be sent now, over a connection of its own (RFC 1985 §5). Not in a transaction.
 *
 * @param node whose mail
 */
public record Etrn(RemoteQueues.Node node) implements Command {
    /** An optional command, so its extension brings it. */
    public static final CommandSpec SPEC = new CommandSpec(
            "ETRN",
            Set.of(SmtpState.GREETED),
            Set.of(),
            "ETRN domain, or @domain with its subdomains, or #queue",
            "ETRN example.org",
            "Asks for the mail that waits for a domain to be sent to it now.",
            Etrn::parse);

    /** {@code "ETRN" SP [ "@" / "#" ] node-name}. */
    private static Etrn parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        String argument = in.rest();
        if (argument.startsWith("#") && argument.matches("#[!-~]{1,64}")) {
            return new Etrn(new RemoteQueues.Node.Queue(argument.substring(1)));
        }
        boolean subdomains = argument.startsWith("@");
        String name = SmtpReader.domainOf(subdomains ? argument.substring(1) : argument);
        return new Etrn(subdomains ? new RemoteQueues.Node.Subdomains(name) : new RemoteQueues.Node.Domain(name));
    }

    @Override
    public Outcome handle(SmtpSession session) {
        RemoteQueues queues = session.service()
                .profile()
                .find(Offer.RemoteQueue.class)
                .orElseThrow(() -> new IllegalStateException("ETRN without an offer"))
                .queues();
        return new Outcome.Answer(queues.start(session.peer(), node));
    }
}

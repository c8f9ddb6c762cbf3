package org.pennypost.smtp.commands;

import java.util.Optional;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.ClientAttributes;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/**
 * XFORWARD: a trusted filter says where the next message came from before it. It decides nothing, and stands in the log. Not in a transaction.
 *
 * @param attributes what it says
 */
public record XForward(ClientAttributes attributes) implements Command {
    /** An optional command, so its extension brings it. */
    public static final CommandSpec SPEC = new CommandSpec(
            "XFORWARD",
            Set.of(SmtpState.GREETED),
            Set.of(),
            "XFORWARD NAME=value ...",
            "XFORWARD ADDR=192.0.2.7 HELO=client.example",
            "Says for the log where the next message came from.",
            XForward::parse);

    private static final Set<String> KNOWN = Set.of("NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE");
    private static final Reply NOTED = Reply.of(250, "2.0.0", "Noted.");

    private static XForward parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        ClientAttributes attributes = ClientAttributes.parse(in.rest());
        Optional<String> unknown = attributes.unknown(KNOWN);
        if (unknown.isPresent()) {
            throw new BadSyntax(SmtpReader.BAD_ARGUMENTS, "The attribute " + unknown.get() + " is not taken here.");
        }
        return new XForward(attributes);
    }

    @Override
    public Outcome handle(SmtpSession session) {
        Offer.ProxiedClient offer = session.service()
                .profile()
                .find(Offer.ProxiedClient.class)
                .orElseThrow(() -> new IllegalStateException("XFORWARD without an offer"));
        if (!session.trustsAsProxy(offer)) {
            return new Outcome.Answer(
                    Reply.of(550, "5.7.1", "You are not trusted to speak for others; XFORWARD is not for you."));
        }
        session.forwarded(attributes);
        return new Outcome.Answer(NOTED);
    }
}

package org.pennypost.smtp.commands;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.ClientAttributes;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/**
 * XCLIENT: a trusted proxy says who the client behind it is; the session begins anew as if that client had connected, and a login is forgotten. Not in a transaction.
 *
 * <p>HELO holds for the rest of the session, whatever the proxy says in EHLO for itself. LOGIN is not taken: who has logged in is decided here alone. NAME and PROTO
 * are read and not kept: nothing here asks for a client's name in the DNS, and the Received field tells the protocol that was spoken with us.
 *
 * @param attributes what it says
 */
public record XClient(ClientAttributes attributes) implements Command {
    /** An optional command, so its extension brings it. */
    public static final CommandSpec SPEC = new CommandSpec(
            "XCLIENT",
            Set.of(SmtpState.CONNECTED, SmtpState.GREETED),
            Set.of(CommandSpec.Trait.BEFORE_LOGIN),
            "XCLIENT NAME=value ...",
            "XCLIENT ADDR=192.0.2.7 HELO=client.example",
            "Says for whom a trusted proxy speaks.",
            XClient::parse);

    private static final Set<String> KNOWN = Set.of("NAME", "ADDR", "PORT", "PROTO", "HELO", "DESTADDR", "DESTPORT");

    private static XClient parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        ClientAttributes attributes = ClientAttributes.parse(in.rest());
        Optional<String> unknown = attributes.unknown(KNOWN);
        if (unknown.isPresent()) {
            throw new BadSyntax(SmtpReader.BAD_ARGUMENTS, "The attribute " + unknown.get() + " is not taken here.");
        }
        return new XClient(attributes);
    }

    @Override
    public Outcome handle(SmtpSession session) {
        SmtpPeer peer = session.peer();
        Offer.ProxiedClient offer = session.service()
                .profile()
                .find(Offer.ProxiedClient.class)
                .orElseThrow(() -> new IllegalStateException("XCLIENT without an offer"));
        if (!session.trustsAsProxy(offer)) {
            return new Outcome.Answer(
                    Reply.of(550, "5.7.1", "You are not trusted to speak for others; XCLIENT is not for you."));
        }
        try {
            InetSocketAddress remote = attributes.socketAddress("ADDR", "PORT", peer.remote());
            InetSocketAddress local = attributes.socketAddress("DESTADDR", "DESTPORT", peer.local());
            Optional<String> helo = attributes.find("HELO");
            if (helo.isPresent()) {
                SmtpReader.clientNameOf(helo.get());
            }
            session.proxied(remote, local, helo);
        } catch (BadSyntax wrong) {
            return new Outcome.Answer(wrong.reply("Right is, for example: " + SPEC.example()));
        }
        return new Outcome.Answer(session.greeting());
    }
}

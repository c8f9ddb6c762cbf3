package org.pennypost.smtp.commands;

import java.util.Locale;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/**
 * BURL: a part of the message is what a URL refers to, and may stand between chunks (RFC 4468 §3.2).
 *
 * @param url an absolute URI
 * @param last whether the message ends with it
 */
public record Burl(String url, boolean last) implements Command {
    /** An optional command, so its extension brings it. */
    public static final CommandSpec SPEC = new CommandSpec(
            "BURL",
            Set.of(SmtpState.RECIPIENTS, SmtpState.CHUNKS),
            Set.of(),
            "BURL url [LAST]",
            "BURL imap://alice@example.org/Drafts;uid=1 LAST",
            "The message, or a part of it, is fetched from there; LAST ends the message.",
            Burl::parse);

    /** {@code "BURL" SP absolute-URI [SP end-marker]}. */
    private static Burl parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        String[] words = in.rest().split(" +", 3);
        boolean uri = words[0].matches("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");
        boolean marker = words.length == 2 && words[1].toUpperCase(Locale.ROOT).equals("LAST");
        if (!uri || (words.length > 1 && !marker)) {
            throw new BadSyntax(SmtpReader.BAD_ARGUMENTS, "BURL takes a URL, and may take LAST.");
        }
        return new Burl(words[0], marker);
    }

    @Override
    public Outcome handle(SmtpSession session) {
        Offer.FetchedContent offer = session.service()
                .profile()
                .find(Offer.FetchedContent.class)
                .orElseThrow(() -> new IllegalStateException("BURL without an offer"));
        return session.fetch(offer.source(), url, last);
    }
}

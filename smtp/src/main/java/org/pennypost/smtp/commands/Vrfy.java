package org.pennypost.smtp.commands;

import java.util.Locale;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.Vocabulary;

/**
 * VRFY: asks whether somebody has a mailbox here (RFC 5321 §4.1.1.6, §3.5).
 *
 * @param whom a name or an address as typed
 */
record Vrfy(String whom) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "VRFY",
            CommandSpec.ANY_STATE,
            Set.of(),
            "VRFY name",
            "VRFY bob@example.org",
            "Asks whether somebody has a mailbox here.",
            Vrfy::parse);

    private static final String UTF8_PARAMETER = " SMTPUTF8";

    private static final Reply NEEDS_UTF8 = Reply.of(
            252,
            "2.6.8",
            "The answer would need UTF-8; send the message, and RCPT will say whether it can be delivered.");

    /**
     * {@code vrfy = "VRFY" SP String [ SP "SMTPUTF8" ] CRLF} (RFC 6531 §3.7.4.2). Lenient: the string may be anything, so also an address in angle brackets;
     * RFC 5321 §3.5.1 leaves it to the site what it is.
     */
    private static Vrfy parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        String whom = in.rest();
        if (whom.toUpperCase(Locale.ROOT).endsWith(UTF8_PARAMETER)) {
            whom = whom.substring(0, whom.length() - UTF8_PARAMETER.length()).strip();
        }
        if (whom.isEmpty()) {
            throw new BadSyntax(SmtpReader.BAD_ARGUMENTS, "Say whom to verify.");
        }
        return new Vrfy(whom);
    }

    /** Replies here are ASCII; where the answer is not, RFC 6531 §3.7.4.2 asks for 252 or 550 with X.6.8. */
    @Override
    public Outcome handle(SmtpSession session) {
        Reply reply = session.service().reception().verify(session.peer(), whom);
        boolean ascii = reply.text().chars().allMatch(c -> c < 0x80);
        return new Outcome.Answer(reply.positive() && !ascii ? NEEDS_UTF8 : reply);
    }
}

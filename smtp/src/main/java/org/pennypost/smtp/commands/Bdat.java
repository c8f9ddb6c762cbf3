package org.pennypost.smtp.commands;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/**
 * BDAT: a chunk of the message follows, so many octets behind the line (RFC 3030 §2). Whatever is answered, the octets are read and none of them is taken for a command.
 *
 * @param octets of the chunk, may be 0
 * @param last whether the message ends with it
 */
public record Bdat(long octets, boolean last) implements Command {
    /** An optional command, so its extension brings it. */
    public static final CommandSpec SPEC = new CommandSpec(
            "BDAT",
            Set.of(SmtpState.RECIPIENTS, SmtpState.CHUNKS),
            Set.of(Trait.CARRIES_DATA),
            "BDAT octets [LAST]",
            "BDAT 1000 LAST",
            "A part of the message follows, of so many octets; LAST ends the message.",
            Bdat::parse);

    private static final int SIZE_DIGITS_MAX = 18;

    /** {@code bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ]}. */
    private static Bdat parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        String[] words = in.rest().split(" +", 3);
        boolean number = words[0].length() <= SIZE_DIGITS_MAX && words[0].matches("[0-9]+");
        boolean marker = words.length == 2 && words[1].toUpperCase(Locale.ROOT).equals("LAST");
        if (!number || (words.length > 1 && !marker)) {
            throw new BadSyntax(
                    SmtpReader.BAD_ARGUMENTS, "BDAT takes the number of octets that follow, and may take LAST.");
        }
        return new Bdat(Long.parseLong(words[0]), marker);
    }

    @Override
    public Outcome handle(SmtpSession session) {
        return session.chunk(octets, last);
    }

    /** RFC 3030 §2: what was sent is read before it is refused. RFC 2033 §4.3: over LMTP, BDAT LAST without a recipient gets no reply. */
    @Override
    public Outcome refused(SmtpSession session, Reply refusal) {
        return session.discard(octets, session.repliesToNobody(last) ? List.of() : List.of(refusal));
    }
}

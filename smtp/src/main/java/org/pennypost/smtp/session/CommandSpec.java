package org.pennypost.smtp.session;

import java.util.EnumSet;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.SmtpReader;

/**
 * The rules of a command, as data.
 *
 * @param name in capitals
 * @param states where it is legal; elsewhere it is answered 503
 * @param traits see {@link Trait}
 * @param form its grammar, for HELP
 * @param example a line that is right, shown with every syntax error
 * @param purpose one line for HELP
 * @param parser reads what follows the name
 */
public record CommandSpec(
        String name,
        Set<SmtpState> states,
        Set<Trait> traits,
        String form,
        String example,
        String purpose,
        Parser parser) {
    /** Legal at any time. */
    public static final Set<SmtpState> ANY_STATE = Set.copyOf(EnumSet.allOf(SmtpState.class));

    /** What else is to be known of a command. */
    public enum Trait {
        /** It may stand anywhere in a group of pipelined commands, and its reply may wait for those of the group (RFC 2920 §3.1, §3.2). */
        GROUPED,
        /** Its replies carry no enhanced status: HELO and EHLO (RFC 2034 §4). */
        PLAIN_REPLIES,
        /** It is legal without a login where the service asks for one (RFC 4954 §6, 530). */
        BEFORE_LOGIN,
        /** Data comes behind its line, which has to be read even when the command is refused; when the line cannot be read, the session ends. */
        CARRIES_DATA
    }

    /** Reads the arguments of a command. */
    @FunctionalInterface
    public interface Parser {
        /**
         * @param in behind the command's name
         * @throws BadSyntax when the arguments do not follow the grammar
         */
        Command parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax;
    }

    public CommandSpec {
        states = Set.copyOf(states);
        traits = Set.copyOf(traits);
    }

    /** @return whether it has the trait */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }
}

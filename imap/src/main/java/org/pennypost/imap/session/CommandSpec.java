package org.pennypost.imap.session;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.Literal;

/**
 * The rules of a command, as data.
 *
 * @param name in capitals; {@code UID FETCH} for those that UID begins
 * @param states where it is legal; elsewhere it is answered BAD
 * @param traits see {@link Trait}
 * @param form its grammar, shown with every syntax error
 * @param parser reads what follows the name
 * @param literals says where its literals go
 */
public record CommandSpec(
        String name, Set<ImapState> states, Set<Trait> traits, String form, Parser parser, Literals literals) {
    /** Legal at any time. */
    public static final Set<ImapState> ANY = Set.copyOf(EnumSet.allOf(ImapState.class));

    /** Legal before the login. */
    public static final Set<ImapState> BEFORE_LOGIN = Set.of(ImapState.NOT_AUTHENTICATED);

    /** Legal after the login. */
    public static final Set<ImapState> LOGGED_IN = Set.of(ImapState.AUTHENTICATED, ImapState.SELECTED);

    /** Legal with a mailbox selected. */
    public static final Set<ImapState> SELECTED = Set.of(ImapState.SELECTED);

    /** What else is to be known of a command. */
    public enum Trait {
        /** Its numbers are those that the client knows now, so no EXPUNGE is sent while it is in progress (RFC 9051 §7.5.1). */
        USES_SEQUENCE_NUMBERS,
        /** EXPUNGE responses may be sent before its tagged response. */
        MAY_EXPUNGE,
        /** Another mailbox is selected by it, or none: nothing is told of changes to the old one. */
        CHANGES_SELECTION,
        /** It is given to hear what has changed: the view is brought forward before it is handled. */
        NEEDS_SYNC
    }

    /** Reads the arguments of a command. */
    @FunctionalInterface
    public interface Parser {
        /**
         * @param in behind the command's name, before the blank
         * @throws BadSyntax when the arguments do not follow the grammar
         */
        Command parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax;
    }

    /** Says where the literals of a command go. */
    @FunctionalInterface
    public interface Literals {
        /** All of them are short strings. */
        Literals SHORT = (_, _, _) -> new LiteralPlan.Keep();

        /**
         * @param soFar what has come of the command before the literal, behind the command's name
         * @param literal what was announced
         * @throws BadSyntax if no literal can stand there
         * @throws IOException when the store fails
         */
        LiteralPlan plan(ImapSession session, ImapReader soFar, Literal.Announced literal)
                throws BadSyntax, IOException;
    }

    public CommandSpec {
        states = Set.copyOf(states);
        traits = Set.copyOf(traits);
        if (traits.contains(Trait.USES_SEQUENCE_NUMBERS) && traits.contains(Trait.MAY_EXPUNGE)) {
            throw new IllegalArgumentException(name + " would renumber the messages that it speaks of");
        }
    }

    /** A command with short literals alone. */
    public CommandSpec(String name, Set<ImapState> states, Set<Trait> traits, String form, Parser parser) {
        this(name, states, traits, form, parser, Literals.SHORT);
    }

    /** Whether it has the trait. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }
}

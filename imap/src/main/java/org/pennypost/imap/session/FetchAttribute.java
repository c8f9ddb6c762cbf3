package org.pennypost.imap.session;

import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;

/**
 * A FETCH attribute as a client names it (RFC 9051 §6.4.5).
 *
 * @param name in capitals, up to where a section begins: {@code BODY.PEEK}
 * @param parser reads what follows the name
 */
public record FetchAttribute(String name, Parser parser) {
    /** Reads what follows the name: a section, perhaps. */
    @FunctionalInterface
    public interface Parser {
        FetchItem parse(ImapReader in) throws BadSyntax;
    }

    /** An attribute that is only a name. */
    public static FetchAttribute named(String name, FetchItem item) {
        return new FetchAttribute(name, _ -> item);
    }
}

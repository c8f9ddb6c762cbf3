package org.pennypost.imap.session;

import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;

/**
 * A SEARCH key as a client names it (RFC 9051 §6.4.4).
 *
 * @param name in capitals
 * @param parser reads what follows the name
 */
public record SearchKey(String name, Parser parser) {
    /** Reads what follows the name, its blank first. */
    @FunctionalInterface
    public interface Parser {
        SearchTerm parse(ImapReader in) throws BadSyntax;
    }

    /** A key that is only a name. */
    public static SearchKey named(String name, SearchTerm term) {
        return new SearchKey(name, _ -> term);
    }
}

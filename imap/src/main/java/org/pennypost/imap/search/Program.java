package org.pennypost.imap.search;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.MessageWalk;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.UidSet;
import org.pennypost.mime.charset.Charsets;

/**
 * What SEARCH, SORT and THREAD look for: keys, and the character set that their strings are in (RFC 9051 §6.4.4, RFC 5256 §3).
 *
 * @param knownCharset whether the strings could be read; if not, the keys mean nothing
 */
public record Program(boolean knownCharset, SearchTerm term) {
    /** Reads keys whose strings are in UTF-8. */
    public static Program parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        if (in.utf8()) {
            // Workaround: Angus Mail 2.0.5, as JavaMail before it, sends what it looks for in ISO 8859-1 once it has
            // enabled UTF8=ACCEPT.
            in.latin1Too();
        }
        return new Program(true, SearchReader.keys(in, vocabulary));
    }

    /** Reads a character set, a blank, and keys. */
    public static Program parseWithCharset(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        Optional<Charset> charset = Charsets.named(in.astring());
        in.sp();
        in.charset(charset.orElse(StandardCharsets.ISO_8859_1));
        return new Program(charset.isPresent(), SearchReader.keys(in, vocabulary));
    }

    /** The answer to strings in a character set that nobody knows here. */
    public static Outcome badCharset() {
        return new Outcome.No(
                ResponseCode.BADCHARSET, "Nobody here knows that character set; these are some that are known.");
    }

    /** Whether the client asks by mod-sequence: it is told the highest of what is found (RFC 7162 §3.1.6, §3.1.9). */
    public boolean asksForModSeq() {
        return term.asksForModSeq();
    }

    /**
     * Makes sure that there are likenesses to tell or to sort by.
     *
     * @throws BadSyntax if no key is FUZZY (RFC 6203 §4, §6)
     */
    public void requireFuzzy() throws BadSyntax {
        if (!term.isFuzzy()) {
            throw new BadSyntax("RELEVANCY needs a FUZZY search key");
        }
    }

    /** Is told of what is found. */
    @FunctionalInterface
    public interface Finder {
        /** @param likeness how much it is like what is looked for, above 0 and up to 1; 1 where nothing is asked loosely */
        void found(SelectedMessage message, double likeness) throws IOException;
    }

    /**
     * Walks over the messages of the selected mailbox by rising number and tells of those that match. Those that are expunged already do not.
     *
     * @throws BadSyntax if a key names a message number that is too high
     */
    public void find(ImapSession session, Finder finder) throws BadSyntax, IOException {
        SearchTerm bound = term.bound(session);
        boolean fuzzy = term.isFuzzy();
        try (MessageWalk walk = session.selected().walk(UidSet.ALL)) {
            while (walk.next()) {
                if (walk.message().isGone()) {
                    continue;
                }
                if (fuzzy) {
                    double likeness = bound.likeness(walk.message());
                    if (likeness > 0) {
                        finder.found(walk.message(), likeness);
                    }
                } else if (bound.matches(walk.message())) {
                    finder.found(walk.message(), 1);
                }
            }
        }
    }
}

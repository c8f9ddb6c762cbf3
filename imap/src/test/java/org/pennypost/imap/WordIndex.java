package org.pennypost.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.Likeness;
import org.pennypost.mailbox.MessageText;
import org.pennypost.mailbox.TextIndex;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.store.StoreException;

/**
 * A loose search that a transcript can reckon with: words are alike if they begin with the same three letters, and a message's likeness is the share of the words that
 * it holds. It knows no message, so each is looked at. SUBJECT looks into the subject, everything else into all.
 */
final class WordIndex implements TextIndex {
    private static final int LETTERS = 3;
    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z0-9]+");

    @Override
    public Candidates candidates(Account account, TextQuery query) {
        return Candidates.ALL;
    }

    @Override
    public boolean searchesLoosely() {
        return true;
    }

    @Override
    public Optional<Likeness> likeness(Account account, TextQuery query) {
        List<String> words = beginnings(query.needle().text());
        boolean subject = query instanceof TextQuery.Header(String name, var _) && name.equals("SUBJECT");
        return words.isEmpty() ? Optional.empty() : Optional.of(new Shares(words, subject));
    }

    private static List<String> beginnings(String text) {
        return NO_LETTERS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, Math.min(LETTERS, word.length())))
                .toList();
    }

    private record Shares(List<String> words, boolean subject) implements Likeness {
        @Override
        public OptionalDouble known(long content) {
            return OptionalDouble.empty();
        }

        @Override
        public double of(MessageText text) throws StoreException {
            StringBuilder all = new StringBuilder();
            text.tell(new MessageText.Texts() {
                @Override
                public void field(String field) {
                    if (!subject || field.startsWith("Subject: ")) {
                        all.append(field).append('\n');
                    }
                }

                @Override
                public void body(String body) {
                    all.append(subject ? "" : body).append('\n');
                }

                @Override
                public void markup(String markup) {
                    // What a person sees is told too.
                }

                @Override
                public void tooLong() {
                    // No transcript has one.
                }
            });
            List<String> held = beginnings(all.toString());
            return (double) words.stream().filter(held::contains).count() / words.size();
        }
    }

    @Override
    public void follow(Account account) {
        // It knows nothing that could be out of date.
    }

    @Override
    public void remove(AccountId account) {
        // There is nothing to remove.
    }
}

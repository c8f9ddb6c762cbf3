package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.MessageText;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** A search with the index finds what a search without it finds, whatever is looked for (RFC 9051 §6.4.4). */
class ExactnessTest {
    private static final int MESSAGES = 100;
    private static final int NEEDLES = 250;

    @TempDir
    private Path folder;

    /** All that a message could be found by. */
    private static final class Collected implements MessageText.Texts, Account.ContentVisitor {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void field(String text) {
            texts.add(text);
        }

        @Override
        public void body(String text) {
            texts.add(text);
        }

        @Override
        public void markup(String text) {
            texts.add(text);
        }

        @Override
        public void tooLong() {
            throw new AssertionError("no test message is that long");
        }

        @Override
        public void content(long number, MessageText text) throws StoreException {
            text.tell(this);
        }

        @Override
        public void unreadable(long number) {
            throw new AssertionError("content " + number + " cannot be read");
        }
    }

    private static List<TextQuery> questions(String needle) {
        Needle folded = new Needle(needle);
        return List.of(
                new TextQuery.Body(folded),
                new TextQuery.Text(folded),
                new TextQuery.Header("Subject", folded),
                new TextQuery.Header("x-empty", folded),
                new TextQuery.Header("X-Note", folded));
    }

    @Test
    void theIndexChangesNoAnswer() throws IOException {
        Gen gen = Gen.seeded("the index changes no answer");
        Letters letters = new Letters(gen);
        try (IndexedAccount mail = new IndexedAccount(new MemoryStore(), folder)) {
            for (int i = 0; i < MESSAGES; i++) {
                mail.append(letters.message(0));
                // Once for sure, and not behind the last: some are found by the index, some are not in it yet.
                if (gen.onceIn(40) || i == MESSAGES * 3 / 4) {
                    mail.index();
                }
            }
            Collected collected = new Collected();
            mail.account.contentsAfter(0, 500, collected);
            Set<String> found = new HashSet<>();
            long named = 0;
            long matching = 0;
            for (String needle : letters.needles(collected.texts, NEEDLES)) {
                for (TextQuery question : questions(needle)) {
                    List<Long> scanned = mail.scan(question);
                    assertThat(mail.search(question))
                            .as("seed %d, %s", gen.seed(), question)
                            .isEqualTo(scanned);
                    named += mail.candidates(question).named();
                    matching += scanned.size();
                    if (!scanned.isEmpty()) {
                        found.add(needle);
                    }
                }
            }
            // A test of needles that are nowhere, or an index that proposes everything, would show nothing.
            assertThat(found).hasSizeGreaterThan(NEEDLES / 3);
            assertThat(named).isBetween(matching / 2, 3 * matching);
        }
    }
}

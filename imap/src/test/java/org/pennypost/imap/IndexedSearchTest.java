package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.Likeness;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.TextIndex;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;

/** SEARCH looks into what the index proposes, and into what the index does not know; nowhere else. */
class IndexedSearchTest {
    private static final AccountId OWNER = new AccountId(1_000);

    private final MemoryStore store = new MemoryStore();
    private final List<TextQuery> asked = new ArrayList<>();
    private Candidates proposed = Candidates.ALL;

    private final TextIndex index = new TextIndex() {
        @Override
        public Candidates candidates(Account account, TextQuery query) {
            asked.add(query);
            return proposed;
        }

        @Override
        public boolean searchesLoosely() {
            return false;
        }

        @Override
        public Optional<Likeness> likeness(Account account, TextQuery query) {
            return Optional.empty();
        }

        @Override
        public void follow(Account account) {
            // It proposes what the test says.
        }

        @Override
        public void remove(AccountId account) {
            // There is nothing to remove.
        }
    };

    private final Mailboxes mailboxes = new Mailboxes(store, InstantSource.system(), Settings.DEFAULT, index);

    private LocalSession session() throws IOException {
        mailboxes.createAccount(OWNER, Quota.UNLIMITED);
        Account account = mailboxes.account(OWNER);
        for (String subject : List.of("penny", "penny", "other", "penny")) {
            byte[] bytes = ("Subject: " + subject + "\r\n\r\na " + subject + "\r\n").getBytes(US_ASCII);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(bytes, 0, bytes.length);
                draft.finish();
                account.append(account.inbox(), new NewMessage(draft, new byte[0], Instant.EPOCH, Set.of()))
                        .await();
            }
        }
        LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, InstantSource.system()));
        session.say("SELECT INBOX");
        return session;
    }

    @Test
    void allAreReadWithoutAnIndex() throws IOException {
        assertThat(session().say("SEARCH BODY penny").lines()).containsExactly("* SEARCH 1 2 4");
    }

    @Test
    void onlyCandidatesAreRead() throws IOException {
        LocalSession session = session();
        proposed = Candidates.of(3, new long[] {3, 2});
        assertThat(session.say("SEARCH BODY penny").lines()).containsExactly("* SEARCH 2 4");
        assertThat(session.say("SEARCH TEXT penny").lines()).containsExactly("* SEARCH 2 4");
        assertThat(session.say("SEARCH SUBJECT penny").lines()).containsExactly("* SEARCH 2 4");
        assertThat(session.say("SEARCH NOT SUBJECT penny").lines()).containsExactly("* SEARCH 1 3");
        assertThat(asked).hasSize(4);
    }

    @Test
    void eachKeyIsAskedOnceForAllMessages() throws IOException {
        session().say("SEARCH OR BODY one TEXT two NOT HEADER X three");
        assertThat(asked)
                .extracting(TextQuery::toString)
                .containsExactlyInAnyOrder("Body[needle=ONE]", "Text[needle=TWO]", "Header[name=X, needle=THREE]");
    }
}

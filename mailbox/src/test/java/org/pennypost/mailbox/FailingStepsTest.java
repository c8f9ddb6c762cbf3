package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.testkit.FakeClock;

/** A commit that fails in the middle of work that is several: all or nothing is there, and that is what is said. */
class FailingStepsTest {
    private final FakeClock clock = new FakeClock();
    private final FaultyStore store = new FaultyStore();
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(ALICE);

    @BeforeEach
    void make() throws StoreException {
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private NewMessage message(BlobDraft draft) {
        return new NewMessage(draft, new byte[0], clock.instant(), Set.of());
    }

    /** RFC 9051 §6.4.7: else who tries again has messages twice. */
    @Test
    void aCopyOfSeveralStepsIsTakenBack() throws StoreException {
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        try (BlobDraft draft = Mail.draft(store, "the same")) {
            for (int i = 0; i < 2 * Account.STEP_MESSAGES + 100; i++) {
                account.append(account.inbox(), message(draft)).await();
            }
        }
        store.failAfter(1);
        assertThatThrownBy(() -> account.copy(account.inbox(), UidSet.ALL, archive))
                .isInstanceOf(StoreFull.class);
        store.failNoMore();
        assertThat(view(account, archive).size()).isZero();
        assertThat(account.check()).isEmpty();
    }

    /** Their projections are so long that some are stored behind them. */
    @Test
    void whatWasAppendedTogetherIsThereThoughItsProjectionsAreNot() throws StoreException {
        String to = IntStream.range(0, 1_500)
                .mapToObj(i -> "a" + i + "@example.test")
                .collect(Collectors.joining(",\r\n ", "To: ", "\r\n\r\nx\r\n"));
        List<NewMessage> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            messages.add(message(Mail.draft(store, to)));
        }
        store.failAfter(1);
        assertThat(account.append(account.inbox(), messages)).isInstanceOf(AppendAllResult.Appended.class);
        store.failNoMore();
        assertThat(view(account, account.inbox()).size()).isEqualTo(40);
        assertThat(account.check()).isEmpty();
        messages.forEach(each -> each.content().close());
    }
}

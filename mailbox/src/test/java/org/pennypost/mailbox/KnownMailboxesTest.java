package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;

/** A mailbox that is asked for by its name again is as it is now. */
class KnownMailboxesTest {
    private static final MailboxName SENT = MailboxName.of("Sent");
    private static final MailboxName GONE = MailboxName.of("Gone");

    private final MemoryStore store = new MemoryStore();
    private final Mailboxes mailboxes = new Mailboxes(store, new FakeClock());
    private final Account account = mailboxes.account(ALICE);

    @BeforeEach
    void make() throws StoreException {
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatIsAskedAgainIsTheSameUntilSomethingChanges() throws StoreException {
        Mailbox sent = account.mailbox(SENT).orElseThrow();
        assertThat(account.mailbox(SENT)).containsSame(sent);
        assertThat(mailboxes.account(ALICE).mailbox(SENT)).containsSame(sent);
        assertThat(account.find(SENT)).hasValue(sent.id());
        Mail.append(store, account, sent.id(), "one");
        assertThat(account.mailbox(SENT).orElseThrow().messages()).isOne();
    }

    @Test
    void namesAndSubscriptionsAreTheLatest() throws StoreException {
        assertThat(account.mailbox(SENT).orElseThrow().subscribed()).isTrue();
        account.unsubscribe(SENT);
        Mailbox sent = account.mailbox(SENT).orElseThrow();
        assertThat(sent.subscribed()).isFalse();
        account.rename(SENT, GONE);
        assertThat(account.mailbox(SENT)).isEmpty();
        assertThat(account.find(SENT)).isEmpty();
        assertThat(account.mailbox(GONE).map(Mailbox::id)).hasValue(sent.id());
        assertThat(account.find(GONE)).hasValue(sent.id());
        account.delete(GONE);
        assertThat(account.mailbox(GONE)).isEmpty();
        assertThat(account.find(GONE)).isEmpty();
    }

    @Test
    void anAccountThatIsRemovedHasNone() throws StoreException {
        assertThat(account.mailbox(SENT)).isPresent();
        mailboxes.removeAccount(ALICE);
        assertThat(account.mailbox(SENT)).isEmpty();
        assertThat(account.find(SENT)).isEmpty();
    }

    @Test
    void accountsAreKeptApartAndOnlySoManyAreKept() throws StoreException {
        KnownMailboxes known = new KnownMailboxes(store, 2);
        AccountId bob = new AccountId(ALICE.number() + 1);
        Optional<Mailbox> sent = account.mailbox(SENT);
        known.look(ALICE, SENT, () -> sent);
        assertThat(known.find(bob, SENT)).isEmpty();
        known.look(bob, SENT, () -> sent);
        assertThat(known.find(ALICE, SENT)).isEqualTo(sent);
        known.look(ALICE, GONE, () -> sent);
        assertThat(known.find(bob, SENT)).as("unused for longest").isEmpty();
        assertThat(known.find(ALICE, SENT)).isPresent();
        assertThat(known.find(ALICE, GONE)).isPresent();
        known.look(ALICE, GONE, Optional::empty);
        assertThat(known.find(ALICE, GONE)).isEmpty();
    }
}

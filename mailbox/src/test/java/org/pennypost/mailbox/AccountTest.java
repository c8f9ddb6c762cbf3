package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.append;
import static org.pennypost.mailbox.Mail.appended;
import static org.pennypost.mailbox.Mail.text;
import static org.pennypost.mailbox.Mail.uids;
import static org.pennypost.mailbox.Mail.view;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

@ParameterizedClass
@EnumSource(Engine.class)
class AccountTest {
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    private final Store store;
    private final Mailboxes mailboxes;
    private final Account account;
    private final MailboxId inbox;

    AccountTest(Engine engine, @TempDir Path folder) throws StoreException {
        store = engine.open(folder);
        mailboxes = new Mailboxes(store, clock);
        mailboxes.createAccount(ALICE, new Quota(1_000_000, 10_000));
        account = mailboxes.account(ALICE);
        inbox = account.inbox();
    }

    @AfterEach
    void check() throws StoreException {
        assertThat(account.check()).isEmpty();
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        store.close();
    }

    @Test
    void aMessageComesOutAsItWentIn() throws StoreException {
        AppendResult.Appended one = appended(append(store, account, inbox, "Subject: one\r\n\r\n", Flag.SEEN));
        AppendResult.Appended two = appended(append(store, account, inbox, "Subject: two\r\n\r\n", Flag.of("$Work")));
        MailboxView view = view(account, inbox);
        assertThat(view.size()).isEqualTo(2);
        assertThat(view.unseen()).isEqualTo(1);
        assertThat(view.at(0).uid()).isEqualTo(one.uid()).isEqualTo(new Uid(1));
        assertThat(view.at(0).flags()).containsExactly(Flag.SEEN);
        assertThat(view.at(1).flags()).containsExactly(Flag.of("$work"));
        assertThat(view.at(1).received()).isEqualTo(Mail.RECEIVED);
        assertThat(view.highestModSeq()).isEqualTo(two.modSeq());
        assertThat(text(account, two.messageId())).isEqualTo("Received: by test\r\nSubject: two\r\n\r\n");
        assertThat(view.at(1).sizeOctets())
                .isEqualTo(text(account, two.messageId()).length());
        assertThat(account.usage()).isEqualTo(new Usage(view.octets(), 2));
    }

    @Test
    void whatIsAppendedOnceIsThereOnceUntilItsNumberIsForgotten() throws StoreException {
        AppendResult.Appended first = appended(appendOnce("one", 7));
        append(store, account, inbox, "between");
        assertThat(appendOnce("one", 7)).isEqualTo(first);
        account.expunge(inbox, List.of(first.uid()));
        assertThat(appendOnce("one", 7)).isEqualTo(first);
        assertThat(view(account, inbox).size()).isEqualTo(1);
        assertThat(appended(appendOnce("one", 8)).uid()).isEqualTo(new Uid(3));
        assertThat(account.forgetOnce(7).await()).isTrue();
        assertThat(account.forgetOnce(7).await()).isTrue();
        assertThat(appended(appendOnce("one", 7)).uid()).isEqualTo(new Uid(4));
    }

    @Test
    void whatFoundNoRoomMayComeAgainUnderItsNumber() throws StoreException {
        account.setQuota(new Quota(1, 1));
        assertThat(appendOnce("one", 7)).isInstanceOf(OverQuota.class);
        account.setQuota(Quota.UNLIMITED);
        assertThat(appended(appendOnce("one", 7)).uid()).isEqualTo(new Uid(1));
    }

    private AppendResult appendOnce(String text, long number) throws StoreException {
        try (BlobDraft draft = Mail.draft(store, text)) {
            return account.appendOnce(inbox, new NewMessage(draft, new byte[0], Mail.RECEIVED, Set.of()), number)
                    .await();
        }
    }

    @Test
    void aNewAccountHasItsMailboxes() throws StoreException {
        assertThat(account.mailboxes())
                .extracting(mailbox -> mailbox.name() + " " + mailbox.roles())
                .containsExactly(
                        "Archive [ARCHIVE]",
                        "Drafts [DRAFTS]",
                        "INBOX []",
                        "Junk [JUNK]",
                        "Sent [SENT]",
                        "Trash [TRASH]");
        assertThat(account.find(MailboxName.of("inBOX"))).contains(inbox);
    }

    @Test
    void expungedMessagesCanBeRestoredUntilTheyArePurged() throws StoreException {
        AppendResult.Appended one = appended(append(store, account, inbox, "one", Flag.DELETED, Flag.FLAGGED));
        append(store, account, inbox, "two");
        assertThat(account.expunge(inbox, List.of(one.uid())))
                .isEqualTo(new ExpungeResult.Expunged(
                        UidSet.of(one.uid()), new ModSeq(one.modSeq().number() + 2)));
        assertThat(view(account, inbox).size()).isEqualTo(1);
        assertThat(text(account, one.messageId())).endsWith("one");
        assertThat(account.history(Instant.EPOCH, 10)).hasSize(1);
        account.restore(Set.of(one.messageId()));
        MailboxView view = view(account, inbox);
        assertThat(view.at(1).id()).isEqualTo(one.messageId());
        assertThat(view.at(1).uid()).isEqualTo(new Uid(3));
        assertThat(view.at(1).flags()).containsExactly(Flag.FLAGGED);
        account.expunge(inbox, uids(1, 3));
        assertThat(account.usage()).isEqualTo(new Usage(0, 0));
        assertThat(account.purge(clock.instant().plusSeconds(1))).isEqualTo(2);
        assertThat(account.open(one.messageId())).isEmpty();
        CheckReport report = store.check(CheckDepth.BYTES);
        assertThat(report.blobs()).isEqualTo(report.orphanBlobs());
    }

    @Test
    void aBusyMailboxIsFolded() throws StoreException {
        for (int i = 1; i <= 700; i++) {
            append(store, account, inbox, "message " + i);
        }
        assertThat(account.flags(inbox, uids(1, 700), FlagChange.add(Flag.SEEN)))
                .isInstanceOf(FlagsResult.Changed.class);
        account.flags(inbox, uids(10, 12), FlagChange.add(Flag.FLAGGED));
        account.expunge(inbox, uids(100, 200));
        account.expunge(inbox, uids(11, 11));
        MailboxView view = view(account, inbox);
        assertThat(view.size()).isEqualTo(598);
        assertThat(view.unseen()).isZero();
        assertThat(view.at(9).flags()).containsExactlyInAnyOrder(Flag.SEEN, Flag.FLAGGED);
        assertThat(view.at(10).uid()).isEqualTo(new Uid(12));
        assertThat(view).hasSize(598);
    }

    @Test
    void aCopySharesTheContent() throws StoreException {
        AppendResult.Appended one = appended(append(store, account, inbox, "one", Flag.of("Label")));
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        account.copy(inbox, uids(1, 1), archive);
        Message copy = view(account, archive).at(0);
        assertThat(copy.id()).isNotEqualTo(one.messageId());
        assertThat(copy.content()).isEqualTo(one.messageId());
        assertThat(copy.flags()).containsExactly(Flag.of("Label"));
        account.expunge(inbox, uids(1, 1));
        account.purge(clock.instant().plusSeconds(1));
        assertThat(text(account, copy.id())).endsWith("one");
        account.move(archive, uids(1, 1), inbox);
        assertThat(view(account, inbox).at(0).id()).isEqualTo(copy.id());
        assertThat(view(account, archive).size()).isZero();
    }

    @Test
    void theLogTellsWhatHappened() throws StoreException {
        ModSeq start = account.modSeq();
        append(store, account, inbox, "one");
        append(store, account, inbox, "two");
        ModSeq middle = account.modSeq();
        account.flags(inbox, uids(1, 2), FlagChange.add(Flag.SEEN));
        account.expunge(inbox, uids(2, 2));
        MailboxId made = ((MailboxResult.Done) account.create(MailboxName.of("New"))).mailbox();
        account.move(inbox, uids(1, 1), made);
        assertThat(account.changesSince(start, 2))
                .isEqualTo(new Changes.Page(
                        List.of(
                                change(start, 1, Change.Kind.ADDED, 1, 1, 1),
                                change(start, 2, Change.Kind.ADDED, 2, 2, 1)),
                        middle,
                        true));
        Changes.Page rest = (Changes.Page) account.changesSince(middle, 100);
        assertThat(rest.changes())
                .containsExactly(
                        change(middle, 1, Change.Kind.FLAGS, 1, 1, 2),
                        change(middle, 2, Change.Kind.EXPUNGED, 2, 2, 1),
                        new Change.MailboxCreated(new ModSeq(middle.number() + 3), made),
                        change(middle, 4, Change.Kind.EXPUNGED, 1, 1, 1),
                        new Change.Messages(
                                new ModSeq(middle.number() + 4),
                                made,
                                Change.Kind.ADDED,
                                List.of(new Change.Run(1, 1, 1))));
        assertThat(rest.more()).isFalse();
        assertThat(rest.upTo()).isEqualTo(account.modSeq());
        assertThat(account.changesSince(account.modSeq(), 1))
                .isEqualTo(new Changes.Page(List.of(), account.modSeq(), false));
    }

    private Change change(ModSeq since, int further, Change.Kind kind, long uid, long id, int count) {
        return new Change.Messages(
                new ModSeq(since.number() + further), inbox, kind, List.of(new Change.Run(uid, id, count)));
    }

    @Test
    void theLogIsPruned() throws StoreException {
        Mailboxes forgetful = new Mailboxes(store, clock, new Settings(10, Duration.ZERO, 1_000, 0));
        Account same = forgetful.account(ALICE);
        append(store, same, inbox, "one");
        ModSeq old = same.modSeq();
        for (int i = 0; i < 1_100; i++) {
            same.flags(inbox, uids(1, 1), i % 2 == 0 ? FlagChange.add(Flag.SEEN) : FlagChange.remove(Flag.SEEN));
        }
        assertThat(same.changesSince(old, 1)).isInstanceOf(Changes.Pruned.class);
        Changes.Pruned pruned = (Changes.Pruned) same.changesSince(old, 1);
        assertThat(same.changesSince(pruned.floor(), 1)).isInstanceOf(Changes.Page.class);
        assertThat(same.modSeq().number() - pruned.floor().number()).isBetween(10L, 1_010L);
    }

    /** RFC 7162 §3.1.3. */
    @Test
    void messagesChangedSinceAreLeftAlone() throws StoreException {
        append(store, account, inbox, "one");
        append(store, account, inbox, "two");
        ModSeq before = account.modSeq();
        account.flags(inbox, uids(2, 2), FlagChange.add(Flag.FLAGGED));
        FlagsResult.Changed result =
                (FlagsResult.Changed) account.flags(inbox, uids(1, 5), FlagChange.add(Flag.SEEN), before);
        assertThat(result.changed()).isEqualTo(uids(1, 1));
        assertThat(result.modified()).isEqualTo(uids(2, 2));
    }

    @Test
    void aMailboxKnowsSoManyKeywords() throws StoreException {
        for (int i = 0; i < Keywords.COUNT_MAX; i++) {
            appended(append(store, account, inbox, "message", Flag.of("Key" + i)));
        }
        assertThat(append(store, account, inbox, "message", Flag.of("more"))).isInstanceOf(TooManyKeywords.class);
        assertThat(account.flags(inbox, uids(1, 1), FlagChange.add(Flag.of("more"))))
                .isInstanceOf(TooManyKeywords.class);
        assertThat(account.flags(inbox, uids(1, 1), FlagChange.remove(Flag.of("more"))))
                .isInstanceOf(FlagsResult.Changed.class);
        assertThat(account.flags(inbox, uids(1, 1), FlagChange.add(Flag.of("kEY3"))))
                .isInstanceOf(FlagsResult.Changed.class);
    }

    /** RFC 3502 §3: where the quota fills in the middle, nothing has happened, not even for a moment. */
    @Test
    void severalMessagesAreAppendedTogetherOrNotAtAll() throws StoreException {
        List<NewMessage> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            three.add(new NewMessage(
                    Mail.draft(store, "Subject: " + i + "\r\n\r\n"),
                    new byte[0],
                    Mail.RECEIVED,
                    Set.of(Flag.of("k" + i))));
        }
        ModSeq before = account.modSeq();
        MailboxView empty = view(account, inbox);
        account.setQuota(new Quota(1_000_000, 2));
        assertThat(account.append(inbox, three)).isInstanceOf(OverQuota.class);
        account.setQuota(new Quota(three.get(0).octets() * 3 - 1, 100));
        assertThat(account.append(inbox, three)).isInstanceOf(OverQuota.class);
        assertThat(account.append(new MailboxId(999), three)).isInstanceOf(NoSuchMailbox.class);
        assertThat(account.modSeq()).isEqualTo(before);
        assertThat(account.usage()).isEqualTo(new Usage(0, 0));
        assertThat(view(account, inbox)).isSameAs(empty);
        account.setQuota(new Quota(1_000_000, 3));
        assertThat(account.append(inbox, three))
                .isEqualTo(
                        new AppendAllResult.Appended(view(account, inbox).uidValidity(), uids(1, 3), account.modSeq()));
        assertThat(account.changesSince(before, 10))
                .isInstanceOfSatisfying(
                        Changes.Page.class, page -> assertThat(page.changes()).hasSize(1));
        assertThat(view(account, inbox).at(2).flags()).containsExactly(Flag.of("k2"));
        three.forEach(message -> message.content().close());
    }

    @Test
    void asManyMessagesAsMayBeAreAppendedTogether() throws StoreException {
        List<NewMessage> many = new ArrayList<>();
        String subject = "x".repeat(900);
        for (int i = 0; i < Account.APPENDED_TOGETHER_MAX; i++) {
            many.add(new NewMessage(
                    Mail.draft(store, "Subject: " + i + subject + "\r\n\r\n"),
                    new byte[0],
                    Mail.RECEIVED,
                    Set.of(Flag.SEEN)));
        }
        account.setQuota(Quota.UNLIMITED);
        assertThat(account.append(inbox, many)).isInstanceOf(AppendAllResult.Appended.class);
        MailboxView view = view(account, inbox);
        assertThat(view.size()).isEqualTo(many.size());
        for (Message message : view) {
            assertThat(account.storedProjections(new long[] {message.content().number()})
                            .getFirst())
                    .as("the projection of message %s, also where the batch had no room for it", message.uid())
                    .isPresent();
        }
        many.forEach(message -> message.content().close());
        many.add(many.getFirst());
        assertThatIllegalArgumentException().isThrownBy(() -> account.append(inbox, many));
    }

    @Test
    void deliveriesAtOnceCannotOverrunTheQuota() throws Exception {
        account.setQuota(new Quota(1_000_000, 20));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<AppendResult>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String text = "message " + i;
                results.add(threads.submit(() -> append(store, account, inbox, text)));
            }
            int there = 0;
            for (Future<AppendResult> result : results) {
                there += result.get() instanceof AppendResult.Appended ? 1 : 0;
            }
            assertThat(there).isEqualTo(20);
        }
        assertThat(account.usage().messages()).isEqualTo(20);
        assertThat(append(store, account, inbox, "more")).isEqualTo(new OverQuota(account.quota(), account.usage()));
    }

    @Test
    void octetsCountToo() throws StoreException {
        append(store, account, inbox, "x");
        long octets = account.usage().octets();
        account.setQuota(new Quota(2 * octets, 100));
        appended(append(store, account, inbox, "y"));
        assertThat(append(store, account, inbox, "")).isInstanceOf(OverQuota.class);
        assertThat(account.copy(inbox, uids(1, 1), inbox)).isInstanceOf(OverQuota.class);
        account.expunge(inbox, uids(1, 1));
        assertThat(account.copy(inbox, uids(2, 2), inbox)).isInstanceOf(CopyResult.Copied.class);
        assertThat(account.restore(Set.of(new MessageId(1)))).isInstanceOf(OverQuota.class);
    }

    @Test
    void aMailboxThatIsNotThereIsAResult() throws StoreException {
        MailboxId nowhere = new MailboxId(99);
        assertThat(append(store, account, nowhere, "x")).isEqualTo(new NoSuchMailbox(nowhere));
        assertThat(account.view(nowhere)).isEmpty();
        assertThat(account.expunge(nowhere, UidSet.ALL)).isEqualTo(new NoSuchMailbox(nowhere));
        assertThat(account.flags(nowhere, UidSet.ALL, FlagChange.add())).isEqualTo(new NoSuchMailbox(nowhere));
        assertThat(account.copy(inbox, UidSet.ALL, nowhere)).isEqualTo(new NoSuchMailbox(nowhere));
        assertThat(account.move(nowhere, UidSet.ALL, inbox)).isEqualTo(new NoSuchMailbox(nowhere));
        Account nobody = mailboxes.account(new AccountId(4_711));
        assertThat(append(store, nobody, inbox, "x")).isEqualTo(new NoSuchMailbox(inbox));
        assertThat(nobody.mailboxes()).isEmpty();
        assertThat(nobody.check()).isEmpty();
    }

    @Test
    void aWatchHearsOfChanges() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        try (Store.Watch _ = account.watch(_ -> heard.countDown())) {
            append(store, account, inbox, "one");
            assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoHeardOfACommitSeesWhatItBrought() throws Exception {
        LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        try (Store.Watch _ = account.watch(heard::add)) {
            long last = 0;
            for (int size = 1; size <= 3; size++) {
                append(store, account, inbox, "one of three");
                long commit = Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS));
                assertThat(commit).isGreaterThan(last);
                last = commit;
                MailboxView first = account.viewShowing(inbox, commit).orElseThrow();
                assertThat(first.size()).isEqualTo(size);
                assertThat(account.viewShowing(inbox, commit)).containsSame(first);
                assertThat(account.view(inbox)).containsSame(first);
            }
            assertThat(account.viewShowing(inbox, last - 1)).containsSame(view(account, inbox));
        }
        MailboxId other = ((MailboxResult.Done) account.create(MailboxName.of("other"))).mailbox();
        try (Store.Watch _ = account.watch(heard::add)) {
            append(store, account, other, "one");
            long commit = Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS));
            assertThat(account.viewShowing(other, commit)).isPresent();
            account.delete(MailboxName.of("other"));
            assertThat(account.viewShowing(other, Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS))))
                    .isEmpty();
        }
    }

    @Test
    void aViewThatShowsACommitShowsWhatWasSeenSince() throws Exception {
        LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        try (Store.Watch _ = account.watch(heard::add)) {
            append(store, account, inbox, "one");
            long commit = Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS));
            assertThat(account.viewShowing(inbox, commit).orElseThrow().size()).isEqualTo(1);
            append(store, account, inbox, "two");
            // Nobody has looked since: what is known is good enough for who heard of the first.
            assertThat(account.viewShowing(inbox, commit).orElseThrow().size()).isEqualTo(1);
            MailboxView now = view(account, inbox);
            assertThat(account.viewShowing(inbox, commit)).containsSame(now);
        }
    }

    @Test
    void aRemovedAccountLeavesNothing() throws StoreException {
        append(store, account, inbox, "one");
        append(store, account, inbox, "two");
        account.expunge(inbox, uids(1, 1));
        assertThat(view(account, inbox).size()).isEqualTo(1);
        mailboxes.removeAccount(ALICE);
        assertThat(mailboxes.hasAccount(ALICE)).isFalse();
        assertThat(account.view(inbox)).isEmpty();
        CheckReport report = store.check(CheckDepth.BYTES);
        assertThat(report.blobs()).isEqualTo(report.orphanBlobs());
        mailboxes.removeAccount(ALICE);
    }

    @Test
    void emptyContentsAreMessagesToo() throws StoreException {
        try (BlobDraft draft = Mail.draft(store, "")) {
            AppendResult.Appended one = appended(
                    account.append(inbox, new NewMessage(draft, new byte[0], Instant.ofEpochSecond(-5), Set.of()))
                            .await());
            assertThat(text(account, one.messageId())).isEmpty();
            assertThat(view(account, inbox).at(0).received()).isEqualTo(Instant.ofEpochSecond(-5));
        }
    }

    @Test
    void aViewStaysAsItWas() throws StoreException {
        append(store, account, inbox, "one");
        MailboxView before = view(account, inbox);
        append(store, account, inbox, "two");
        account.flags(inbox, uids(1, 1), FlagChange.add(Flag.SEEN));
        assertThat(before.size()).isEqualTo(1);
        assertThat(before.at(0).flags()).isEmpty();
        MailboxView after = view(account, inbox);
        assertThat(after.indexOf(new Uid(2))).hasValue(1);
        assertThat(after.indexOf(new Uid(3))).isEmpty();
        assertThat(view(account, inbox)).isSameAs(after);
    }
}

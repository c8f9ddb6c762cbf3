package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/** The difference between two views, against one that is found by looking at every message. */
class ViewChangesTest {
    private static final int STEPS = 400;

    private static final class Told implements ViewChanges {
        private final MailboxView older;
        private final MailboxView newer;
        private final List<String> lines = new ArrayList<>();

        Told(MailboxView older, MailboxView newer) {
            this.older = older;
            this.newer = newer;
        }

        @Override
        public void gone(MailboxView.Cursor message) {
            lines.add("gone " + message.uid());
        }

        @Override
        public void changed(MailboxView.Cursor before, MailboxView.Cursor now, int count) {
            for (int i = 0; i < count; i++) {
                Message was = older.at(before.index() + i);
                Message is = newer.at(now.index() + i);
                assertThat(is.uid().number()).isEqualTo(now.uid() + i);
                assertThat(was.uid()).isEqualTo(is.uid());
                assertThat(was.flags()).isEqualTo(before.flags());
                assertThat(is.flags()).isEqualTo(now.flags());
                lines.add("changed " + is.uid().number());
            }
        }

        @Override
        public void added(MailboxView.Cursor message) {
            lines.add("added " + message.uid());
        }
    }

    private static List<String> difference(MailboxView older, MailboxView newer) {
        Map<Long, String> lines = new TreeMap<>();
        for (Message message : older) {
            if (newer.indexOf(message.uid()).isEmpty()) {
                lines.put(message.uid().number(), "gone");
            }
        }
        for (Message message : newer) {
            long uid = message.uid().number();
            if (older.indexOf(message.uid()).isEmpty()) {
                lines.put(uid, "added");
            } else if (!older.at(older.indexOf(message.uid()).getAsInt()).equals(message)) {
                lines.put(uid, "changed");
            }
        }
        return lines.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .toList();
    }

    private static OptionalInt firstUnseen(MailboxView view) {
        return IntStream.range(0, view.size())
                .filter(i -> !view.at(i).flags().contains(Flag.SEEN))
                .findFirst();
    }

    private static Account alice(MemoryStore store, FakeClock clock) throws StoreException {
        Mailboxes mailboxes = new Mailboxes(store, clock);
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
        return mailboxes.account(ALICE);
    }

    @Test
    void differencesAreFound() throws StoreException {
        Gen gen = Gen.seeded("ViewChangesTest");
        FakeClock clock = new FakeClock();
        try (MemoryStore store = new MemoryStore(clock)) {
            Account account = alice(store, clock);
            MailboxId inbox = account.inbox();
            MailboxView older = view(account, inbox);
            boolean expunged = false;
            for (int step = 0; step < STEPS; step++) {
                long last = Math.max(1, view(account, inbox).uidNext());
                UidSet some = Mail.uids(gen.number(1, (int) last), gen.number(1, (int) last));
                switch (gen.number(0, 4)) {
                    case 0 -> account.flags(inbox, some, FlagChange.add(Flag.SEEN));
                    case 1 -> account.flags(inbox, some, FlagChange.replace(Flag.of("$Junk")));
                    case 2 -> {
                        UidSet these = Mail.uids(last - gen.number(0, 5), last);
                        expunged |= !((ExpungeResult.Expunged) account.expunge(inbox, these))
                                .uids()
                                .isEmpty();
                    }
                    default -> {
                        for (int i = gen.number(1, 20); i > 0; i--) {
                            Mail.append(store, account, inbox, "x\r\n");
                        }
                    }
                }
                MailboxView newer = view(account, inbox);
                Told told = new Told(older, newer);
                newer.since(older, told);
                assertThat(told.lines).isEqualTo(difference(older, newer));
                // One that came and went since leaves no line, but its expunge counts.
                assertThat(newer.lastExpunge().compareTo(older.highestModSeq()) > 0)
                        .isEqualTo(expunged);
                assertThat(newer.firstUnseen()).isEqualTo(firstUnseen(newer));
                if (gen.onceIn(3)) {
                    older = newer;
                    expunged = false;
                }
            }
        }
    }

    /** So many changes that the view is loaded anew: what is as it was is still the same object, and is passed over. */
    @Test
    void blocksAsTheyWereAreShared() throws StoreException {
        FakeClock clock = new FakeClock();
        try (MemoryStore store = new MemoryStore(clock)) {
            Account account = alice(store, clock);
            MailboxId inbox = account.inbox();
            for (int i = 0; i < 6_000; i++) {
                Mail.append(store, account, inbox, "x\r\n");
            }
            MailboxView older = view(account, inbox);
            account.flags(inbox, Mail.uids(1, 1_500), FlagChange.add(Flag.SEEN));
            MailboxView newer = view(account, inbox);
            assertThat(newer.blocks().getFirst()).isNotSameAs(older.blocks().getFirst());
            assertThat(newer.blocks().getLast()).isSameAs(older.blocks().getLast());
            Told told = new Told(older, newer);
            newer.since(older, told);
            assertThat(told.lines).isEqualTo(difference(older, newer)).hasSize(1_500);
        }
    }

    /** However a view was brought forward, it is what somebody sees who opens the mailbox now. */
    @Test
    void aViewThatWasBroughtForwardIsTheMailbox() throws StoreException {
        Gen gen = Gen.seeded("ViewChangesTest");
        FakeClock clock = new FakeClock();
        Packing packing = new Packing(512, 64, 40, 16);
        try (MemoryStore store = new MemoryStore(clock)) {
            Mailboxes mailboxes = new Mailboxes(store, clock, Settings.DEFAULT, packing);
            mailboxes.createAccount(ALICE, Quota.UNLIMITED);
            Account account = mailboxes.account(ALICE);
            MailboxId inbox = account.inbox();
            for (int i = 0; i < 3_000; i++) {
                Mail.append(store, account, inbox, "x\r\n");
            }
            for (int step = 0; step < STEPS; step++) {
                long last = view(account, inbox).uidNext() - 1;
                long any = gen.number(1, (int) last);
                FlagChange change = gen.onceIn(2) ? FlagChange.add(Flag.SEEN) : FlagChange.remove(Flag.SEEN);
                switch (gen.number(0, 4)) {
                    case 0, 1 -> account.flags(inbox, Mail.uids(any, Math.min(last, any + 1_300)), change);
                    case 2 -> account.flags(inbox, Mail.uids(any, any + gen.number(0, 3)), change);
                    case 3 -> account.expunge(inbox, Mail.uids(any, any + gen.number(0, 2)));
                    default -> Mail.append(store, account, inbox, "x\r\n");
                }
                if (gen.onceIn(2)) {
                    Account afresh = new Mailboxes(store, clock, Settings.DEFAULT, packing).account(ALICE);
                    assertThat(view(account, inbox)).containsExactlyElementsOf(view(afresh, inbox));
                }
            }
        }
    }

    /** Mail comes and goes, and one message of each batch stays: the view does not become ever more blocks of one message. */
    @Test
    void smallBlocksAreJoined() throws StoreException {
        FakeClock clock = new FakeClock();
        try (MemoryStore store = new MemoryStore(clock)) {
            Account account = alice(store, clock);
            MailboxId inbox = account.inbox();
            int batch = 256;
            for (int i = 0; i < batch; i++) {
                Mail.append(store, account, inbox, "x\r\n");
            }
            UidSet first = Mail.uids(1, batch);
            for (int round = 0; round < 100; round++) {
                long before = view(account, inbox).uidNext() - batch;
                account.copy(inbox, first, inbox);
                // Looked at now, the new ones are a block of their own.
                view(account, inbox);
                if (round > 0) {
                    account.expunge(inbox, Mail.uids(before + 1, before + batch - 1));
                }
            }
            MailboxView view = view(account, inbox);
            assertThat(view.size()).isEqualTo(2 * batch + 99);
            assertThat(view.blocks()).hasSizeLessThan(50);
        }
    }
}

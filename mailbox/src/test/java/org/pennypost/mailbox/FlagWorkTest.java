package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;

/** Flags of many messages at once: in blocks, of rows that stand loose over them, of blocks of which few are named. */
class FlagWorkTest {
    private static final int MANY = 12_000;
    private static final int STEPS = 60;
    private static final List<Flag> FLAGS = List.of(Flag.SEEN, Flag.FLAGGED, Flag.DELETED, Flag.of("Later"));

    @Test
    void changesWhatIsNamedAndNothingElse() throws StoreException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FlagWorkTest: again with -Dseed=" + seed);
        Random random = new Random(seed);
        try (MemoryStore store = new MemoryStore()) {
            Mailboxes mailboxes = new Mailboxes(store, InstantSource.fixed(Mail.RECEIVED));
            mailboxes.createAccount(ALICE, Quota.UNLIMITED);
            Account account = mailboxes.account(ALICE);
            fill(store, account);
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(5) == 0) {
                    account.expunge(account.inbox(), UidSet.of(new Uid(1L + random.nextInt(MANY))));
                }
                change(account, random);
                assertThat(account.check()).isEmpty();
            }
            // Read anew, not brought forward.
            Account fresh = new Mailboxes(store, InstantSource.fixed(Mail.RECEIVED)).account(ALICE);
            assertThat(view(fresh, fresh.inbox())).containsExactlyElementsOf(view(account, account.inbox()));
        }
    }

    private static void fill(MemoryStore store, Account account) throws StoreException {
        try (BlobDraft draft = Mail.draft(store, "the same")) {
            NewMessage message = new NewMessage(draft, new byte[] {10}, Mail.RECEIVED, Set.of());
            for (int i = 0; i < MANY; i++) {
                account.append(account.inbox(), message);
            }
        }
    }

    private static void change(Account account, Random random) throws StoreException {
        Flag flag = FLAGS.get(random.nextInt(FLAGS.size()));
        FlagChange change = random.nextInt(3) == 0 ? FlagChange.remove(flag) : FlagChange.add(flag);
        boolean adds = change.how() == FlagChange.How.ADD;
        UidSet uids = uids(random);
        long now = account.modSeq().number();
        long since = random.nextInt(3) == 0 ? now - random.nextInt(20) : Long.MAX_VALUE;
        MailboxView before = view(account, account.inbox());
        UidSet.Builder changed = new UidSet.Builder();
        UidSet.Builder modified = new UidSet.Builder();
        for (Message message : before) {
            long uid = message.uid().number();
            if (uids.contains(uid) && message.modSeq().number() > since) {
                modified.add(uid);
            } else if (uids.contains(uid) && message.flags().contains(flag) != adds) {
                changed.add(uid);
            }
        }
        FlagsResult.Changed done =
                (FlagsResult.Changed) account.flags(account.inbox(), uids, change, new ModSeq(since));
        assertThat(done.changed()).isEqualTo(changed.build());
        assertThat(done.modified()).isEqualTo(modified.build());
        for (Message message : view(account, account.inbox())) {
            Message was = before.at(before.indexOf(message.uid()).orElseThrow());
            if (done.changed().contains(message.uid())) {
                assertThat(message.modSeq().number()).isGreaterThan(now);
                assertThat(message.flags().contains(flag)).isEqualTo(adds);
                assertThat(message.content()).isEqualTo(was.content());
            } else if (!message.equals(was)) {
                assertThat(message).isEqualTo(was);
            }
        }
    }

    /** All, a long run, a few scattered ones that become loose rows, many scattered ones. */
    private static UidSet uids(Random random) {
        long first = 1L + random.nextInt(MANY);
        UidSet.Builder uids = new UidSet.Builder();
        switch (random.nextInt(5)) {
            case 0 -> uids.add(1, Uid.MAX);
            case 1 -> uids.add(first, first + 5_000);
            case 2, 3 -> {
                for (long uid = first; uid <= MANY; uid += 1L + random.nextInt(400)) {
                    uids.add(uid);
                }
            }
            default -> {
                for (long uid = 1; uid <= MANY; uid += 1L + random.nextInt(10)) {
                    uids.add(uid);
                }
            }
        }
        return uids.build();
    }
}

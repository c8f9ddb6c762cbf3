package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** Sessions that work on one account at once. The change counter says in which order it happened, and so the {@link Model} must agree. */
@ParameterizedClass
@EnumSource(Engine.class)
class ConcurrentAccountTest {
    private static final int SESSIONS = 8;
    private static final int STEPS = 150;
    private static final InstantSource CLOCK = InstantSource.fixed(Mail.RECEIVED);

    @Parameter
    private Engine engine = Engine.MEMORY;

    @TempDir
    private Path folder = Path.of(".");

    /** What a session was told, to be compared with the model at its place in the order. */
    private record Told(ModSeq modSeq, Runnable replay) {}

    @Test
    void whatSessionsAreToldIsOneOrder() throws Exception {
        long seed = Long.getLong("pennypost.seed", new Random().nextLong());
        System.out.println("ConcurrentAccountTest " + engine + ": -Dpennypost.seed=" + seed);
        Model model = new Model();
        try (Store store = engine.open(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Mailboxes mailboxes = new Mailboxes(store, CLOCK, Settings.DEFAULT, new Packing(64, 8, 20, 2));
            mailboxes.createAccount(ALICE, Quota.UNLIMITED);
            Account account = mailboxes.account(ALICE);
            MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
            List<Future<List<Told>>> sessions = new ArrayList<>();
            for (int number = 0; number < SESSIONS; number++) {
                Session session = new Session(store, account, archive, model, new Random(seed + number));
                sessions.add(threads.submit(session::run));
            }
            List<Told> told = new ArrayList<>();
            for (Future<List<Told>> session : sessions) {
                told.addAll(session.get());
            }
            told.sort(Comparator.comparing(Told::modSeq));
            assertThat(told).extracting(Told::modSeq).doesNotHaveDuplicates();
            told.forEach(each -> each.replay.run());
            model.assertSame(account);
            assertThat(account.check()).isEmpty();
            assertThat(store.check(CheckDepth.KEYS).damage()).isEmpty();
        }
    }

    private record Session(Store store, Account account, MailboxId archive, Model model, Random random) {
        List<Told> run() throws StoreException {
            List<Told> told = new ArrayList<>();
            long uidSeen = 0;
            for (int step = 0; step < STEPS; step++) {
                MailboxId mailbox = random.nextInt(3) == 0 ? archive : account.inbox();
                MailboxId other = mailbox.equals(archive) ? account.inbox() : archive;
                MailboxView view = Mail.view(account, account.inbox());
                assertThat(view.uidNext()).isGreaterThanOrEqualTo(uidSeen);
                uidSeen = view.uidNext();
                long first = 1 + random.nextLong(Mail.view(account, mailbox).uidNext());
                UidSet uids = Mail.uids(first, first + random.nextInt(random.nextInt(5) == 0 ? 100 : 4));
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> append(mailbox, told);
                    case 3, 4 -> flags(mailbox, uids, told);
                    case 5 -> expunge(mailbox, uids, told);
                    default -> transfer(mailbox, uids, other, random.nextBoolean(), told);
                }
            }
            return told;
        }

        private void append(MailboxId mailbox, List<Told> told) throws StoreException {
            try (BlobDraft draft = Mail.draft(store, "message " + random.nextInt())) {
                NewMessage message = new NewMessage(draft, new byte[0], Mail.RECEIVED, Set.of(Flag.FLAGGED));
                List<Pending<AppendResult>> pending = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    pending.add(account.append(mailbox, message));
                }
                long size = draft.size();
                for (Pending<AppendResult> each : pending) {
                    AppendResult.Appended done = Mail.appended(each.await());
                    told.add(new Told(
                            done.modSeq(),
                            () -> assertThat(model.append(
                                            mailbox, done.messageId().number(), size, Set.of(Flag.FLAGGED)))
                                    .isEqualTo(done.uid().number())));
                }
            }
        }

        private void flags(MailboxId mailbox, UidSet uids, List<Told> told) throws StoreException {
            FlagChange change = random.nextBoolean()
                    ? FlagChange.add(Flag.SEEN, Flag.of("Label" + random.nextInt(5)))
                    : FlagChange.replace(Flag.ANSWERED);
            FlagsResult.Changed done = (FlagsResult.Changed) account.flags(mailbox, uids, change);
            if (!done.changed().isEmpty()) {
                told.add(new Told(
                        done.modSeq(),
                        () -> assertThat(model.flags(mailbox, uids, change)).isEqualTo(done.changed())));
            }
        }

        private void expunge(MailboxId mailbox, UidSet uids, List<Told> told) throws StoreException {
            ExpungeResult.Expunged done = (ExpungeResult.Expunged) account.expunge(mailbox, uids);
            if (!done.uids().isEmpty()) {
                told.add(new Told(
                        done.modSeq(),
                        () -> assertThat(model.expunge(mailbox, uids, _ -> true))
                                .isEqualTo(done.uids())));
            }
        }

        private void transfer(MailboxId from, UidSet uids, MailboxId to, boolean move, List<Told> told)
                throws StoreException {
            CopyResult result = move ? account.move(from, uids, to) : account.copy(from, uids, to);
            CopyResult.Copied done = (CopyResult.Copied) result;
            if (done.from().isEmpty()) {
                return;
            }
            // Which ids the copies got is not told; the log knows.
            long firstId = move ? 0 : firstId(done.modSeq(), to);
            told.add(new Told(
                    done.modSeq(),
                    () -> assertThat(model.transfer(from, uids, to, firstId)).isEqualTo(done.to())));
        }

        private long firstId(ModSeq modSeq, MailboxId mailbox) throws StoreException {
            Changes.Page page = (Changes.Page) account.changesSince(new ModSeq(modSeq.number() - 1), 1);
            for (Change change : page.changes()) {
                if (change instanceof Change.Messages added && added.mailbox().equals(mailbox)) {
                    return added.runs().getFirst().id();
                }
            }
            throw new AssertionError("the log does not know the copies");
        }
    }
}

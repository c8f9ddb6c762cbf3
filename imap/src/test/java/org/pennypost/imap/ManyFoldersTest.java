package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Role;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;

/** Very many folders in an account: each command reads what it is about, and not the account. What is counted are rows read, not time. */
class ManyFoldersTest {
    /** Folders in one folder. */
    private static final int TOGETHER = 10;

    private final FakeClock clock = new FakeClock();
    private final CountingStore store = new CountingStore();
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));

    @AfterEach
    void theAccountIsSound() throws StoreException {
        assertThat(account.check()).isEmpty();
        store.close();
    }

    @Test
    void twoThousand() throws IOException {
        costsWhatIsAskedFor(2_000);
    }

    @Test
    @Tag("slow")
    void aHundredThousand() throws IOException {
        costsWhatIsAskedFor(100_000);
    }

    /** A tree {@code years/0/0} to {@code years/n/9}, each subscribed to. */
    private void furnish(int folders) throws StoreException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
        for (int i = 0; i < folders; i++) {
            MailboxName name = MailboxName.of("years/" + i / TOGETHER + "/" + i % TOGETHER);
            account.create(name);
            account.subscribe(name);
        }
    }

    private void costsWhatIsAskedFor(int folders) throws IOException {
        furnish(folders);
        int groups = folders / TOGETHER;
        try (LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock))) {
            // One name, ten names, the names on top: the same whatever else is there.
            assertThat(told(session, 20, "LIST \"\" years/7/3")).containsExactly("years/7/3");
            assertThat(told(session, 100, "LIST \"\" years/7/%"))
                    .containsExactlyElementsOf(IntStream.range(0, TOGETHER)
                            .mapToObj(i -> "years/7/" + i)
                            .toList());
            assertThat(told(session, 100, "LIST years/7/ *")).hasSize(TOGETHER);
            assertThat(told(session, 100, "LIST \"\" %")).hasSize(7).contains("INBOX", "years");
            // Several patterns: the names beside the way to them are passed over too.
            assertThat(told(session, 200 + groups, "LIST \"\" (years/7/% years/8/*1)"))
                    .hasSize(TOGETHER + 1);
            assertThat(told(session, 20, "LIST \"\" nothing/*")).isEmpty();
            assertThat(told(session, 120, "LIST (SUBSCRIBED) \"\" years/7/*")).hasSize(TOGETHER);
            assertThat(told(
                            session,
                            100,
                            "LIST \"\" years/7/% RETURN (SUBSCRIBED STATUS (MESSAGES UNSEEN UIDNEXT SIZE))"))
                    .hasSize(2 * TOGETHER);
            assertThat(told(session, 30, "LSUB \"\" years/7/*")).hasSize(TOGETHER);
            // Those above others that are subscribed to: of each group one is looked at, and a few beside it.
            assertThat(told(session, 30, "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" y%"))
                    .containsExactly("(\"SUBSCRIBED\"))");
            assertThat(told(session, 100, "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" years/7/%"))
                    .hasSize(TOGETHER);
            assertThat(told(session, 60 * groups, "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" years/%"))
                    .hasSize(groups);
            assertThat(told(session, 60, "LSUB \"\" %")).hasSize(7);
            // Special uses, wherever they are.
            assertThat(told(session, 60, "LIST (SPECIAL-USE) \"\" *")).hasSize(5);
            assertThat(told(session, 60, "LIST (SPECIAL-USE RECURSIVEMATCH) \"\" %"))
                    .hasSize(5);
            told(session, 40, "CREATE years/7/post (USE (\\Sent))");
            assertThat(told(session, 60, "LIST (SUBSCRIBED SPECIAL-USE) \"\" *"))
                    .hasSize(4);
            assertThat(told(session, 60, "LIST (SPECIAL-USE RECURSIVEMATCH) \"\" years"))
                    .hasSize(1);
            told(session, 30, "DELETE years/7/post");
            store.reads();
            assertThat(account.holder(Role.TRASH)).isPresent();
            assertThat(store.reads()).isLessThan(5);
            // What is below others is passed over, not read.
            assertThat(told(session, 10 * groups, "LIST \"\" years/%")).hasSize(groups);
            // All of them: in proportion to what is told.
            assertThat(told(session, 5 * (folders + groups), "LIST \"\" *")).hasSize(folders + groups + 7);

            assertThat(told(session, 20, "STATUS years/7/3 (MESSAGES UNSEEN)")).hasSize(1);
            told(session, 30, "CREATE years/7/new/deep");
            told(session, 30, "SUBSCRIBE years/7/new");
            told(session, 30, "UNSUBSCRIBE years/7/new");
            told(session, 30, "DELETE years/7/new/deep");
            told(session, 60, "SELECT years/7/new");
            told(session, 30, "UNSELECT");
            // A tree under a shorter name, and one under a longer name, whose names below have to fit: one record
            // changes.
            told(session, 30, "RENAME years y");
            assertThat(told(session, 20, "LIST \"\" y/7/3")).containsExactly("y/7/3");
            told(session, 60, "RENAME y/7 y/7-in-other-words");
            assertThat(told(session, 100, "LIST \"\" y/7-in*/%")).hasSize(TOGETHER + 1);
        }
    }

    /** The names that an answer tells, in order; it may read so many rows. */
    private List<String> told(LocalSession session, int readsMax, String command) throws IOException {
        store.reads();
        LocalSession.Reply reply = session.say(command);
        long reads = store.reads();
        assertThat(reply.isOk()).as(command + ": " + reply.last()).isTrue();
        assertThat(reads).as("rows read for " + command).isLessThanOrEqualTo(readsMax);
        List<String> names = new ArrayList<>();
        for (String line : reply.lines()) {
            if (line.startsWith("* L") || line.startsWith("* STATUS")) {
                names.add(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return names;
    }
}

package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.imap.session.ImapService;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.testkit.FakeClock;

/** RFC 7162 §3.2.5, §5.3: how QRESYNC is answered where the change log does not reach back. */
class QuickResyncTest {
    /** The log is pruned in steps of a thousand. */
    private static final int CHANGES_TO_PRUNE = 1_100;

    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Mailboxes mailboxes =
            new Mailboxes(store, clock, new Settings(1, Duration.ofDays(1), 1_000, 10_000_000));
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
    private final ImapService service = LocalSession.service(mailboxes, store, clock);

    private MailboxView view() throws Exception {
        return account.view(account.inbox()).orElseThrow();
    }

    @BeforeEach
    void tenMessages() throws Exception {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
        try (LocalSession session = new LocalSession(service)) {
            byte[] message = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(session.append(
                                    "INBOX",
                                    "",
                                    List.of(
                                            message, message, message, message, message, message, message, message,
                                            message, message))
                            .isOk())
                    .isTrue();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void forget() throws Exception {
        for (int i = 0; i < CHANGES_TO_PRUNE; i++) {
            account.flags(
                    account.inbox(),
                    UidSet.of(new Uid(10)),
                    i % 2 == 0 ? FlagChange.add(Flag.FLAGGED) : FlagChange.remove(Flag.FLAGGED));
        }
    }

    private List<String> missed(String words) throws Exception {
        try (LocalSession session = new LocalSession(service)) {
            assertThat(session.say("ENABLE QRESYNC").isOk()).isTrue();
            LocalSession.Reply reply =
                    session.say("SELECT INBOX (QRESYNC (" + view().uidValidity().number() + " " + words + "))");
            assertThat(reply.isOk()).as(reply.last()).isTrue();
            return reply.lines().stream()
                    .filter(line -> line.contains("VANISHED") || line.contains(" FETCH "))
                    .map(line -> line.replaceAll(" MODSEQ.*", "").replace("\\Recent", ""))
                    .toList();
        }
    }

    @Test
    void whatTheLogHasForgottenIsToldWhole() throws Exception {
        account.expunge(account.inbox(), UidSet.of(new Uid(2), new Uid(3), new Uid(7)));
        long before = view().highestModSeq().number();
        account.expunge(account.inbox(), UidSet.of(new Uid(8)));
        assertThat(missed("" + before)).containsExactly("* VANISHED (EARLIER) 8");
        forget();
        assertThat(missed("" + before)).containsExactly("* VANISHED (EARLIER) 2:3,7:8", "* 6 FETCH (UID 10 FLAGS ()");
        assertThat(missed(before + " 3:7")).containsExactly("* VANISHED (EARLIER) 3,7");
    }

    @Test
    void nothingIsToldBelowTheLastMessageThatTheClientKnows() throws Exception {
        account.expunge(account.inbox(), UidSet.of(new Uid(2), new Uid(3), new Uid(7)));
        long before = view().highestModSeq().number();
        account.expunge(account.inbox(), UidSet.of(new Uid(8)));
        forget();
        // Message 4 is UID 6, so what is below is known; message 5 was UID 8, and is not any more.
        String told = "* 6 FETCH (UID 10 FLAGS ()";
        assertThat(missed(before + " (4 6)")).containsExactly("* VANISHED (EARLIER) 7:8", told);
        assertThat(missed(before + " 1:10 (1,3:5 1,5:6,8)")).containsExactly("* VANISHED (EARLIER) 7:8", told);
        assertThat(missed(before + " (1,4294967290:4294967295 1,20:25)"))
                .containsExactly("* VANISHED (EARLIER) 2:3,7:8", told);
        assertThat(missed(before + " (6 10)")).containsExactly(told);
        assertThat(missed(before + " (3:4 1:2)")).containsExactly("* VANISHED (EARLIER) 2:3,7:8", told);
    }

    @Test
    void uidFetchTellsTheSame() throws Exception {
        long before = view().highestModSeq().number();
        account.expunge(account.inbox(), UidSet.of(new Uid(2), new Uid(3), new Uid(7)));
        forget();
        try (LocalSession session = new LocalSession(service)) {
            session.say("ENABLE QRESYNC");
            session.say("SELECT INBOX");
            LocalSession.Reply reply = session.say("UID FETCH 1:* (UID) (CHANGEDSINCE " + before + " VANISHED)");
            Matcher fetch = Pattern.compile("\\* 7 FETCH \\(UID 10 MODSEQ \\(\\d+\\)\\)")
                    .matcher(reply.lines().getLast());
            assertThat(reply.lines().getFirst()).isEqualTo("* VANISHED (EARLIER) 2:3,7");
            assertThat(fetch.matches()).isTrue();
            assertThat(reply.lines()).hasSize(2);
        }
    }

    /** {@code *} reaches as far as messages ever did, or a client that asks of all never hears that the last are gone. */
    @Test
    void theLastMessagesVanishToo() throws Exception {
        long before = view().highestModSeq().number();
        account.expunge(account.inbox(), UidSet.run(9, 2));
        try (LocalSession session = new LocalSession(service)) {
            session.say("ENABLE QRESYNC");
            session.say("SELECT INBOX");
            String ask = "UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + before + " VANISHED)";
            assertThat(session.say(ask).lines()).containsExactly("* VANISHED (EARLIER) 9:10");
            account.expunge(account.inbox(), UidSet.run(1, 8));
            session.say("NOOP");
            assertThat(session.say(ask).lines()).containsExactly("* VANISHED (EARLIER) 1:10");
        }
    }
}

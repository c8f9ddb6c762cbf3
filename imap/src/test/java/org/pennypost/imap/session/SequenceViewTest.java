package org.pennypost.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/** What a client is told, and that it then knows what is there. */
class SequenceViewTest {
    private static final Pattern RESPONSE = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT|FETCH)(.*)");
    private static final Pattern FLAGS = Pattern.compile(" \\(UID (\\d+) FLAGS \\(([^)]*)\\)\\)");

    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ResponseWriter out = new ResponseWriter(said::write);

    @BeforeEach
    void makeAccount() throws IOException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private MailboxView view() throws IOException {
        return account.view(account.inbox()).orElseThrow();
    }

    private SelectedMailbox select() throws IOException {
        return new SelectedMailbox(
                account,
                view(),
                false,
                EnumSet.of(Feature.IMAP4REV2),
                new RecentMessages(0),
                new Differences(),
                10_000);
    }

    private long append() throws IOException {
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write("\r\n".getBytes(StandardCharsets.US_ASCII), 0, 2);
            draft.finish();
            AppendResult result = account.append(
                            account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                    .await();
            return ((AppendResult.Appended) result).uid().number();
        }
    }

    private String told() throws IOException {
        out.flush();
        String text = said.toString(StandardCharsets.UTF_8);
        said.reset();
        return text;
    }

    @Test
    void expungedMessagesKeepTheirNumbersUntilTheyMayBeToldOf() throws IOException {
        for (int i = 0; i < 5; i++) {
            append();
        }
        SelectedMailbox mailbox = select();
        account.expunge(account.inbox(), UidSet.of(new Uid(2), new Uid(4)));
        append();

        assertThat(mailbox.report(out, false, false)).isTrue();
        assertThat(told()).isEqualTo("* 6 EXISTS\r\n");
        assertThat(mailbox.numbers().uidAt(2)).isEqualTo(new Uid(2));
        assertThat(mailbox.numbers().uidAt(3)).isEqualTo(new Uid(3));
        assertThat(mailbox.numbers().uidAt(6)).isEqualTo(new Uid(6));
        assertThat(mailbox.numbers().numberOf(new Uid(4))).hasValue(4);
        assertThat(mailbox.numbers().numberOf(new Uid(5))).hasValue(5);
        assertThat(mailbox.numbers().hasGhostIn(UidSet.of(new Uid(4)))).isTrue();

        assertThat(mailbox.report(out, true, false)).isTrue();
        assertThat(told()).isEqualTo("* 4 EXPUNGE\r\n* 2 EXPUNGE\r\n");
        assertThat(mailbox.numbers().size()).isEqualTo(4);
        assertThat(mailbox.report(out, true, false)).isTrue();
        assertThat(told()).isEmpty();
    }

    @Test
    void whatComesAndGoesBetweenTwoReportsIsNeverToldOf() throws IOException {
        append();
        SelectedMailbox mailbox = select();
        account.expunge(account.inbox(), UidSet.of(new Uid(append())));

        mailbox.report(out, false, false);

        assertThat(told()).isEmpty();
    }

    @Test
    void theClientIsNotToldOfItsOwnSilentChangeUnlessSomebodyElseChangedMore() throws IOException {
        append();
        append();
        SelectedMailbox mailbox = select();
        FlagChange seen = FlagChange.add(Flag.SEEN);
        account.flags(account.inbox(), UidSet.ALL, seen);
        account.flags(account.inbox(), UidSet.of(new Uid(2)), FlagChange.add(Flag.FLAGGED));

        mailbox.tellOfFlags(out, UidSet.ALL, UidSet.EMPTY, seen, true, false);

        assertThat(told()).isEqualTo("* 2 FETCH (UID 2 FLAGS (\\Flagged \\Seen))\r\n");
    }

    /** A client that believes what it is told, beside somebody who changes things. */
    @Test
    void aClientThatListensKnowsWhatIsThere() throws IOException {
        Gen gen = Gen.seeded("SequenceViewTest");
        SelectedMailbox mailbox = select();
        List<Long> known = new ArrayList<>();
        Map<Long, String> flags = new TreeMap<>();
        long last = 0;
        for (int step = 0; step < 2_000; step++) {
            switch (gen.number(0, 3)) {
                case 0 -> last = append();
                case 1 -> account.flags(account.inbox(), some(gen, last), FlagChange.add(Flag.FLAGGED));
                case 2 -> account.flags(account.inbox(), some(gen, last), FlagChange.replace(Flag.SEEN));
                default -> account.expunge(account.inbox(), some(gen, last));
            }
            boolean mayExpunge = gen.onceIn(3);
            mailbox.report(out, mayExpunge, false);
            String told = told();
            if (!mayExpunge) {
                assertThat(told).doesNotContain("EXPUNGE");
            }
            listen(told, known, flags, mailbox);
            compare(mailbox, known, flags, mayExpunge);
        }
    }

    private static UidSet some(Gen gen, long last) {
        long first = gen.number(1, (int) last + 1);
        return UidSet.ofRanges(List.of(new UidSet.Range(new Uid(first), new Uid(first + gen.number(0, 3)))));
    }

    private static void listen(String told, List<Long> known, Map<Long, String> flags, SelectedMailbox mailbox) {
        for (String line : told.lines().toList()) {
            Matcher response = RESPONSE.matcher(line);
            assertThat(response.matches()).as(line).isTrue();
            int number = Integer.parseInt(response.group(1));
            switch (response.group(2)) {
                case "EXISTS" -> {
                    assertThat(number).isGreaterThan(known.size());
                    while (known.size() < number) {
                        known.add(mailbox.numbers().uidAt(known.size() + 1L).number());
                    }
                }
                case "EXPUNGE" -> flags.remove(known.remove(number - 1));
                default -> {
                    Matcher fetched = FLAGS.matcher(response.group(3));
                    assertThat(fetched.matches()).as(line).isTrue();
                    assertThat(known.get(number - 1)).isEqualTo(Long.parseLong(fetched.group(1)));
                    flags.put(known.get(number - 1), fetched.group(2));
                }
            }
        }
    }

    private void compare(SelectedMailbox mailbox, List<Long> known, Map<Long, String> flags, boolean everythingTold)
            throws IOException {
        assertThat(mailbox.numbers().size()).isEqualTo(known.size());
        for (int i = 0; i < known.size(); i++) {
            assertThat(mailbox.numbers().uidAt(i + 1L).number()).isEqualTo(known.get(i));
            assertThat(mailbox.numbers().numberOf(new Uid(known.get(i)))).hasValue(i + 1);
        }
        try (MessageWalk walk = mailbox.walk(UidSet.ALL)) {
            for (int i = 0; i < known.size(); i++) {
                assertThat(walk.next()).isTrue();
                assertThat(walk.message().number()).isEqualTo(i + 1);
                assertThat(walk.message().uid()).isEqualTo(known.get(i));
            }
            assertThat(walk.next()).isFalse();
        }
        if (everythingTold) {
            List<Long> there = new ArrayList<>();
            for (Message message : view()) {
                there.add(message.uid().number());
                if (flags.containsKey(message.uid().number())) {
                    assertThat(flags.get(message.uid().number()).split(" "))
                            .as("flags of %s", message.uid())
                            .containsExactlyInAnyOrder(
                                    message.flags().stream().map(Flag::name).toArray(String[]::new));
                }
            }
            assertThat(known).isEqualTo(there);
        }
    }
}

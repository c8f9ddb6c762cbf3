package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.imap.grammar.ModifiedUtf7;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Quota;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/**
 * Names in any script, from and to clients that spell them in modified UTF-7 (RFC 3501 §5.1.3) and in UTF-8 (RFC 9051 §5.1): what one makes the
 * other finds, lists and renames.
 */
class FolderNamesTest {
    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));

    @BeforeEach
    void anAccount() throws StoreException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
    }

    @AfterEach
    void theAccountIsSound() throws StoreException {
        assertThat(account.check()).isEmpty();
        store.close();
    }

    private LocalSession session(boolean utf8) throws IOException {
        LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock));
        if (utf8) {
            assertThat(session.say("ENABLE IMAP4rev2").isOk()).isTrue();
        }
        return session;
    }

    private static String seven(String name) {
        return quoted(ModifiedUtf7.encode(name));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void ok(LocalSession session, String command) throws IOException {
        LocalSession.Reply reply = session.say(command);
        assertThat(reply.isOk()).as(command + " " + reply.last()).isTrue();
    }

    /** The name in the only line that an answer has. */
    private static String only(LocalSession session, String command) throws IOException {
        List<String> lines = session.say(command).lines();
        assertThat(lines).as(command).hasSize(1);
        String line = lines.getFirst();
        String name = line.substring(line.indexOf("\"/\" ") + 4);
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : name;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "&&-&",
                "R&D",
                "a+b,c",
                "Entwürfe",
                "日本語",
                "受信トレイ/送信済み",
                "Входящие",
                "דואר נכנס",
                "بريد",
                "ไทย",
                "हिन्दी",
                "한국어",
                "\uD83D\uDCE7",
                "a\uD83D\uDC69\u200D\uD83D\uDCBBb",
                "\uD840\uDC0B",
                "\"quoted\" \\ (list) {3}",
                "~peter/mail",
                "-",
                " ",
                "NIL",
                "INBOXES"
            })
    void bothWays(String name) throws IOException {
        try (LocalSession seven = session(false);
                LocalSession eight = session(true)) {
            ok(seven, "CREATE " + seven(name));
            assertThat(only(eight, "LIST \"\" " + quoted(name))).isEqualTo(name);
            assertThat(only(seven, "LIST \"\" " + seven(name))).isEqualTo(ModifiedUtf7.encode(name));
            ok(eight, "RENAME " + quoted(name) + " \"Ü/" + quoted(name).substring(1));
            ok(seven, "STATUS " + seven("Ü/" + name) + " (MESSAGES)");
            ok(seven, "SUBSCRIBE " + seven("Ü/" + name));
            assertThat(only(eight, "LIST (SUBSCRIBED) \"Ü/\" *")).isEqualTo("Ü/" + name);
            assertThat(only(seven, "LSUB " + seven("Ü/") + " *")).isEqualTo(ModifiedUtf7.encode("Ü/" + name));
            ok(seven, "DELETE " + seven("Ü/" + name));
            ok(eight, "CREATE " + quoted(name + "/x"));
            ok(seven, "SELECT " + seven(name + "/x"));
        }
    }

    /** What is the same in normal form C is the same mailbox (RFC 9051 §5.1), however it is spelled. */
    @ParameterizedTest
    @ValueSource(strings = {"Cafe\u0301", "A\u030Angstro\u0308m", "\u1112\u1161\u11AB", "\u212B", "s\u0323\u0307"})
    void normalForms(String name) throws IOException {
        String normal = Normalizer.normalize(name, Normalizer.Form.NFC);
        try (LocalSession seven = session(false);
                LocalSession eight = session(true)) {
            ok(seven, "CREATE " + seven(name));
            assertThat(eight.say("CREATE " + quoted(normal)).last()).startsWith("NO [ALREADYEXISTS]");
            assertThat(only(seven, "LIST \"\" " + seven(normal))).isEqualTo(ModifiedUtf7.encode(normal));
            assertThat(only(eight, "LIST \"\" " + quoted("*" + name))).isEqualTo(normal);
        }
    }

    /** RFC 9051 §5.1: control characters, DEL, line separators; beside them what is no name for us. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0001", "a\tb", "\u007f", "a\u0085", "a\u2028", "a\u2029b", "a//b", "/a", "#news.a"})
    void noNames(String name) throws IOException {
        try (LocalSession seven = session(false);
                LocalSession eight = session(true)) {
            for (LocalSession session : List.of(seven, eight)) {
                String spelled = session == seven ? seven(name) : quoted(name);
                for (String command : List.of("CREATE ", "SELECT ", "SUBSCRIBE ", "RENAME Sent ")) {
                    assertThat(session.say(command + spelled).last())
                            .as(command)
                            .startsWith("BAD");
                }
            }
        }
        assertThat(account.mailboxes()).hasSize(6);
    }

    /** The longest names there can be, and one octet more. */
    @Test
    void longNames() throws IOException {
        String part = "語".repeat(MailboxName.PART_OCTETS_MAX / 3);
        String deep = "a" + "/a".repeat(MailboxName.DEPTH_MAX - 1);
        String whole = "é".repeat(124) + "/" + "é".repeat(125) + "a";
        assertThat(whole.getBytes(StandardCharsets.UTF_8)).hasSize(MailboxName.OCTETS_MAX);
        try (LocalSession seven = session(false)) {
            for (String good : List.of(part, deep, whole)) {
                ok(seven, "CREATE " + seven(good));
                assertThat(only(seven, "LIST \"\" " + seven(good))).isEqualTo(ModifiedUtf7.encode(good));
            }
            for (String bad : List.of(part + "a", deep + "/a", whole + "b")) {
                assertThat(seven.say("CREATE " + seven(bad)).last()).startsWith("BAD");
                ok(seven, "LIST \"\" " + seven(bad + "*"));
            }
            // Nor can a name become too long because one above it is renamed.
            assertThat(seven.say("RENAME a b/a").last()).startsWith("NO [CANNOT]");
            assertThat(seven.say("RENAME " + seven("é".repeat(124)) + " " + seven("é".repeat(125)))
                            .last())
                    .startsWith("NO [CANNOT]");
        }
    }

    /** Any letters of any planes: what is made in one spelling is found in the other. */
    @Test
    void anyLetters() throws IOException {
        Gen gen = Gen.seeded("FolderNamesTest");
        try (LocalSession seven = session(false);
                LocalSession eight = session(true)) {
            for (int i = 0; i < 500; i++) {
                StringBuilder text = new StringBuilder();
                for (int left = gen.number(1, 12); left > 0; left--) {
                    text.appendCodePoint(
                            switch (gen.number(0, 4)) {
                                case 0 -> gen.number(0x20, 0x7e);
                                case 1 -> gen.oneOf(List.of((int) '&', (int) '-', (int) '/', (int) '+', (int) ','));
                                case 2 -> gen.number(0xa0, 0x24f);
                                case 3 -> gen.number(0x300, 0xd7ff);
                                default -> gen.number(0xe000, 0x1ffff);
                            });
                }
                String name = text.toString();
                boolean first = gen.onceIn(2);
                String made = (first ? seven : eight)
                        .say("CREATE " + (first ? seven(name) : quoted(name)))
                        .last();
                if (MailboxName.parse(name.replaceAll("(?<=.)/+$", "")).isEmpty() || name.matches("(?s).*[%*].*")) {
                    continue;
                }
                assertThat(made).as(name).matches(last -> last.startsWith("OK") || last.contains("ALREADYEXISTS"));
                ok(seven, "SELECT " + seven(name));
                ok(eight, "STATUS " + quoted(name) + " (MESSAGES)");
            }
        }
    }
}

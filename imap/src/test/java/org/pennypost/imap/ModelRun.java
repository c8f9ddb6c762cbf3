package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.imap.ModelClient.Entry;
import org.pennypost.imap.session.ImapService;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/** One run of {@link ModelTest}: a server, its clients, and the model. */
final class ModelRun {
    private static final byte[] MESSAGE = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged", "\\Answered", "$a", "$b");
    private static final Pattern MODIFIED = Pattern.compile("\\[MODIFIED ([0-9:,]+)]");
    private static final int LINES_SHOWN = 80;
    private static final int MESSAGES_MAX = 30;

    private final Gen gen;
    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Settings settings;
    private final List<String> log = new ArrayList<>();
    private final List<ModelMailbox> mailboxes = new ArrayList<>();
    private final List<ModelClient> clients = new ArrayList<>();
    private Mailboxes server;
    private ImapService service;
    private int names;

    ModelRun(Gen gen) throws IOException {
        this.gen = gen;
        // Some servers forget soon what was expunged: once in a while the log is pruned, by a thousand changes.
        this.settings = new Settings(gen.onceIn(2) ? 1 : 100_000, Duration.ofDays(1), 10_000_000);
        this.server = new Mailboxes(store, clock, settings);
        server.createAccount(new AccountId(Partition.FIRST_ACCOUNT), Quota.UNLIMITED);
        this.service = LocalSession.service(server, store, clock);
        for (String name : List.of("INBOX", "Sent", "Trash")) {
            mailboxes.add(new ModelMailbox(name));
        }
        int count = gen.number(1, 8);
        for (int i = 0; i < count; i++) {
            clients.add(new ModelClient("" + (char) ('A' + i), service, gen.oneOf(mailboxes), gen.onceIn(2), log));
        }
    }

    List<String> lastLines() {
        return log.subList(Math.max(0, log.size() - LINES_SHOWN), log.size());
    }

    private Account account() {
        return server.account(new AccountId(Partition.FIRST_ACCOUNT));
    }

    private MailboxId id(ModelMailbox mailbox) throws IOException {
        return account().find(MailboxName.of(mailbox.name)).orElseThrow();
    }

    void step() throws IOException {
        ModelClient client = gen.oneOf(clients);
        boolean told = switch (gen.number(0, 19)) {
            case 0, 1 -> append(client);
            case 2, 3, 4, 5 -> store(client);
            case 6 -> copy(client, false);
            case 7 -> copy(client, true);
            case 8, 9 -> expunge(client);
            case 10 -> idle(client);
            case 11 -> fetch(client);
            case 12 -> search(client);
            case 13 -> select(client);
            case 14 -> comeBack(client);
            case 15, 16 -> deliver(client);
            case 17 -> deleteElsewhere(client);
            case 18 -> gen.onceIn(20) ? restart() : rename(client);
            default -> noop(client);
        };
        if (log.size() > 10 * LINES_SHOWN) {
            log.subList(0, 8 * LINES_SHOWN).clear();
        }
        compare(client, told);
    }

    /** All that is there the client has, with the same flags; and nothing else, if it was told all. */
    private void compare(ModelClient client, boolean told) throws IOException {
        client.fetchUnknown();
        Map<Long, Set<String>> there = client.mailbox.messages;
        List<Long> known = new ArrayList<>();
        for (Entry entry : client.entries) {
            known.add(entry.uid);
            Set<String> flags = there.get(entry.uid);
            if (flags != null && !flags.equals(entry.flags)) {
                assertThat(entry.flags).as("flags of UID %s", entry.uid).isEqualTo(flags);
            }
        }
        if (known.equals(List.copyOf(there.keySet()))) {
            return;
        }
        assertThat(told)
                .as("told everything, and knows %s instead of %s", known, there.keySet())
                .isFalse();
        assertThat(known)
                .as("messages, by rising UID")
                .isSorted()
                .doesNotHaveDuplicates()
                .containsAll(there.keySet());
    }

    /** Whether a cache that lacks what was not told is found out. */
    boolean findsWrongCaches() throws IOException {
        ModelClient client = clients.getFirst();
        client.mailbox.add(Set.of());
        try {
            compare(client, true);
            return false;
        } catch (AssertionError found) {
            client.mailbox.messages.pollLastEntry();
            client.mailbox.uidNext--;
            return true;
        }
    }

    void end() throws IOException {
        for (ModelClient client : clients) {
            client.say("NOOP");
            compare(client, true);
        }
        for (ModelMailbox mailbox : mailboxes) {
            Set<Long> uids = new TreeSet<>();
            account()
                    .view(id(mailbox))
                    .orElseThrow()
                    .forEach(message -> uids.add(message.uid().number()));
            assertThat(uids).isEqualTo(mailbox.messages.keySet());
        }
        assertThat(account().check()).isEmpty();
        store.close();
    }

    // Steps; each says whether the client has then been told everything

    private Set<String> someFlags() {
        return new TreeSet<>(gen.list(0, 2, () -> gen.oneOf(FLAGS)));
    }

    private boolean append(ModelClient client) throws IOException {
        ModelMailbox target = gen.oneOf(mailboxes);
        if (target.messages.size() < MESSAGES_MAX) {
            Set<String> flags = someFlags();
            List<byte[]> messages = gen.list(1, 3, () -> MESSAGE);
            assertThat(client.append(target.name, "(" + String.join(" ", flags) + ") ", messages)
                            .isOk())
                    .isTrue();
            messages.forEach(_ -> target.add(flags));
            return true;
        }
        return noop(client);
    }

    private boolean noop(ModelClient client) throws IOException {
        client.say(gen.onceIn(2) ? "NOOP" : "CHECK");
        return true;
    }

    private boolean idle(ModelClient client) throws IOException {
        client.news();
        return true;
    }

    /** Some of the messages that the client knows. */
    private List<Integer> some(ModelClient client) {
        List<Integer> numbers = new ArrayList<>();
        int times = gen.oneOf(List.of(2, 2, 5, 1));
        for (int i = 1; i <= client.entries.size(); i++) {
            if (gen.onceIn(times)) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    private static String set(ModelClient client, List<Integer> numbers, boolean byUid) {
        List<String> words = new ArrayList<>();
        numbers.forEach(number -> words.add("" + (byUid ? client.entries.get(number - 1).uid : number)));
        return String.join(",", words);
    }

    private static List<Long> uids(ModelClient client, List<Integer> numbers) {
        List<Long> uids = new ArrayList<>();
        numbers.forEach(number -> uids.add(client.entries.get(number - 1).uid));
        return uids;
    }

    private static void change(Set<String> flags, String how, Set<String> named) {
        switch (how) {
            case "+" -> flags.addAll(named);
            case "-" -> flags.removeAll(named);
            default -> {
                flags.clear();
                flags.addAll(named);
            }
        }
    }

    private boolean store(ModelClient client) throws IOException {
        List<Integer> numbers = some(client);
        if (numbers.isEmpty()) {
            return noop(client);
        }
        boolean byUid = gen.onceIn(2);
        boolean silent = gen.onceIn(2);
        String how = gen.oneOf(List.of("+", "+", "-", ""));
        Set<String> flags = someFlags();
        String condition =
                client.qresync && gen.onceIn(2) ? " (UNCHANGEDSINCE " + client.highest(gen.number(0, 3)) + ")" : "";
        List<Long> uids = uids(client, numbers);
        String command = (byUid ? "UID STORE " : "STORE ") + set(client, numbers, byUid) + condition + " " + how
                + "FLAGS" + (silent ? ".SILENT" : "") + " (" + String.join(" ", flags) + ")";
        if (silent) {
            numbers.forEach(number -> change(client.entries.get(number - 1).flags, how, flags));
        }
        List<Long> before = client.entries.stream().map(entry -> entry.uid).toList();
        LocalSession.Reply reply = client.say(command);
        Set<Long> left = new HashSet<>();
        Matcher modified = MODIFIED.matcher(reply.last());
        if (modified.find()) {
            for (long each : members(modified.group(1))) {
                left.add(byUid ? each : before.get((int) each - 1));
            }
            assertThat(uids).containsAll(left);
            assertThat(condition).isNotEmpty();
        }
        for (long uid : uids) {
            Set<String> there = client.mailbox.messages.get(uid);
            if (there != null && !left.contains(uid)) {
                change(there, how, flags);
            }
        }
        return byUid;
    }

    private static Set<Long> members(String set) {
        Set<Long> members = new LinkedHashSet<>();
        for (String range : set.split(",", -1)) {
            String[] ends = range.split(":", -1);
            for (long each = Long.parseLong(ends[0]); each <= Long.parseLong(ends[ends.length - 1]); each++) {
                members.add(each);
            }
        }
        return members;
    }

    private boolean copy(ModelClient client, boolean move) throws IOException {
        List<Integer> numbers = some(client);
        ModelMailbox target = gen.oneOf(mailboxes);
        boolean byUid = gen.onceIn(2);
        if (numbers.isEmpty() || (move && target == client.mailbox) || target.messages.size() > MESSAGES_MAX) {
            return noop(client);
        }
        List<Long> uids = uids(client, numbers);
        LocalSession.Reply reply = client.say(
                (byUid ? "UID " : "") + (move ? "MOVE " : "COPY ") + set(client, numbers, byUid) + " " + target.name);
        if (reply.isOk()) {
            for (long uid : uids) {
                Set<String> flags = client.mailbox.messages.get(uid);
                if (flags != null) {
                    target.add(flags);
                    if (move) {
                        client.mailbox.messages.remove(uid);
                    }
                }
            }
        } else {
            assertThat(reply.last()).startsWith("NO [EXPUNGEISSUED]");
        }
        return move || byUid;
    }

    private boolean expunge(ModelClient client) throws IOException {
        List<Integer> numbers = some(client);
        boolean byUid = gen.onceIn(2) && !numbers.isEmpty();
        List<Long> uids = uids(client, numbers);
        client.mailbox
                .messages
                .entrySet()
                .removeIf(message ->
                        message.getValue().contains("\\Deleted") && (!byUid || uids.contains(message.getKey())));
        client.say(byUid ? "UID EXPUNGE " + set(client, numbers, true) : "EXPUNGE");
        return true;
    }

    private boolean fetch(ModelClient client) throws IOException {
        if (client.entries.isEmpty()) {
            return noop(client);
        }
        boolean byUid = gen.onceIn(2);
        String modifier = client.qresync && gen.onceIn(2)
                ? " (CHANGEDSINCE " + client.highest(gen.number(0, 5)) + (byUid ? " VANISHED)" : ")")
                : "";
        client.say((byUid ? "UID FETCH " : "FETCH ") + "1:* (UID FLAGS)" + modifier);
        return byUid;
    }

    /** What is found is what the client would find in its cache, but for what is gone. */
    private boolean search(ModelClient client) throws IOException {
        String flag = gen.oneOf(List.of("DELETED", "FLAGGED"));
        Set<Long> expected = new TreeSet<>();
        for (Entry entry : client.entries) {
            if (entry.flags.stream().anyMatch(each -> each.equalsIgnoreCase("\\" + flag))) {
                expected.add(entry.uid);
            }
        }
        LocalSession.Reply reply = client.say("UID SEARCH " + flag);
        Set<Long> found = new TreeSet<>();
        for (String word : reply.lines().getFirst().split(" ", -1)) {
            if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
                found.add(Long.parseLong(word));
            }
        }
        assertThat(expected).as("found in the cache").containsAll(found);
        expected.removeAll(found);
        expected.retainAll(client.mailbox.messages.keySet());
        assertThat(expected).as("not found, and there").isEmpty();
        return true;
    }

    private boolean select(ModelClient client) throws IOException {
        client.select(gen.oneOf(mailboxes));
        return true;
    }

    private boolean comeBack(ModelClient client) throws IOException {
        client.comeBack(service);
        return true;
    }

    private boolean restart() throws IOException {
        log.add("the server starts again");
        server = new Mailboxes(store, clock, settings);
        service = LocalSession.service(server, store, clock);
        for (ModelClient client : clients) {
            client.comeBack(service);
            compare(client, true);
        }
        return false;
    }

    private boolean rename(ModelClient client) throws IOException {
        ModelMailbox mailbox = mailboxes.get(gen.number(1, mailboxes.size() - 1));
        String name = "N" + names++;
        assertThat(client.say("RENAME " + mailbox.name + " " + name).isOk()).isTrue();
        mailbox.name = name;
        return true;
    }

    private boolean deliver(ModelClient client) throws IOException {
        ModelMailbox target = gen.oneOf(mailboxes);
        if (target.messages.size() < MESSAGES_MAX) {
            log.add("delivery to " + target.name);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(MESSAGE, 0, MESSAGE.length);
                draft.finish();
                account()
                        .append(id(target), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                        .await();
            }
            target.add(Set.of());
        }
        return noop(client);
    }

    /** As POP3 does: no flag is asked. */
    private boolean deleteElsewhere(ModelClient client) throws IOException {
        ModelMailbox mailbox = gen.oneOf(mailboxes);
        List<Long> gone = new ArrayList<>();
        mailbox.messages.keySet().stream().filter(_ -> gen.onceIn(4)).forEach(gone::add);
        log.add("deletion from " + mailbox.name + ": " + gone);
        account().expunge(id(mailbox), UidSet.of(gone.stream().map(Uid::new).toList()));
        gone.forEach(mailbox.messages::remove);
        // Others may give commands with numbers before they hear of it.
        return gen.onceIn(2) ? noop(client) : fetchByNumber(client);
    }

    private boolean fetchByNumber(ModelClient client) throws IOException {
        if (client.entries.isEmpty()) {
            return noop(client);
        }
        client.say("FETCH 1:* FLAGS");
        return false;
    }
}

package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.imap.ModelClient.Entry;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** What happens in a {@link ModelWorld}: each step is drawn from a seed of its own, and so stays the same when others are left out. */
final class ModelSteps {
    private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged", "\\Answered", "$a", "$b");
    private static final Pattern MODIFIED = Pattern.compile("\\[MODIFIED ([0-9:,]+)]");
    private static final int LOG_LINES_MAX = 1_000;
    private static final int MESSAGES_MAX = 30;
    private static final int MAILBOXES_MAX = 6;

    private final ModelWorld world;
    private final boolean forgetful;
    private final int killsIn;
    private Gen gen = new Gen(0);

    /**
     * Steps in a world.
     *
     * @param killsIn the server is killed once in so many steps
     * @param forgetful whether the model is wrong, and forgets what EXPUNGE does: then a failure is to be found
     */
    ModelSteps(ModelWorld world, int killsIn, boolean forgetful) {
        this.world = world;
        this.killsIn = killsIn;
        this.forgetful = forgetful;
    }

    /** One step. */
    void step(long seed) throws IOException {
        gen = new Gen(seed);
        ModelClient client = gen.oneOf(world.clients);
        if (client.deserted) {
            client.hearsThatItsMailboxIsGone();
            world.comeBack(client);
            return;
        }
        boolean told = gen.onceIn(killsIn)
                ? kill(client)
                : switch (gen.number(0, 21)) {
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
                    case 18 -> rename(client);
                    case 19 -> gen.onceIn(4) ? renameInbox(client) : noop(client);
                    case 20 -> createOrDelete(client);
                    default -> noop(client);
                };
        if (world.log.size() > LOG_LINES_MAX) {
            world.log.subList(0, LOG_LINES_MAX / 2).clear();
        }
        if (!client.deserted) {
            if (!told && world.isSoonSilent()) {
                told = noop(client);
            }
            world.compare(client, told);
        }
    }

    // Each says whether the client has then been told everything

    private Set<String> someFlags() {
        return new TreeSet<>(gen.list(0, 2, () -> gen.oneOf(FLAGS)));
    }

    private boolean append(ModelClient client) throws IOException {
        ModelMailbox target = gen.oneOf(world.mailboxes);
        if (target.messages.size() < MESSAGES_MAX) {
            Set<String> flags = someFlags();
            List<byte[]> messages = gen.list(1, 3, () -> ModelWorld.MESSAGE);
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
            for (int number : numbers) {
                Entry entry = client.entries.get(number - 1);
                entry.flags = ModelMailbox.changed(entry.flags, how, flags);
            }
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
                client.mailbox.messages.put(uid, ModelMailbox.changed(there, how, flags));
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
        ModelMailbox target = gen.oneOf(world.mailboxes);
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
        if (!forgetful) {
            client.mailbox
                    .messages
                    .entrySet()
                    .removeIf(message ->
                            message.getValue().contains("\\Deleted") && (!byUid || uids.contains(message.getKey())));
        }
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
        client.select(gen.oneOf(world.mailboxes));
        return true;
    }

    private boolean comeBack(ModelClient client) throws IOException {
        world.comeBack(client);
        return true;
    }

    private boolean rename(ModelClient client) throws IOException {
        ModelMailbox mailbox =
                world.mailboxes.get(gen.number(Math.min(1, world.mailboxes.size() - 1), world.mailboxes.size() - 1));
        if (mailbox.name.equals("INBOX")) {
            return noop(client);
        }
        String name = world.newName();
        assertThat(client.say("RENAME " + mailbox.name + " " + name).isOk()).isTrue();
        mailbox.name = name;
        return true;
    }

    /** The messages move into a new mailbox, and INBOX stays (RFC 9051 §6.3.6). */
    private boolean renameInbox(ModelClient client) throws IOException {
        if (world.mailboxes.size() >= MAILBOXES_MAX) {
            return noop(client);
        }
        ModelMailbox inbox = world.mailboxes.getFirst();
        ModelMailbox target = new ModelMailbox(world.newName());
        assertThat(client.say("RENAME INBOX " + target.name).isOk()).isTrue();
        world.mailboxes.add(target);
        inbox.messages.values().forEach(target::add);
        inbox.messages.clear();
        return true;
    }

    private boolean createOrDelete(ModelClient client) throws IOException {
        if (world.mailboxes.size() >= MAILBOXES_MAX || (gen.onceIn(2) && world.mailboxes.size() > 1)) {
            return delete(client, world.mailboxes.get(gen.number(1, world.mailboxes.size() - 1)));
        }
        return create(client, world.newName());
    }

    private boolean create(ModelClient client, String name) throws IOException {
        assertThat(client.say("CREATE " + name).isOk()).isTrue();
        world.mailboxes.add(new ModelMailbox(name));
        return true;
    }

    /** Those that have it selected will hear of it; who deletes it is in none, and makes one of the same name at once, now and then. */
    private boolean delete(ModelClient client, ModelMailbox mailbox) throws IOException {
        assertThat(client.say("DELETE " + mailbox.name).isOk()).isTrue();
        world.mailboxes.remove(mailbox);
        for (ModelClient each : world.clients) {
            each.deserted |= each.mailbox == mailbox && each != client;
        }
        if (gen.onceIn(2)) {
            create(client, mailbox.name);
        }
        if (client.mailbox == mailbox) {
            client.select(gen.oneOf(world.mailboxes));
        }
        return true;
    }

    private boolean deliver(ModelClient client) throws IOException {
        ModelMailbox target = gen.oneOf(world.mailboxes);
        if (target.messages.size() < MESSAGES_MAX) {
            world.deliver(target);
        }
        return noop(client);
    }

    /**
     * The server is killed: at rest, before a command is durable, or when it is and nobody has heard of it. What was acknowledged is there afterwards; of what was
     * not, all or nothing is.
     */
    private boolean kill(ModelClient client) throws IOException {
        switch (gen.number(0, 2)) {
            case 0 -> {
                ModelMailbox target = gen.oneOf(world.mailboxes);
                if (world.disk.failNext()) {
                    assertThatThrownBy(() -> client.append(target.name, "() ", List.of(ModelWorld.MESSAGE)))
                            .isInstanceOf(StoreException.class);
                }
            }
            case 1 -> {
                client.deaf = true;
                switch (gen.number(0, 2)) {
                    case 0 -> append(client);
                    case 1 -> copy(client, true);
                    default -> expunge(client);
                }
            }
            default -> {
                // at rest
            }
        }
        world.log.add("the server is killed");
        world.disk.kill();
        world.restart();
        return true;
    }

    /** As POP3 does: no flag is asked. */
    private boolean deleteElsewhere(ModelClient client) throws IOException {
        ModelMailbox mailbox = gen.oneOf(world.mailboxes);
        List<Long> gone = new ArrayList<>();
        mailbox.messages.keySet().stream().filter(_ -> gen.onceIn(4)).forEach(gone::add);
        world.log.add("deletion from " + mailbox.name + ": " + gone);
        world.account()
                .expunge(
                        world.id(mailbox), UidSet.of(gone.stream().map(Uid::new).toList()));
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

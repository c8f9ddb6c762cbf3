package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.server.ImapServerConfig;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.MailboxResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.TextIndex;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.testing.WatchedStore;
import org.pennypost.testkit.Carrier;
import org.pennypost.testkit.Dialogue;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Stage;
import org.pennypost.wire.Link;
import org.pennypost.wire.testing.Backstage;
import org.pennypost.wire.testing.TestCertificate;

/**
 * An IMAP server on a store in memory.
 *
 * <ul>
 *   <li>{@code given account NAME password SECRET}, {@code given mailbox ACCOUNT NAME}, {@code given quota ACCOUNT OCTETS MESSAGES},
 *       {@code given no tls}, {@code given strict}: passwords over TLS alone, {@code given messages of OCTETS}: the most that APPEND takes,
 *       {@code given sessions N}, {@code given mailboxes N}: the most of an account, {@code given words indexed}, before all others:
 *       {@link WordIndex}
 *   <li>{@code deliver ACCOUNT [MAILBOX [FLAG...]]} with an indented message, its lines ended by CRLF: arrives now, while sessions go on
 *   <li>{@code as ACCOUNT}, {@code as ACCOUNT selected MAILBOX}, {@code as ACCOUNT examined MAILBOX}, with {@code rev2} before
 *       {@code selected}: a session that has come so far; tags of it begin with {@code stage}
 *   <li>{@code stored ACCOUNT MAILBOX N}: so many messages are there, and the account is sound; {@code paused N}: so often a wrong password
 *       was made to wait; {@code directory down|up}, {@code directory blocks ACCOUNT}; {@code store loses blobs|refuses commits|works}
 * </ul>
 */
final class ImapStage implements Stage {
    private static final Pattern WAITS_FOR_REPLY =
            Pattern.compile("(?i).*(\\{[0-9]+}|\\S+ (STARTTLS|COMPRESS .*|LOGOUT|IDLE|AUTHENTICATE( .*)?))");

    private final Backstage backstage;
    private final FakeClock clock;
    private final WatchedStore store;
    private TextIndex index = TextIndex.NONE;
    private Settings settings = Settings.DEFAULT;
    private Mailboxes mailboxes;
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final List<Integer> pauses = new CopyOnWriteArrayList<>();
    private ImapLimits limits = ImapLimits.DEFAULT;
    private boolean tls = true;
    private boolean strict;
    private boolean down;
    private final Set<String> blocked = new HashSet<>();
    private Optional<ImapServer> server = Optional.empty();

    ImapStage(Carrier carrier) {
        backstage = new Backstage(carrier, 143);
        clock = backstage.clock();
        store = new WatchedStore(new MemoryStore(clock));
        mailboxes = new Mailboxes(store, clock);
    }

    private ImapServer server() {
        if (server.isEmpty()) {
            server = Optional.of(new ImapServer(
                    new ImapServerConfig(
                            "mail.example.test",
                            tls ? Optional.of(TestCertificate::serverContext) : Optional.empty(),
                            !strict,
                            limits),
                    this::verify,
                    new Mechanisms(this::verify, "mail.example.test", new Random(1), clock),
                    mailboxes,
                    store.blobs(),
                    clock,
                    pauses::add));
        }
        return server.get();
    }

    private Outcome verify(String name, byte[] password, InetAddress peer) {
        if (down) {
            return new Outcome.TemporarilyUnavailable("the directory is away");
        }
        Long number = numbers.get(name);
        if (blocked.contains(name) && new String(password, StandardCharsets.UTF_8).equals(passwords.get(name))) {
            return new Outcome.Blocked("this password is known to everybody; ask the postmaster for another");
        }
        return number != null && new String(password, StandardCharsets.UTF_8).equals(passwords.get(name))
                ? new Outcome.Accepted(new Identity(name + "@example.test", number))
                : new Outcome.Rejected();
    }

    @Override
    public void given(List<String> words) throws Exception {
        switch (words.getFirst()) {
            case "account" -> {
                long number = Partition.FIRST_ACCOUNT + numbers.size();
                mailboxes.createAccount(new AccountId(number), Quota.UNLIMITED);
                numbers.put(words.get(1), number);
                passwords.put(words.get(1), words.get(3));
            }
            case "mailbox" ->
                assertThat(account(words.get(1)).create(MailboxName.of(words.get(2))))
                        .isInstanceOf(MailboxResult.Done.class);
            case "quota" ->
                account(words.get(1)).setQuota(new Quota(Long.parseLong(words.get(2)), Long.parseLong(words.get(3))));
            case "messages" -> limits = limits.withMessageBytesMax(Long.parseLong(words.get(2)));
            case "sessions" -> limits = limits.withSessionsPerAccountMax(Integer.parseInt(words.get(1)));
            case "words" -> {
                index = new WordIndex();
                mailboxes = new Mailboxes(store, clock, settings, index);
            }
            case "mailboxes" -> {
                settings = settings.withMailboxesMax(Integer.parseInt(words.get(1)));
                restart();
            }
            case "no" -> tls = false;
            case "strict" -> strict = true;
            default ->
                throw new IllegalArgumentException(
                        "there is no 'given " + words.getFirst()
                                + "' here, only account, mailbox, quota, messages, sessions, mailboxes, words indexed, no tls, strict");
        }
    }

    @Override
    public Dialogue connect(List<String> as, boolean tlsFirst) throws IOException {
        Dialogue dialogue = backstage.connect(tlsFirst, server()::handle);
        if (!as.isEmpty()) {
            come(dialogue, as);
        }
        return dialogue;
    }

    private void come(Dialogue dialogue, List<String> as) throws IOException {
        await(dialogue, "* OK");
        String name = as.getFirst();
        say(dialogue, "stage1 LOGIN " + name + " " + passwords.get(name), "stage1 OK");
        int at = 1;
        if (at < as.size() && as.get(at).equals("rev2")) {
            say(dialogue, "stage2 ENABLE IMAP4rev2", "stage2 OK");
            at++;
        }
        if (at < as.size()) {
            String command = as.get(at).equals("examined") ? "EXAMINE" : "SELECT";
            say(dialogue, "stage3 " + command + " \"" + as.get(at + 1) + "\"", "stage3 OK");
        }
    }

    private static void say(Dialogue dialogue, String line, String answer) throws IOException {
        dialogue.send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        await(dialogue, answer);
    }

    /** Reads up to the end of the line that begins so; the server says nothing behind it. */
    private static void await(Dialogue dialogue, String beginning) throws IOException {
        byte[] piece = new byte[1000];
        StringBuilder said = new StringBuilder();
        while (!said.toString().matches("(?s)(.*\n)?" + Pattern.quote(beginning) + "[^\n]*\n")) {
            int count = dialogue.read(piece);
            assertThat(count).as("cut off behind %s", said).isPositive();
            said.append(new String(piece, 0, count, StandardCharsets.UTF_8));
        }
    }

    /** A connection for a client that is no transcript. */
    Link link() {
        return backstage.link(server()::handle);
    }

    @Override
    public void advance(Duration time) {
        backstage.advance(time);
    }

    @Override
    public void restart() {
        server = Optional.empty();
        mailboxes = new Mailboxes(store, clock, settings, index);
    }

    @Override
    public void perform(String word, List<String> arguments, String block) throws Exception {
        switch (word) {
            case "deliver" -> deliver(arguments, block.isEmpty() ? "" : block + "\r\n");
            case "stored" -> {
                Account account = account(arguments.getFirst());
                int count = account.find(MailboxName.of(arguments.get(1)))
                        .flatMap(id -> view(account, id))
                        .orElseThrow()
                        .size();
                assertThat(count)
                        .as("messages of " + arguments.getFirst() + " in " + arguments.get(1))
                        .isEqualTo(Integer.parseInt(arguments.get(2)));
                assertThat(account.check()).isEmpty();
            }
            case "paused" -> assertThat(pauses).hasSize(Integer.parseInt(arguments.getFirst()));
            case "store" -> store(arguments);
            case "directory" -> directory(arguments);
            default ->
                throw new IllegalArgumentException(
                        "there is no '" + word + "' here, only deliver, stored, paused, store, directory");
        }
    }

    private void directory(List<String> words) {
        switch (words.getFirst()) {
            case "down" -> down = true;
            case "up" -> down = false;
            case "blocks" -> blocked.add(words.get(1));
            default -> throw new IllegalArgumentException("the directory is down or up, or blocks ACCOUNT");
        }
    }

    private void store(List<String> words) {
        switch (words.getFirst()) {
            case "loses" -> store.loseBlobsFrom(0);
            case "refuses" -> store.failCommits();
            case "works" -> store.work();
            default -> throw new IllegalArgumentException("a store loses blobs, refuses commits, or works");
        }
    }

    private static Optional<org.pennypost.mailbox.MailboxView> view(
            Account account, org.pennypost.mailbox.MailboxId id) {
        try {
            return account.view(id);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Account account(String name) {
        return mailboxes.account(new AccountId(numbers.getOrDefault(name, 0L)));
    }

    private void deliver(List<String> words, String message) throws Exception {
        Account account = account(words.getFirst());
        MailboxName name = MailboxName.of(words.size() > 1 ? words.get(1) : "INBOX");
        Set<Flag> flags = new HashSet<>();
        words.stream().skip(2).forEach(flag -> flags.add(Flag.of(flag)));
        try (BlobDraft draft = store.blobs().draft()) {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            draft.write(bytes, 0, bytes.length);
            draft.finish();
            assertThat(account.append(
                                    account.find(name).orElseThrow(),
                                    new NewMessage(draft, new byte[0], clock.instant(), flags))
                            .await())
                    .isInstanceOf(AppendResult.Appended.class);
        }
    }

    /** RFC 9051 §5.5: not behind what changes how the rest is read, nor before the server has asked for a literal. */
    @Override
    public boolean mayPipelineAfter(String clientLine) {
        return !WAITS_FOR_REPLY.matcher(clientLine).matches();
    }

    @Override
    public List<Throwable> faults() {
        return backstage.faults();
    }

    @Override
    public void close() throws IOException {
        backstage.close();
        store.close();
    }
}

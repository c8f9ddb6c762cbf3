package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.testing.WatchedStore;
import org.pennypost.testkit.Carrier;
import org.pennypost.testkit.Dialogue;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Stage;
import org.pennypost.wire.testing.Backstage;
import org.pennypost.wire.testing.TestCertificate;

/**
 * A POP3 server on a store in memory.
 *
 * <ul>
 *   <li>{@code given account NAME password SECRET}, and {@code legacy} behind it if APOP works; {@code given deletion trash} or
 *       {@code keep}; {@code given login delay SECONDS}; {@code given message NAME} and an indented message, {@code given no tls},
 *       {@code given strict}: passwords over TLS alone
 *   <li>{@code deliver NAME} with an indented message: delivered now, while sessions go on; {@code deliver-open NAME}: without a CRLF at
 *       its end
 *   <li>{@code store refuses reads}, {@code store refuses commits}, {@code store loses blobs from OCTET}, {@code store works}
 *   <li>{@code as NAME}: a session that has logged in
 *   <li>{@code stored NAME NUMBER [MAILBOX]}: so many messages are left; {@code paused N}: so often a wrong password was made to wait
 * </ul>
 */
final class Pop3Stage implements Stage {
    private final Backstage backstage;
    private final FakeClock clock;
    private final WatchedStore store = new WatchedStore();
    private final Mailboxes mailboxes;
    private final StageDirectory directory = new StageDirectory();
    private int accounts;
    private Deletion deletion = Deletion.EXPUNGE;
    private Duration loginDelay = Duration.ZERO;
    private final List<Integer> pauses = new CopyOnWriteArrayList<>();
    private boolean tls = true;
    private boolean strict;
    private Optional<Pop3Server> server = Optional.empty();

    Pop3Stage(Carrier carrier) {
        backstage = new Backstage(carrier, 110);
        clock = backstage.clock();
        mailboxes = new Mailboxes(store, clock);
    }

    private Pop3Server server() {
        if (server.isEmpty()) {
            Pop3ServerConfig config = new Pop3ServerConfig(
                            "mail.example.test",
                            tls ? Optional.of(TestCertificate::serverContext) : Optional.empty(),
                            !strict)
                    .withLoginDelay(loginDelay);
            Random random = new Random(1);
            Site site = new Site(
                    config,
                    directory,
                    new Mechanisms(directory, "mail.example.test", random, clock),
                    mailboxes,
                    who -> deletion,
                    new MaildropLocks(),
                    new LoginDelays(loginDelay),
                    clock);
            server = Optional.of(new Pop3Server(site, random, pauses::add));
        }
        return server.get();
    }

    @Override
    public void given(List<String> words) throws Exception {
        switch (words.getFirst()) {
            case "account" -> {
                long number = Partition.FIRST_ACCOUNT + accounts++;
                mailboxes.createAccount(new AccountId(number), Quota.UNLIMITED);
                directory.add(
                        words.get(1), number, words.get(3), words.getLast().equals("legacy"));
            }
            case "no" -> tls = false;
            case "strict" -> strict = true;
            case "deletion" -> deletion = Deletion.valueOf(words.get(1).toUpperCase(Locale.ROOT));
            case "login" -> loginDelay = Duration.ofSeconds(Long.parseLong(words.get(2)));
            default ->
                throw new IllegalArgumentException("there is no 'given " + words.getFirst()
                        + "' here, only account, no tls, strict, deletion, login delay");
        }
    }

    @Override
    public Dialogue connect(List<String> as, boolean tlsFirst) throws IOException {
        Dialogue dialogue = backstage.connect(tlsFirst, server()::handle);
        if (!as.isEmpty()) {
            logIn(dialogue, as.getFirst());
        }
        return dialogue;
    }

    private void logIn(Dialogue dialogue, String name) throws IOException {
        expectOk(dialogue);
        dialogue.send(("USER " + name + "\r\n").getBytes(StandardCharsets.UTF_8));
        expectOk(dialogue);
        dialogue.send(("PASS " + directory.password(name) + "\r\n").getBytes(StandardCharsets.UTF_8));
        expectOk(dialogue);
    }

    private static void expectOk(Dialogue dialogue) throws IOException {
        byte[] piece = new byte[1000];
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\n") < 0) {
            int count = dialogue.read(piece);
            assertThat(count).as("the login was cut off behind %s", line).isPositive();
            line.append(new String(piece, 0, count, StandardCharsets.UTF_8));
        }
        assertThat(line).startsWith("+OK");
    }

    @Override
    public void advance(Duration time) {
        backstage.advance(time);
    }

    @Override
    public void perform(String word, List<String> arguments, String block) throws Exception {
        switch (word) {
            case "deliver" -> deliver(arguments.getFirst(), block.isEmpty() ? "" : block + "\r\n");
            case "deliver-open" -> deliver(arguments.getFirst(), block);
            case "store" -> store(arguments);
            case "stored" -> {
                int count = 0;
                Account account = account(arguments.getFirst());
                MailboxId mailbox = arguments.size() > 2 ? mailbox(account, arguments.get(2)) : account.inbox();
                for (Message message : account.view(mailbox).orElseThrow()) {
                    assertThat(message.sizeOctets()).isPositive();
                    count++;
                }
                assertThat(count)
                        .as("messages of " + arguments.getFirst())
                        .isEqualTo(Integer.parseInt(arguments.get(1)));
                assertThat(account.check()).isEmpty();
            }
            case "paused" -> assertThat(pauses).hasSize(Integer.parseInt(arguments.getFirst()));
            case "directory" -> {
                switch (arguments.getFirst()) {
                    case "down" -> directory.down(true);
                    case "up" -> directory.down(false);
                    case "blocks" -> directory.block(arguments.get(1));
                    default -> throw new IllegalArgumentException("the directory is down or up, or blocks ACCOUNT");
                }
            }
            default ->
                throw new IllegalArgumentException("there is no '" + word
                        + "' here, only deliver, deliver-open, stored, paused, directory, store");
        }
    }

    private static MailboxId mailbox(Account account, String name) throws StoreException {
        return account.mailboxes().stream()
                .filter(mailbox -> mailbox.name().equals(MailboxName.of(name)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no mailbox " + name))
                .id();
    }

    private void store(List<String> words) {
        switch (String.join(" ", words.subList(0, Math.min(2, words.size())))) {
            case "works" -> store.work();
            case "refuses reads" -> store.failReads();
            case "refuses commits" -> store.failCommits();
            case "loses blobs" -> store.loseBlobsFrom(Long.parseLong(words.getLast()));
            default ->
                throw new IllegalArgumentException(
                        "a store works, refuses reads or commits, or loses blobs from an octet on");
        }
    }

    private Account account(String name) {
        return mailboxes.account(new AccountId(directory.number(name)));
    }

    private void deliver(String name, String message) throws Exception {
        Account account = account(name);
        try (BlobDraft draft = store.blobs().draft()) {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            draft.write(bytes, 0, bytes.length);
            draft.finish();
            byte[] prefix = "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(account.append(account.inbox(), new NewMessage(draft, prefix, clock.instant(), Set.of()))
                            .await())
                    .isInstanceOf(AppendResult.Appended.class);
        }
    }

    /** RFC 2449 §6.6: not behind commands that change what the rest means. */
    @Override
    public boolean mayPipelineAfter(String clientLine) {
        return !clientLine.equals("STLS") && !clientLine.startsWith("QUIT");
    }

    @Override
    public List<Throwable> faults() {
        return backstage.faults();
    }

    @Override
    public void close() {
        backstage.close();
        store.close();
    }
}

package org.pennypost.pop3;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.pop3.Outcome.Err;
import org.pennypost.pop3.commands.Commands;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.store.StoreException;

/**
 * The state machine of one session (RFC 1939 §3), without its socket.
 *
 * <p>Life: AUTHORIZATION until a login succeeds, then TRANSACTION with a {@link Maildrop} of its own; QUIT does the work of UPDATE.
 * {@link #close} gives the maildrop back, however the session ends, and deletes nothing. Belongs to one thread.
 */
public final class Pop3Session implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pop3Session.class.getName());
    private static final Err WRONG_LOGIN =
            new Err("AUTH", "The name or the password is wrong; try again with USER and PASS.");

    private final Pop3ServerConfig config;
    private final Authenticator authenticator;
    private final Mailboxes mailboxes;
    private final MaildropLocks locks;
    private final InetAddress peer;

    private boolean secured;
    private String user = "";
    private Optional<Identity> identity = Optional.empty();
    private MaildropLocks.@Nullable Lock lock;
    private @Nullable Maildrop maildrop;
    private int deleted;

    Pop3Session(
            Pop3ServerConfig config,
            Authenticator authenticator,
            Mailboxes mailboxes,
            MaildropLocks locks,
            InetAddress peer,
            boolean secured) {
        this.config = config;
        this.authenticator = authenticator;
        this.mailboxes = mailboxes;
        this.locks = locks;
        this.peer = peer;
        this.secured = secured;
    }

    /** Handles one line without its CRLF. */
    Outcome handle(byte[] line) throws StoreException {
        for (byte b : line) {
            if (b == 0 || b == '\r') {
                return new Outcome.Mistake(
                        "The line holds a " + (b == 0 ? "NUL" : "CR without LF") + ", which no command may.");
            }
        }
        int end = keywordEnd(line);
        String keyword = keyword(line, end);
        Pop3Command command = Commands.named(keyword).orElse(null);
        if (command == null) {
            return unknown(keyword);
        }
        if (!command.isLegalIn(state())) {
            return new Outcome.Mistake(
                    state() == Pop3State.AUTHORIZATION
                            ? keyword + " comes after the login: give USER and PASS first."
                            : keyword + " comes before the login, and you are logged in.");
        }
        try {
            return command.handle(this, new Arguments(keyword, line, Math.min(end + 1, line.length)));
        } catch (BadSyntax e) {
            return new Outcome.Mistake(e.sentence());
        }
    }

    private static int keywordEnd(byte[] line) {
        int end = 0;
        while (end < line.length && line[end] != ' ') {
            end++;
        }
        return end;
    }

    /** In capitals. Only ASCII letters are letters here: Unicode has others whose capital is one of ours, such as U+017F for S. */
    private static String keyword(byte[] line, int end) {
        byte[] capitals = Arrays.copyOf(line, end);
        for (int i = 0; i < end; i++) {
            if (capitals[i] >= 'a' && capitals[i] <= 'z') {
                capitals[i] = (byte) (capitals[i] - 'a' + 'A');
            }
        }
        return new String(capitals, StandardCharsets.UTF_8);
    }

    private static Outcome unknown(String keyword) {
        if (Commands.HTTP_METHODS.contains(keyword)) {
            return new Outcome.Bye(false, "This is a POP3 server, not a web server.");
        }
        return new Outcome.Mistake(
                keyword.isEmpty()
                        ? "An empty line is no command; CAPA shows what there is."
                        : "There is no command '" + Arguments.shown(keyword) + "'; CAPA shows what there is.");
    }

    public Pop3State state() {
        return maildrop == null ? Pop3State.AUTHORIZATION : Pop3State.TRANSACTION;
    }

    /** Whether STLS can be given: TLS is at hand and not yet there. */
    public boolean canStartTls() {
        return config.tls().isPresent() && !secured;
    }

    /** Whether a password may be sent now: over TLS, or where the configuration allows it (RFC 8314 §3). */
    public boolean takesPasswords() {
        return secured || config.plaintextPasswords();
    }

    /** TLS has begun: what was said before may have come from anybody (RFC 2595 §4). */
    void secured() {
        secured = true;
        user = "";
    }

    /** Remembers whom PASS is for. */
    public void user(String name) {
        user = name;
    }

    /** Whom PASS would be for; empty if USER has not been given. */
    public String user() {
        return user;
    }

    /** Who has logged in. */
    Optional<Identity> identity() {
        return identity;
    }

    /** The maildrop, in TRANSACTION. */
    public Maildrop maildrop() {
        if (maildrop == null) {
            throw new IllegalStateException("no command reaches the maildrop before the login");
        }
        return maildrop;
    }

    /** How many messages QUIT has deleted. */
    int deleted() {
        return deleted;
    }

    /** Logs in, and wipes the password. USER has to be given again before another try (RFC 1939 §7). */
    public Outcome login(byte[] password) throws StoreException {
        String name = user;
        user = "";
        try {
            return switch (authenticator.verify(name, password, peer)) {
                case org.pennypost.sasl.Outcome.Accepted accepted -> enter(accepted.identity());
                case org.pennypost.sasl.Outcome.Rejected _ -> new Outcome.Denied(WRONG_LOGIN);
                case org.pennypost.sasl.Outcome.TemporarilyUnavailable later ->
                    new Outcome.Denied(
                            new Err("SYS/TEMP", "No login just now (" + later.reason() + "); try again later."));
            };
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private Outcome enter(Identity who) throws StoreException {
        MaildropLocks.Lock taken = locks.take(who.account()).orElse(null);
        if (taken == null) {
            return new Err("IN-USE", "Another POP3 session has this maildrop; try again when it has ended.");
        }
        lock = taken;
        try {
            maildrop =
                    Maildrop.of(mailboxes.account(new AccountId(who.account()))).orElse(null);
        } finally {
            if (maildrop == null) {
                close();
            }
        }
        if (maildrop == null) {
            return new Err("SYS/TEMP", "There is no mailbox for this account just now; try again later.");
        }
        identity = Optional.of(who);
        return new Outcome.Ok(who.address() + " has " + maildrop.summary() + ".");
    }

    /**
     * UPDATE (RFC 1939 §6): deletes what is marked, and gives the maildrop back, whatever came of it and before the answer: the client
     * may come again as soon as it has read that. Before the login there is nothing to do.
     */
    public Outcome quit() {
        if (maildrop == null) {
            return new Outcome.Bye(true, "Goodbye.");
        }
        try {
            int marked = maildrop.deletedCount();
            if (maildrop.update()) {
                deleted = marked;
                return new Outcome.Bye(
                        true, marked == 0 ? "Goodbye." : "Goodbye, " + Maildrop.messages(marked) + " deleted.");
            }
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.ERROR, "the store failed to delete messages at QUIT", e);
        } finally {
            close();
        }
        return new Outcome.Bye(
                false, "[SYS/TEMP] Some deleted messages not removed; they will be there at the next login.");
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
        maildrop = null;
    }
}

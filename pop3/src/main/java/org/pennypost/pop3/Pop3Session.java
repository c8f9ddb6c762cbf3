package org.pennypost.pop3;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.AccountId;
import org.pennypost.pop3.Outcome.Err;
import org.pennypost.pop3.commands.Commands;
import org.pennypost.sasl.Identity;
import org.pennypost.store.StoreException;
import org.pennypost.wire.TlsInfo;

/**
 * The state machine of one session (RFC 1939 §3), without its socket.
 *
 * <p>Life: AUTHORIZATION until a login succeeds, then TRANSACTION with a {@link Maildrop} of its own; QUIT does the work of UPDATE.
 * {@link #close} gives the maildrop back, however the session ends, and deletes nothing. Belongs to one thread.
 */
public final class Pop3Session implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pop3Session.class.getName());

    private final Site site;
    private final Login login;

    private Optional<TlsInfo> tls;
    private Language language = Language.ENGLISH;
    private boolean utf8;
    private String user = "";
    private Optional<Identity> identity = Optional.empty();
    private MaildropLocks.@Nullable Lock lock;
    private @Nullable Maildrop maildrop;
    private int deleted;

    /** @param timestamp that of the greeting, for APOP; empty without */
    Pop3Session(Site site, InetAddress peer, Optional<TlsInfo> tls, String timestamp) {
        this.site = site;
        this.tls = tls;
        this.login = new Login(site, peer, timestamp, this::enter, this::say);
    }

    /** Handles one line without its CRLF. */
    Outcome handle(byte[] line) throws StoreException {
        if (login.isUnderWay()) {
            return login.respond(line);
        }
        for (byte b : line) {
            if (b == 0 || b == '\r') {
                return new Outcome.Mistake(say(b == 0 ? Phrase.NUL_IN_LINE : Phrase.CR_IN_LINE));
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
                    say(state() == Pop3State.AUTHORIZATION ? Phrase.AFTER_LOGIN : Phrase.BEFORE_LOGIN, keyword));
        }
        try {
            return command.handle(this, new Arguments(language, keyword, line, Math.min(end + 1, line.length)));
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

    private Outcome unknown(String keyword) {
        if (Commands.HTTP_METHODS.contains(keyword)) {
            return new Outcome.Bye(false, say(Phrase.NO_WEB_SERVER));
        }
        return new Outcome.Mistake(
                keyword.isEmpty() ? say(Phrase.EMPTY_LINE) : say(Phrase.UNKNOWN, Arguments.shown(keyword)));
    }

    /** In which language the answers are. */
    public Language language() {
        return language;
    }

    /** Answers in another language from now on (RFC 6856 §3.2). */
    public void language(Language chosen) {
        language = chosen;
    }

    /** A sentence in the language of the session. */
    public String say(Phrase phrase, Object... arguments) {
        return phrase.in(language, arguments);
    }

    /** Whether the client takes UTF-8 in headers as it is (RFC 6856 §2.1). */
    public boolean isUtf8() {
        return utf8;
    }

    /** UTF-8 mode begins, for the rest of the session. */
    public void beginUtf8() {
        utf8 = true;
    }

    public Pop3State state() {
        return maildrop == null ? Pop3State.AUTHORIZATION : Pop3State.TRANSACTION;
    }

    /** Whether STLS can be given: TLS is at hand and not yet there. */
    public boolean canStartTls() {
        return site.config().tls().isPresent() && tls.isEmpty();
    }

    /** Whether a password may be sent now: over TLS, or where the configuration allows it (RFC 8314 §3). */
    public boolean takesPasswords() {
        return tls.isPresent() || site.config().plaintextPasswords();
    }

    /** TLS has begun: what was said before may have come from anybody (RFC 2595 §4, RFC 6856 §7). */
    void secured(Optional<TlsInfo> info) {
        tls = info;
        user = "";
        language = Language.ENGLISH;
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
        return login.password(name, password);
    }

    /** Logs in with APOP. */
    public Outcome apop(String name, byte[] digest) throws StoreException {
        return login.apop(name, digest);
    }

    /** The mechanisms that AUTH takes now. */
    public List<String> mechanisms() {
        return login.mechanisms(tls);
    }

    /**
     * Begins AUTH.
     *
     * @param initial the initial response as it was sent
     */
    public Outcome authenticate(String mechanism, Optional<String> initial) throws StoreException {
        return login.begin(mechanism, initial, tls);
    }

    /** Whether the next line is an answer to a challenge of AUTH, and a secret. */
    boolean isAuthenticating() {
        return login.isUnderWay();
    }

    /** The answer to a challenge could not be read. */
    void giveUpAuthentication() {
        login.giveUp();
    }

    /** How long an account waits from one login to the next. */
    public Duration loginDelay() {
        return site.config().loginDelay();
    }

    private Outcome enter(Identity who) throws StoreException {
        MaildropLocks.Lock taken = site.locks().take(who.account()).orElse(null);
        if (taken == null) {
            return new Err("IN-USE", say(Phrase.IN_USE));
        }
        if (!site.delays().admits(who.account(), site.clock().instant())) {
            taken.close();
            return new Err("LOGIN-DELAY", say(Phrase.LOGIN_DELAY, loginDelay().toSeconds()));
        }
        lock = taken;
        try {
            maildrop = Maildrop.of(site.mailboxes().account(new AccountId(who.account())), utf8)
                    .orElse(null);
        } finally {
            if (maildrop == null) {
                close();
            }
        }
        if (maildrop == null) {
            return new Err("SYS/TEMP", say(Phrase.NO_MAILBOX));
        }
        identity = Optional.of(who);
        return new Outcome.Ok(say(Phrase.HAS, who.address(), maildrop.summary(language)));
    }

    /**
     * UPDATE (RFC 1939 §6): deletes what is marked, and gives the maildrop back, whatever came of it and before the answer: the client
     * may come again as soon as it has read that. Before the login there is nothing to do.
     */
    public Outcome quit() {
        if (maildrop == null) {
            return new Outcome.Bye(true, say(Phrase.GOODBYE));
        }
        try {
            int marked = maildrop.deletedCount();
            Deletion deletion = marked == 0
                    ? Deletion.EXPUNGE
                    : identity.map(site.deletion()::of).orElse(Deletion.EXPUNGE);
            if (maildrop.update(deletion)) {
                deleted = deletion == Deletion.KEEP ? 0 : marked;
                return new Outcome.Bye(true, marked == 0 ? say(Phrase.GOODBYE) : goodbye(deletion, marked));
            }
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.ERROR, "the store failed to delete messages at QUIT", e);
        } finally {
            close();
        }
        return new Outcome.Bye(false, "[SYS/TEMP] " + say(Phrase.NOT_REMOVED));
    }

    private String goodbye(Deletion deletion, int count) {
        Phrase phrase = switch (deletion) {
            case EXPUNGE -> Phrase.GOODBYE_DELETED;
            case TRASH -> Phrase.GOODBYE_TRASH;
            case KEEP -> Phrase.GOODBYE_KEPT;
        };
        return say(phrase, Phrase.messages(language, count));
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

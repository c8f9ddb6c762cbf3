package org.pennypost.imap.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.grammar.ModifiedUtf7;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.sasl.SaslLogin;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.TlsInfo;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/**
 * A session with an IMAP server (RFC 9051, RFC 3501), as a client. Methods are named after what they do and send one command each, unless
 * they say otherwise; each throws {@link ImapRefused} for NO and BAD, {@link MalformedAnswer} for what is no IMAP, and another IOException
 * when the connection breaks or the server does not answer in time. Messages are named by their UIDs. Belongs to one thread.
 *
 * <p>Life: opened and, if wanted, protected; {@link #login}; any commands; {@link #logout}.
 */
public final class ImapClient implements Closeable {
    /** No more mailboxes are taken of one LIST. */
    private static final int MAILBOXES_MAX = 500_000;

    /** So few that their commands always fit into the server's buffers: neither side can wait for the other. */
    private static final int IN_FLIGHT_MAX = 20;

    private final Connection connection;
    private final ClientConfig config;
    private final DialogueListener listener;
    private final Exchange exchange;
    private boolean over;

    private ImapClient(Connection connection, ClientConfig config, DialogueListener listener) {
        this.connection = connection;
        this.config = config;
        this.listener = listener;
        this.exchange = new Exchange(connection, new ServerLines(connection, config.timeout(), listener), listener);
    }

    /**
     * Connects (all addresses of the host are tried in turn), and begins TLS as {@code config} says.
     *
     * @param deadlines keeps the timeouts
     */
    public static ImapClient connect(ClientConfig config, Deadlines deadlines, DialogueListener listener)
            throws IOException {
        SocketLink link = SocketLink.connect(config.host(), config.port(), config.connectTimeout());
        return open(new Connection(link, deadlines, WireLog.NONE), config, listener);
    }

    /** The same on a connection, which belongs to the client from now on and is closed when that fails. */
    public static ImapClient open(Connection connection, ClientConfig config, DialogueListener listener)
            throws IOException {
        ImapClient client = new ImapClient(connection, config, listener);
        try {
            client.begin();
            return client;
        } catch (IOException failed) {
            connection.close();
            throw failed;
        }
    }

    private void begin() throws IOException {
        if (config.tls() == TlsMode.IMPLICIT) {
            handshake();
        }
        exchange.greeting();
        readCapabilities();
        switch (config.tls()) {
            case NEVER, IMPLICIT -> {}
            case WHEN_OFFERED -> {
                if (offers("STARTTLS")) {
                    startTls();
                }
            }
            // Also where it is not offered, or somebody on the way has hidden the offer: the answer is NO or BAD then.
            case REQUIRED -> startTls();
        }
    }

    private void handshake() throws IOException {
        connection.startTlsClient(config.context(), config.host(), config.verify(), config.timeout());
    }

    /** RFC 9051 §6.2.1: after the handshake, what the server said before is forgotten. */
    private void startTls() throws IOException {
        exchange.run(new Request("STARTTLS"));
        handshake();
        exchange.forgetCapabilities();
        readCapabilities();
    }

    /** Asks what the server can do, unless it has said so by itself. */
    private void readCapabilities() throws IOException {
        if (!exchange.hasCapabilities()) {
            exchange.run(new Request("CAPABILITY"));
        }
    }

    /** What the server says that it can do now, in capitals. */
    public Set<String> capabilities() {
        return exchange.capabilities();
    }

    public boolean offers(String capability) {
        return exchange.capabilities().contains(capability);
    }

    /** What protects the session. */
    public Optional<TlsInfo> tls() {
        return connection.tls();
    }

    /** The selected mailbox as it is known now; empty if none is. */
    public Optional<Selection> selection() {
        return exchange.selection();
    }

    /**
     * Logs in: with the strongest mechanism that the server offers and that is known here, else with LOGIN.
     *
     * @throws ImapRefused if the login is wrong or cannot be tried now; another may be tried
     */
    public void login(String name, String password) throws IOException {
        ImapLogin login = new ImapLogin(exchange, connection, config);
        if (!login.authenticate(SaslLogin.password(name, password))) {
            login.plain(name, password);
        }
        readCapabilities();
    }

    /**
     * Logs in with one mechanism and no other (RFC 5092 §3.2).
     *
     * @param mechanism a name of SASL, in capitals
     * @throws ImapRefused if the login is wrong or cannot be tried now; another may be tried
     */
    public void login(String name, String password, String mechanism) throws IOException {
        if (!offers("AUTH=" + mechanism)
                || !new ImapLogin(exchange, connection, config)
                        .authenticate(SaslLogin.password(name, password), mechanism)) {
            throw new IOException("the server offers no " + mechanism + ", or it is not known here: leave out ;AUTH=");
        }
        readCapabilities();
    }

    /**
     * Logs in with AUTHENTICATE alone, as with a token.
     *
     * @throws ImapRefused if the login is wrong or cannot be tried now; another may be tried
     */
    public void login(SaslLogin login) throws IOException {
        if (!new ImapLogin(exchange, connection, config).authenticate(login)) {
            throw new IOException("the server offers no mechanism for this login");
        }
        readCapabilities();
    }

    /** ENABLE (RFC 9051 §6.3.1): returns what is enabled now that was not before, in capitals. */
    public Set<String> enable(String... names) throws IOException {
        Set<String> enabled = new HashSet<>();
        exchange.run(
                new Request("ENABLE").words(String.join(" ", names)),
                response -> {
                    if (response instanceof Response.Enabled(Set<String> more)) {
                        enabled.addAll(more);
                    }
                },
                FetchTarget.NONE);
        return enabled;
    }

    /** SELECT: the mailbox can be changed, if the server allows it. */
    public Selection select(String mailbox) throws IOException {
        return select("SELECT", mailbox, false);
    }

    /** EXAMINE: the mailbox is only looked at. */
    public Selection examine(String mailbox) throws IOException {
        return select("EXAMINE", mailbox, true);
    }

    private Selection select(String command, String mailbox, boolean readOnly) throws IOException {
        Request request = named(command, mailbox);
        exchange.select(Selection.of(mailbox, readOnly));
        try {
            exchange.run(request);
        } catch (IOException refused) {
            // A SELECT that fails leaves nothing selected (RFC 9051 §6.3.2).
            exchange.select(null);
            throw refused;
        }
        return exchange.selection().orElseThrow();
    }

    /** CLOSE: removes what is marked as deleted, tells nothing of it, and selects nothing. */
    public void closeMailbox() throws IOException {
        exchange.run(new Request("CLOSE"));
        exchange.select(null);
    }

    /** UNSELECT: selects nothing. */
    public void unselect() throws IOException {
        exchange.run(new Request("UNSELECT"));
        exchange.select(null);
    }

    /** LIST: what matches a pattern, in the server's order. */
    public List<ListedMailbox> list(String reference, String pattern) throws IOException {
        return list("LIST", reference, pattern);
    }

    /** LSUB: what of it is subscribed (RFC 3501 §6.3.9). */
    public List<ListedMailbox> subscribed(String reference, String pattern) throws IOException {
        return list("LSUB", reference, pattern);
    }

    private List<ListedMailbox> list(String command, String reference, String pattern) throws IOException {
        List<ListedMailbox> all = new ArrayList<>();
        exchange.run(
                named(command, reference).string(spelled(pattern)),
                response -> {
                    if (response instanceof Response.Listed(ListedMailbox mailbox, boolean _)) {
                        if (all.size() >= MAILBOXES_MAX) {
                            throw new MalformedAnswer("the server lists more than " + MAILBOXES_MAX + " mailboxes", "");
                        }
                        all.add(mailbox);
                    }
                },
                FetchTarget.NONE);
        return all;
    }

    /** STATUS: what was asked for and told, by the items' names in capitals. */
    public Map<String, Long> status(String mailbox, String... items) throws IOException {
        Map<String, Long> told = new HashMap<>();
        exchange.run(
                named("STATUS", mailbox).words("(" + String.join(" ", items) + ")"),
                response -> {
                    if (response instanceof Response.MailboxStatus status) {
                        told.putAll(status.items());
                    }
                },
                FetchTarget.NONE);
        return told;
    }

    /** CREATE. */
    public void create(String mailbox) throws IOException {
        exchange.run(named("CREATE", mailbox));
    }

    /** DELETE. */
    public void delete(String mailbox) throws IOException {
        exchange.run(named("DELETE", mailbox));
    }

    /** RENAME. */
    public void rename(String mailbox, String to) throws IOException {
        exchange.run(named("RENAME", mailbox).string(spelled(to)));
    }

    /** SUBSCRIBE. */
    public void subscribe(String mailbox) throws IOException {
        exchange.run(named("SUBSCRIBE", mailbox));
    }

    /** UNSUBSCRIBE. */
    public void unsubscribe(String mailbox) throws IOException {
        exchange.run(named("UNSUBSCRIBE", mailbox));
    }

    /**
     * UID FETCH.
     *
     * @param items what is wanted, as {@code (UID FLAGS BODY.PEEK[HEADER])}
     * @param target gets it as it comes
     */
    public void fetch(UidSet uids, String items, FetchTarget target) throws IOException {
        exchange.run(uid("FETCH", uids).words(items), Exchange.Taker.NONE, target);
    }

    /**
     * Fetches messages whole, without marking them as read; several commands are under way at once.
     *
     * @param target gets them in this order; one that is gone meanwhile does not come
     * @throws ImapRefused at the end, if one was refused
     */
    public void fetchWhole(Collection<Uid> uids, FetchTarget target) throws IOException {
        Deque<Uid> left = new ArrayDeque<>(uids);
        Deque<String> tags = new ArrayDeque<>();
        ImapRefused first = null;
        while (!left.isEmpty() || !tags.isEmpty()) {
            while (!left.isEmpty() && tags.size() < IN_FLIGHT_MAX) {
                Request request =
                        uid("FETCH", UidSet.of(left.removeFirst())).words("(UID FLAGS INTERNALDATE BODY.PEEK[])");
                tags.addLast(tags.isEmpty() ? exchange.sendOnly(request) : exchange.sendAhead(request));
            }
            try {
                exchange.complete(tags.removeFirst(), "UID FETCH", Exchange.Taker.NONE, target);
            } catch (ImapRefused refused) {
                first = first == null ? refused : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /**
     * UID FETCH of one section of one message.
     *
     * @param section as {@code BODY.PEEK[]}
     * @return whether there is such a message, and it has that section
     */
    public boolean fetch(Uid uid, String section, ByteSink sink) throws IOException {
        boolean[] came = {false};
        fetch(UidSet.of(uid), "(UID " + section + ")", new FetchTarget() {
            @Override
            public ByteSink content(long number, String name, long octets) {
                came[0] = true;
                return sink;
            }

            @Override
            public void message(FetchedMessage message) {}
        });
        return came[0];
    }

    /**
     * UID SEARCH, as ESEARCH where the server can (RFC 4731).
     *
     * @param criteria in ASCII, as {@code UNSEEN SINCE 1-Feb-1994}
     */
    public UidSet search(String criteria) throws IOException {
        List<UidSet> sets = new ArrayList<>();
        boolean extended = offers("ESEARCH") || offers("IMAP4REV2");
        exchange.run(
                new Request("UID SEARCH").words((extended ? "RETURN (ALL) " : "") + criteria),
                response -> {
                    if (response instanceof Response.Found(long[] numbers)) {
                        sets.add(uids(numbers));
                    } else if (response instanceof Response.Extended found) {
                        found.all().ifPresent(sets::add);
                    }
                },
                FetchTarget.NONE);
        return UidSet.ofRanges(
                sets.stream().flatMap(set -> set.ranges().stream()).toList());
    }

    private static UidSet uids(long[] numbers) {
        return UidSet.of(Arrays.stream(numbers)
                .filter(number -> number >= 1 && number <= Uid.MAX)
                .mapToObj(Uid::new)
                .collect(Collectors.toSet()));
    }

    /** How STORE changes flags. */
    public enum Change {
        ADD("+FLAGS.SILENT"),
        REMOVE("-FLAGS.SILENT"),
        REPLACE("FLAGS.SILENT");

        private final String item;

        Change(String item) {
            this.item = item;
        }
    }

    /** UID STORE. */
    public void store(UidSet uids, Change change, Flag... flags) throws IOException {
        exchange.run(uid("STORE", uids).words(change.item).flags(List.of(flags)));
    }

    /** UID COPY: returns where the copies are, if the server says so (UIDPLUS). */
    public Optional<CopyUid> copy(UidSet uids, String mailbox) throws IOException {
        return where("COPYUID", uid("COPY", uids).string(spelled(mailbox)));
    }

    /** UID MOVE (RFC 6851): returns where they are, if the server says so. */
    public Optional<CopyUid> move(UidSet uids, String mailbox) throws IOException {
        return where("COPYUID", uid("MOVE", uids).string(spelled(mailbox)));
    }

    /** The code may be in the tagged answer, or before it (RFC 6851 §4.3). */
    private Optional<CopyUid> where(String code, Request request) throws IOException {
        List<CopyUid> told = new ArrayList<>();
        Response.Status status = exchange.run(
                request,
                response -> {
                    if (response instanceof Response.Status untagged
                            && untagged.code().name().equals(code)) {
                        CopyUid.of(untagged.code()).ifPresent(told::add);
                    }
                },
                FetchTarget.NONE);
        return CopyUid.of(status.code()).or(() -> told.stream().findFirst());
    }

    /** EXPUNGE: removes all that are marked as deleted. */
    public void expunge() throws IOException {
        exchange.run(new Request("EXPUNGE"));
    }

    /** UID EXPUNGE: removes those of these that are marked as deleted (RFC 4315 §2.1). */
    public void expunge(UidSet uids) throws IOException {
        exchange.run(uid("EXPUNGE", uids));
    }

    /** What writes a message to the server. */
    @FunctionalInterface
    public interface Message {
        void writeTo(ByteSink sink) throws IOException;
    }

    /**
     * APPEND: returns where the message is, if the server says so (UIDPLUS).
     *
     * @param received its INTERNALDATE; null for now
     * @param octets how many the message has, exactly
     */
    public Optional<CopyUid> append(
            String mailbox, Collection<Flag> flags, @Nullable Instant received, long octets, Message message)
            throws IOException {
        Request request = named("APPEND", mailbox);
        if (!flags.isEmpty()) {
            request.flags(flags);
        }
        if (received != null) {
            request.words('"' + Dates.spelled(received) + '"');
        }
        return CopyUid.of(
                exchange.run(request.message(octets, message::writeTo)).code());
    }

    /** NOOP: returns what the server tells meanwhile. */
    public List<Response> noop() throws IOException {
        List<Response> news = new ArrayList<>();
        exchange.run(new Request("NOOP"), news::add, FetchTarget.NONE);
        return news;
    }

    /** Takes news while the client waits for them. */
    @FunctionalInterface
    public interface NewsListener {
        /** @return whether to wait for more */
        boolean take(Response news) throws IOException;
    }

    /**
     * IDLE (RFC 2177): waits for news until the time is over, or the listener wants no more.
     *
     * @param atMost less than the 30 minutes after which a server may end the session, by the clock of the connection's deadlines
     */
    public void idle(Duration atMost, NewsListener news) throws IOException {
        String tag = exchange.sendOnly(new Request("IDLE"));
        Response begun = exchange.answer(tag, Exchange.Taker.NONE);
        if (begun instanceof Response.Status refused) {
            throw new ImapRefused("IDLE", refused);
        }
        try (Idling idling = Idling.start(connection, atMost, () -> listener.sent("DONE"))) {
            exchange.idle(idling, atMost);
            exchange.complete(
                    tag,
                    "IDLE",
                    response -> {
                        if (!news.take(response)) {
                            idling.end();
                        }
                    },
                    FetchTarget.NONE);
        } finally {
            exchange.idleOver();
        }
    }

    /** Sends a command that has no literal, and returns all that the server says to it, the tagged answer last. */
    public List<Response> command(String line) throws IOException {
        List<Response> all = new ArrayList<>();
        all.add(exchange.run(new Request(line), all::add, FetchTarget.NONE));
        return all;
    }

    private Request named(String command, String mailbox) throws IOException {
        return new Request(command).string(spelled(mailbox));
    }

    private String spelled(String mailbox) {
        return exchange.isUtf8() ? mailbox : ModifiedUtf7.encode(mailbox);
    }

    private static Request uid(String command, UidSet uids) throws IOException {
        if (uids.isEmpty()) {
            throw new IllegalArgumentException("no messages for " + command);
        }
        return new Request("UID " + command).words(uids.toString());
    }

    /** LOGOUT: ends the session. Nothing is removed by that. */
    public void logout() throws IOException {
        over = true;
        exchange.run(new Request("LOGOUT"));
    }

    /** Closes the connection. */
    @Override
    public void close() {
        if (!over) {
            over = true;
            listener.sent("(closed)");
        }
        connection.close();
    }
}

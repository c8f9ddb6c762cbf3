package org.pennypost.pop3.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pennypost.sasl.ChannelBinding;
import org.pennypost.sasl.ClientChannel;
import org.pennypost.sasl.SaslLogin;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.DotBlock;
import org.pennypost.wire.Line;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.TlsInfo;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/**
 * A session with a POP3 server (RFC 1939), as a client. Methods are named after what they do and send one command each, unless they say
 * otherwise; each throws {@link Pop3Refused} for {@code -ERR}, {@link MalformedAnswer} for what is no POP3, and another IOException when
 * the connection breaks or the server does not answer in time. Belongs to one thread.
 *
 * <p>Life: opened and, if wanted, protected; {@link #login}; any commands; {@link #quit}, which alone deletes what was marked.
 */
public final class Pop3Client implements AutoCloseable {
    /** Servers write longer lines than the 512 octets of RFC 2449 §4 allow. */
    private static final int LINE_BYTES_MAX = 8192;

    /** No more lines are taken of any listing than would fill this: a million messages with the longest unique ids. */
    private static final int LISTING_BYTES_MAX = 80 << 20;

    /** So few that their commands always fit into the server's buffers: neither side can wait for the other. */
    private static final int IN_FLIGHT_MAX = 20;

    private final Connection connection;
    private final ClientConfig config;
    private final DialogueListener listener;
    private Capabilities capabilities = Capabilities.NONE;
    private String greeting = "";
    private boolean over;

    /** Whether the next line that comes need not be the answer to the next command: nothing can be said any more. */
    private boolean broken;

    private Pop3Client(Connection connection, ClientConfig config, DialogueListener listener) {
        this.connection = connection;
        this.config = config;
        this.listener = listener;
    }

    /**
     * Connects (all addresses of the host are tried in turn), and begins TLS as {@code config} says.
     *
     * @param deadlines keeps the timeouts
     */
    public static Pop3Client connect(ClientConfig config, Deadlines deadlines, DialogueListener listener)
            throws IOException {
        SocketLink link = SocketLink.connect(config.host(), config.port(), config.connectTimeout());
        return open(new Connection(link, deadlines, WireLog.NONE), config, listener);
    }

    /** The same on a connection, which belongs to the client from now on and is closed when that fails. */
    public static Pop3Client open(Connection connection, ClientConfig config, DialogueListener listener)
            throws IOException {
        Pop3Client client = new Pop3Client(connection, config, listener);
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
        greeting = answer("the connection");
        readCapabilities();
        boolean offered = capabilities.offers("STLS");
        switch (config.tls()) {
            case NEVER, IMPLICIT -> {}
            case WHEN_OFFERED -> {
                if (offered) {
                    startTls();
                }
            }
            // A server without CAPA may know STLS all the same, so it is asked.
            case REQUIRED -> startTls();
        }
        beginUtf8();
    }

    /** So that messages come as they are (RFC 6856 §2.1). Behind TLS, as no STLS may follow. */
    private void beginUtf8() throws IOException {
        if (capabilities.offers("UTF8")) {
            try {
                ask("UTF8");
            } catch (Pop3Refused kept) {
                // then they come in ASCII
            }
        }
    }

    private void handshake() throws IOException {
        connection.startTlsClient(config.context(), config.host(), config.verify(), config.timeout());
    }

    /** RFC 2595 §4: after the handshake, what the server said before is forgotten. */
    private void startTls() throws IOException {
        ask("STLS");
        handshake();
        readCapabilities();
    }

    /** A server that knows no CAPA (RFC 2449 is younger than POP3) has no capabilities that could be relied on. */
    private void readCapabilities() throws IOException {
        try {
            ask("CAPA");
            capabilities = new Capabilities(lines());
        } catch (Pop3Refused unknown) {
            capabilities = Capabilities.NONE;
        }
    }

    /** What the server says that it can do now. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** What protects the session. */
    public Optional<TlsInfo> tls() {
        return connection.tls();
    }

    /**
     * Logs in: with the strongest mechanism that the server offers and that is known here (RFC 5034); without any, with APOP where the
     * connection is open to others and the greeting allows it, else with USER and PASS.
     *
     * @throws Pop3Refused if the login is wrong or cannot be tried now; another may be tried
     */
    public void login(String name, String password) throws IOException {
        logins().password(name, password);
        readCapabilities();
    }

    /**
     * Logs in with one mechanism and no other (RFC 2384 §4).
     *
     * @param mechanism a name of SASL, or {@code +APOP}
     * @throws Pop3Refused if the login is wrong or cannot be tried now; another may be tried
     * @throws IOException if the server does not offer it
     */
    public void login(String name, String password, String mechanism) throws IOException {
        logins().only(mechanism, name, password);
        readCapabilities();
    }

    /**
     * Logs in with AUTH alone, as with a token.
     *
     * @throws Pop3Refused if the login is wrong or cannot be tried now; another may be tried
     */
    public void login(SaslLogin login) throws IOException {
        if (!logins().authenticate(capabilities.parameters("SASL"), login)) {
            throw new IOException("the server offers no mechanism for this login: "
                    + String.join(" ", capabilities.parameters("SASL")));
        }
        readCapabilities();
    }

    private Logins logins() {
        return new Logins(this, greeting, capabilities, channel());
    }

    private ClientChannel channel() {
        return connection
                .tls()
                .map(tls -> new ClientChannel(
                        true, tls.channelBindings(), tls::channelBinding, config.host(), config.port()))
                .orElseGet(
                        () -> new ClientChannel(false, List.of(), ChannelBinding.NONE, config.host(), config.port()));
    }

    /** STAT. */
    public MaildropStat stat() throws IOException {
        String answer = ask("STAT");
        String[] words = answer.split(" +", 3);
        long messages = number("STAT", answer, words, 0);
        if (messages > Integer.MAX_VALUE) {
            throw new MalformedAnswer("STAT", answer);
        }
        return new MaildropStat((int) messages, number("STAT", answer, words, 1));
    }

    /** LIST: the size of each message, by its number. */
    public SortedMap<Integer, Long> list() throws IOException {
        ask("LIST");
        SortedMap<Integer, Long> sizes = new TreeMap<>();
        for (Map.Entry<Integer, String> row : rows("LIST").entrySet()) {
            sizes.put(
                    row.getKey(),
                    number(
                            "LIST",
                            row.getKey() + " " + row.getValue(),
                            row.getValue().split(" +", 2),
                            0));
        }
        return sizes;
    }

    /** LIST of one message: its size. */
    public long size(int number) throws IOException {
        String answer = ask("LIST " + number);
        return number("LIST", answer, answer.split(" +", 3), 1);
    }

    /** UIDL: the unique id of each message, by its number; empty if the server has no such command (RFC 1939 §7 makes it optional). */
    public Optional<SortedMap<Integer, String>> uniqueIds() throws IOException {
        try {
            ask("UIDL");
        } catch (Pop3Refused refused) {
            requireLacking("UIDL", refused);
            return Optional.empty();
        }
        return Optional.of(rows("UIDL"));
    }

    /** UIDL of one message; empty if the server has no such command. */
    public Optional<String> uniqueId(int number) throws IOException {
        try {
            String answer = ask("UIDL " + number);
            String[] words = answer.split(" +", 2);
            if (words.length < 2) {
                throw new MalformedAnswer("UIDL", answer);
            }
            return Optional.of(words[1]);
        } catch (Pop3Refused refused) {
            requireLacking("UIDL", refused);
            return Optional.empty();
        }
    }

    /** Throws on what a refusal says, unless it can mean that the server has no such command. */
    private void requireLacking(String capability, Pop3Refused refused) throws Pop3Refused {
        if (capabilities.offers(capability) || refused.text().startsWith("[")) {
            throw refused;
        }
    }

    private SortedMap<Integer, String> rows(String command) throws IOException {
        SortedMap<Integer, String> rows = new TreeMap<>();
        for (String line : lines()) {
            String[] words = line.strip().split(" +", 2);
            long number = number(command, line, words, 0);
            if (number < 1 || number > Integer.MAX_VALUE || words.length < 2) {
                throw new MalformedAnswer(command, line);
            }
            rows.put((int) number, words[1]);
        }
        return rows;
    }

    /** A word of an answer that has to be a number, 0 or more. */
    private static long number(String command, String answer, String[] words, int index) throws MalformedAnswer {
        try {
            long number = Long.parseLong(words[index]);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // as a negative one
        }
        throw new MalformedAnswer(command, answer);
    }

    /**
     * RETR: hands a message to the sink as it comes, its CRLFs kept, dot-stuffing removed. If the sink throws, the session is broken.
     *
     * @return the bytes that the sink got
     */
    public long retrieve(int number, ByteSink sink) throws IOException {
        ask("RETR " + number);
        return block("RETR", sink);
    }

    /**
     * RETR of several messages, in their order. Where the server allows it (PIPELINING, RFC 2449 §6.6), several commands are under way at
     * once.
     *
     * @param target gives the sink for each message when it comes, and is told what became of it. If it throws, the session is broken.
     */
    public void retrieve(Collection<Integer> numbers, MessageTarget target) throws IOException {
        List<Integer> all = List.copyOf(numbers);
        int ahead = capabilities.offers("PIPELINING") ? IN_FLIGHT_MAX : 1;
        int sent = 0;
        for (int i = 0; i < all.size(); i++) {
            for (; sent < all.size() && sent < i + ahead; sent++) {
                send("RETR " + all.get(sent), "RETR " + all.get(sent));
            }
            // While answers are under way, nothing may throw without their being read.
            broken = true;
            receive(all.get(i), target);
            broken = false;
        }
    }

    private void receive(int number, MessageTarget target) throws IOException {
        try {
            check("RETR " + number, line("RETR " + number));
        } catch (Pop3Refused refused) {
            target.refused(number, refused);
            return;
        }
        long bytes = block("RETR", target.begin(number));
        target.end(number, bytes);
    }

    /** Where retrieved messages go. */
    public interface MessageTarget {
        /** A message is about to come. */
        ByteSink begin(int number) throws IOException;

        /** It has come whole. */
        void end(int number, long bytes) throws IOException;

        /** It does not come; those behind it still do. */
        void refused(int number, Pop3Refused why) throws IOException;
    }

    /** TOP: the header and so many lines of the body; empty if the server has no such command. */
    public Optional<byte[]> top(int number, int lines) throws IOException {
        ByteArrayOutputStream top = new ByteArrayOutputStream();
        return top(number, lines, top::write) ? Optional.of(top.toByteArray()) : Optional.empty();
    }

    /**
     * TOP: hands the header and so many lines of the body to the sink, as {@link #retrieve(int, ByteSink)} does.
     *
     * @return false if the server has no such command
     */
    public boolean top(int number, int lines, ByteSink sink) throws IOException {
        try {
            ask("TOP " + number + " " + lines);
        } catch (Pop3Refused refused) {
            requireLacking("TOP", refused);
            return false;
        }
        block("TOP", sink);
        return true;
    }

    /** DELE: marks a message; it goes at {@link #quit}. */
    public void delete(int number) throws IOException {
        ask("DELE " + number);
    }

    /** RSET: unmarks all. */
    public void reset() throws IOException {
        ask("RSET");
    }

    /** NOOP. */
    public void noop() throws IOException {
        ask("NOOP");
    }

    /** QUIT: deletes what was marked, and ends the session. If it throws, it is not known whether they are deleted. */
    public void quit() throws IOException {
        over = true;
        ask("QUIT");
    }

    /** Sends any command that has a one-line answer, and returns what is behind {@code +OK}. */
    public String command(String line) throws IOException {
        return ask(Logins.argument(line));
    }

    String ask(String command) throws IOException {
        send(command, command);
        return answer(command.split(" ", 2)[0]);
    }

    void send(String line, String shown) throws IOException {
        if (broken) {
            throw new IOException("the session was broken off in the middle of an answer: open another");
        }
        listener.sent(shown);
        connection.write(line + "\r\n");
    }

    String answer(String command) throws IOException {
        return check(command, line(command));
    }

    String check(String command, String line) throws IOException {
        if (line.startsWith("+OK")) {
            return line.substring("+OK".length()).strip();
        }
        if (line.startsWith("-ERR")) {
            throw new Pop3Refused(command, line.substring("-ERR".length()).strip());
        }
        broken = true;
        throw new MalformedAnswer(command, line);
    }

    /** The next line, whatever it says. */
    String line(String command) throws IOException {
        boolean brokenBefore = broken;
        broken = true;
        String line = switch (connection.readLine(LINE_BYTES_MAX, config.timeout())) {
            case Line.Text text -> text.string();
            case Line.BareLf bare -> new String(bare.bytes(), StandardCharsets.UTF_8); // Lenient: some old servers
            case Line.TooLong _ ->
                throw new MalformedAnswer(command, "(a line of more than " + LINE_BYTES_MAX + " bytes)");
            case Line.End _, Line.Stopping _ ->
                throw new IOException("the server closed the connection instead of answering " + command);
            case Line.TimedOut _ ->
                throw new SocketTimeoutException("the server did not answer " + command + " within "
                        + config.timeout().toSeconds() + " seconds");
        };
        broken = brokenBefore;
        listener.received(line);
        return line;
    }

    /** Nothing more can be said in this session. */
    void broken() {
        broken = true;
    }

    private List<String> lines() throws IOException {
        ListingLines lines = new ListingLines(LISTING_BYTES_MAX);
        readBlock(lines);
        List<String> all = lines.all();
        all.forEach(listener::received);
        listener.received(".");
        return all;
    }

    private long block(String command, ByteSink sink) throws IOException {
        DotBlock block = readBlock(sink);
        listener.received("(" + command + ": " + block.bytes() + " bytes)");
        return block.bytes();
    }

    private DotBlock readBlock(ByteSink sink) throws IOException {
        boolean brokenBefore = broken;
        broken = true;
        DotBlock block = connection.readDotted(sink, config.timeout());
        requireComplete(block);
        broken = brokenBefore;
        return block;
    }

    private void requireComplete(DotBlock block) throws IOException {
        switch (block.ending()) {
            case COMPLETE -> {}
            case END -> throw new IOException("the server closed the connection in the middle of an answer");
            case TIMED_OUT ->
                throw new SocketTimeoutException("the server sent nothing for "
                        + config.timeout().toSeconds() + " seconds in the middle of an answer");
        }
    }

    /** Closes the connection. Without {@link #quit} before it, nothing is deleted (RFC 1939 §6). */
    @Override
    public void close() {
        if (!over) {
            over = true;
            listener.sent("(closed)");
        }
        connection.close();
    }
}

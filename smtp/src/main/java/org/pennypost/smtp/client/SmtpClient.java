package org.pennypost.smtp.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pennypost.sasl.ClientChannel;
import org.pennypost.sasl.SaslClient;
import org.pennypost.sasl.SaslFailure;
import org.pennypost.sasl.SaslLogin;
import org.pennypost.smtp.AddressLiteral;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.TlsInfo;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/**
 * A client's side of a session. Used by one thread.
 *
 * <p>Life: {@link #connect} (or {@link #open} on a connection that is there) opens the session up to EHLO, inside TLS where that is wanted; {@link #send} sends
 * any number of messages; {@link #close} says QUIT. After an {@link IOException} only {@code close} is left. What a server says of a message is a value
 * ({@link DeliveryResult}); that it will have no session with us at all is {@link SmtpRefused}.
 */
public final class SmtpClient implements Closeable {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    /** RFC 4954 §6. */
    private static final int CHALLENGE = 334;

    /** RFC 4954 §6: this account may not use the mechanism, and another may do. */
    private static final int TOO_WEAK = 534;

    /** What becomes of recipients that the server did not stay for. */
    private static final Reply CLOSED =
            Reply.of(421, "4.4.2", "The server takes no more in this session; these recipients were not tried.");

    /** RFC 4954 §4: what an AUTH command may have before its CRLF. */
    private static final int AUTH_CHARACTERS_MAX = 510;

    /** No mechanism has more. */
    private static final int CHALLENGES_MAX = 10;

    private final Connection connection;
    private final SmtpClientConfig config;
    private final DialogueListener listener;
    private final ReplyReader replies;
    private Capabilities capabilities = Capabilities.NONE;
    private boolean broken;
    private int transactions;
    /** Those of the recipients so far, where the server counts them. */
    private final Set<String> domains = new HashSet<>();

    private SmtpClient(Connection connection, SmtpClientConfig config, DialogueListener listener) {
        this.connection = connection;
        this.config = config;
        this.listener = listener;
        this.replies = new ReplyReader(connection, listener);
    }

    /**
     * Connects and opens a session. All addresses of the host are tried in turn.
     *
     * @param deadlines keeps the timeouts
     * @throws SmtpRefused when the server does not want us, or does not offer the security that {@code config} requires
     * @throws MalformedReply when it speaks no SMTP
     * @throws IOException when it cannot be reached, does not answer in time, or TLS fails
     */
    public static SmtpClient connect(SmtpClientConfig config, Deadlines deadlines, DialogueListener listener)
            throws IOException {
        SocketLink link = SocketLink.connect(
                config.host(), config.port(), config.timeouts().connect());
        return open(new Connection(link, deadlines, WireLog.NONE), config, listener);
    }

    /** Opens a session on a connection, which belongs to the client from now on and is closed when that fails. See {@link #connect}. */
    public static SmtpClient open(Connection connection, SmtpClientConfig config, DialogueListener listener)
            throws IOException {
        SmtpClient client = new SmtpClient(connection, config, listener);
        try {
            client.begin();
            return client;
        } catch (SmtpRefused refused) {
            // RFC 5321 §4.1.4: QUIT also where no session was begun; §3.1: a server that wants none waits for it
            client.close();
            throw refused;
        } catch (IOException failure) {
            connection.close();
            throw failure;
        }
    }

    private void begin() throws IOException {
        if (config.tls() == TlsMode.IMPLICIT) {
            connection.startTlsClient(
                    config.context(),
                    config.host(),
                    config.verify(),
                    config.timeouts().handshake());
        }
        require(Step.GREETING, replies.read(config.timeouts().greeting()));
        hello();
        switch (config.tls()) {
            case NEVER, IMPLICIT -> {}
            case WHEN_OFFERED -> {
                if (capabilities.offers("STARTTLS")) {
                    startTls();
                }
            }
            case REQUIRED -> {
                if (!capabilities.offers("STARTTLS")) {
                    throw new SmtpRefused(
                            Step.STARTTLS,
                            Reply.of(554, "5.7.4", "The server does not offer STARTTLS, which is required."));
                }
                startTls();
            }
        }
    }

    /** EHLO, and HELO where a server knows no EHLO (RFC 5321 §3.2). */
    private void hello() throws IOException {
        boolean lmtp = config.protocol() == SmtpClientConfig.Protocol.LMTP;
        Reply ehlo =
                ask((lmtp ? "LHLO " : "EHLO ") + clientName(), config.timeouts().command());
        if (ehlo.positive()) {
            capabilities = Capabilities.of(ehlo);
            return;
        }
        capabilities = Capabilities.NONE;
        if (lmtp || !ehlo.permanentFailure()) {
            throw new SmtpRefused(Step.HELLO, ehlo);
        }
        require(Step.HELLO, ask("HELO " + clientName(), config.timeouts().command()));
    }

    private String clientName() {
        return config.clientName().isEmpty()
                ? AddressLiteral.of(connection.local().getAddress())
                : config.clientName();
    }

    /** RFC 3207 §4: after the handshake all that the server said before is forgotten, and EHLO is said again. */
    private void startTls() throws IOException {
        require(Step.STARTTLS, ask("STARTTLS", config.timeouts().command()));
        connection.startTlsClient(
                config.context(),
                config.host(),
                config.verify(),
                config.timeouts().handshake());
        hello();
    }

    private static void require(Step step, Reply reply) throws SmtpRefused {
        if (reply.code() / 100 != 2) {
            throw new SmtpRefused(step, reply);
        }
    }

    /**
     * Logs in with the best mechanism that both sides know (RFC 4954 §4).
     *
     * @param plaintextAllowed whether the password may be sent without TLS
     *
     * @return 235 when the login was accepted, else the server's refusal, or ours with 504 and 538 when no mechanism is shared or TLS is missing
     * @throws SaslFailure when name or password cannot be sent with any mechanism
     * @throws IOException when the connection broke
     */
    public Reply login(String name, String password, boolean plaintextAllowed) throws IOException, SaslFailure {
        return login(SaslLogin.password(name, password), plaintextAllowed);
    }

    /**
     * Logs in with a password, a token or a certificate; see {@link #login(String, String, boolean)}.
     *
     * @throws SaslFailure also when the server says yes and has not proved that it may: the session must not be used then
     */
    public Reply login(SaslLogin login, boolean plaintextAllowed) throws IOException, SaslFailure {
        if (connection.tls().isEmpty() && !plaintextAllowed) {
            return Reply.of(538, "5.7.11", "The connection is not protected by TLS; the password was not sent.");
        }
        List<String> offered = capabilities.parameters("AUTH");
        Set<String> refused = new HashSet<>();
        Reply reply = Reply.of(
                504, "5.5.4", "The server offers no mechanism that is known here: AUTH " + String.join(" ", offered));
        Optional<SaslClient> mechanism = SaslClient.choose(offered, login, channel());
        while (mechanism.isPresent()) {
            reply = authenticate(mechanism.get());
            refused.add(mechanism.get().mechanism());
            mechanism = reply.code() == TOO_WEAK
                    ? SaslClient.another(offered, refused, login, channel())
                    : Optional.empty();
        }
        return reply;
    }

    /**
     * {@code AUTH}, challenges (334) and responses in base64 (RFC 4954 §4); the dialogue shows {@code ***} for all that we send. A first response that does not
     * fit into a command's line is sent when the server asks for it.
     */
    private Reply authenticate(SaslClient mechanism) throws IOException, SaslFailure {
        Optional<byte[]> first = mechanism.initialResponse();
        String command = "AUTH " + mechanism.mechanism();
        String line = first.map(bytes -> command + " " + (bytes.length == 0 ? "=" : BASE64.encodeToString(bytes)))
                .orElse(command);
        boolean kept = line.length() > AUTH_CHARACTERS_MAX;
        Reply reply = kept
                ? ask(command, config.timeouts().command())
                : askSecretly(line, first.isPresent() ? command + " ***" : command);
        for (int round = 0; reply.code() == CHALLENGE && round < CHALLENGES_MAX; round++) {
            boolean asked = kept && round == 0 && reply.lines().getFirst().isBlank();
            Optional<byte[]> response = asked ? first : response(mechanism, reply);
            // RFC 4954 §4: "*" cancels the exchange
            reply = response.isPresent()
                    ? askSecretly(BASE64.encodeToString(response.get()), "***")
                    : ask("*", config.timeouts().command());
        }
        if (reply.code() / 100 == 2) {
            try {
                mechanism.completed();
            } catch (SaslFailure untrusted) {
                broken = true;
                throw untrusted;
            }
        }
        return reply;
    }

    private ClientChannel channel() {
        return connection
                .tls()
                .map(info -> new ClientChannel(
                        true, info.channelBindings(), info::channelBinding, config.host(), config.port()))
                .orElseGet(() -> ClientChannel.unbound(false));
    }

    private static Optional<byte[]> response(SaslClient mechanism, Reply challenge) {
        try {
            return Optional.of(mechanism.respond(
                    Base64.getDecoder().decode(challenge.lines().getFirst().strip())));
        } catch (SaslFailure | IllegalArgumentException notForUs) {
            return Optional.empty();
        }
    }

    private Reply askSecretly(String line, String shown) throws IOException {
        connection.maskNextLine();
        return ask(line, shown, config.timeouts().command());
    }

    /** @return what the server offers; empty for one that knows no EHLO */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** @return what protects the session, if anything does */
    public Optional<TlsInfo> tls() {
        return connection.tls();
    }

    /**
     * Sends one message to all its recipients, in one transaction where the server takes so many at once.
     *
     * @return what became of it for each of them; when the message needs what the server does not offer, nothing was sent and all have {@link Step#NEGOTIATION}
     * @throws IOException when the connection broke or the server spoke no SMTP; after the message's end this leaves open whether the server has it (RFC 5321 §4.5.3.2.6)
     */
    public DeliveryResult send(OutgoingMessage message) throws IOException {
        Fitting fitting = new Fitting(capabilities, connection.tls().isPresent() && config.verify());
        return switch (fitting.fit(message)) {
            case Fitting.Result.Lacks(Reply reply) ->
                new DeliveryResult(message.to().stream()
                        .map(rcpt -> new DeliveryResult.Recipient(rcpt.to(), Step.NEGOTIATION, reply))
                        .toList());
            case Fitting.Result.Fits(OutgoingMessage fits) -> asGiven(message, inTransactions(fitting, fits));
        };
    }

    /** The recipients as the caller wrote them, whatever form was sent. */
    private static DeliveryResult asGiven(OutgoingMessage message, DeliveryResult result) {
        List<DeliveryResult.Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < message.to().size(); i++) {
            DeliveryResult.Recipient sent = result.recipients().get(i);
            recipients.add(new DeliveryResult.Recipient(message.to().get(i).to(), sent.step(), sent.reply()));
        }
        return new DeliveryResult(recipients);
    }

    /** One transaction for as many recipients as the server takes at once: as LIMITS says, else until it says 452 (RFC 5321 §4.5.3.1.10). */
    private DeliveryResult inTransactions(Fitting fitting, OutgoingMessage message) throws IOException {
        List<DeliveryResult.Recipient> results = new ArrayList<>();
        List<RcptCommand> waiting = message.to();
        while (!waiting.isEmpty()) {
            int most = atOnce(waiting);
            if (most == 0) {
                waiting.forEach(rcpt -> results.add(closed(rcpt)));
                break;
            }
            DeliveryResult result = transact(fitting, message.to(waiting.subList(0, most)));
            boolean progress = result.recipients().stream().anyMatch(DeliveryResult.Recipient::accepted) && usable();
            List<RcptCommand> again = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                DeliveryResult.Recipient recipient = result.recipients().get(i);
                if (progress && tooMany(recipient)) {
                    again.add(waiting.get(i));
                } else {
                    results.add(recipient);
                }
            }
            List<RcptCommand> rest = waiting.subList(most, waiting.size());
            if (!usable()) {
                rest.forEach(rcpt -> results.add(closed(rcpt)));
                break;
            }
            again.addAll(rest);
            waiting = again;
        }
        return new DeliveryResult(inOrder(message, results));
    }

    private static DeliveryResult.Recipient closed(RcptCommand rcpt) {
        return new DeliveryResult.Recipient(rcpt.to(), Step.NEGOTIATION, CLOSED);
    }

    /**
     * How many of them, from the first on, one message may have: RCPTMAX is of a transaction (RFC 9422 §4.2), RCPTDOMAINMAX of a session (§4.3), in which none may be
     * left.
     */
    private int atOnce(List<RcptCommand> recipients) {
        int most = Math.min(recipients.size(), capabilities.recipientsMax().orElse(Integer.MAX_VALUE));
        if (capabilities.recipientDomainsMax().isEmpty()) {
            return most;
        }
        int domainsMax = capabilities.recipientDomainsMax().getAsInt();
        for (int i = 0; i < most; i++) {
            String domain = recipients
                    .get(i)
                    .to()
                    .mailbox()
                    .map(mailbox -> mailbox.domain().toLowerCase(Locale.ROOT))
                    .orElse("");
            if (!domains.contains(domain) && domains.size() >= domainsMax) {
                return i;
            }
            domains.add(domain);
        }
        return most;
    }

    /** RFC 5321 §4.5.3.1.10: 452, and 552 from old servers, mean that the others go in another transaction. */
    private static boolean tooMany(DeliveryResult.Recipient recipient) {
        Reply reply = recipient.reply();
        boolean status = reply.status().isEmpty()
                || (reply.status().get().subject() == 5 && reply.status().get().detail() == 3);
        return recipient.step() == Step.RECIPIENT && (reply.code() == 452 || reply.code() == 552) && status;
    }

    /** The results as the recipients were given; of one that was given twice, the first result first. */
    private static List<DeliveryResult.Recipient> inOrder(
            OutgoingMessage message, List<DeliveryResult.Recipient> results) {
        List<DeliveryResult.Recipient> left = new ArrayList<>(results);
        List<DeliveryResult.Recipient> ordered = new ArrayList<>(results.size());
        for (RcptCommand rcpt : message.to()) {
            for (int i = 0; i < left.size(); i++) {
                if (left.get(i).path().equals(rcpt.to())) {
                    ordered.add(left.remove(i));
                    break;
                }
            }
        }
        return ordered;
    }

    private DeliveryResult transact(Fitting fitting, OutgoingMessage message) throws IOException {
        boolean chunks = message.body() == Body.BINARY_MIME || (config.chunks() && capabilities.offers("CHUNKING"));
        boolean lmtp = config.protocol() == SmtpClientConfig.Protocol.LMTP;
        transactions++;
        try {
            return new Transaction(
                            connection,
                            replies,
                            listener,
                            capabilities,
                            config.timeouts(),
                            fitting,
                            chunks,
                            lmtp,
                            message)
                    .run();
        } catch (IOException failure) {
            broken = true;
            throw failure;
        }
    }

    /**
     * @return whether another message can be sent through this session: the connection works, the server has not said 421 (RFC 5321 §3.8), and takes more messages
     *     (RFC 9422 §4.1)
     */
    public boolean usable() {
        return !broken
                && !replies.closing()
                && transactions < capabilities.messagesMax().orElse(Integer.MAX_VALUE);
    }

    /** Any other command, for those who know what they do: a line without CRLF, and its reply. */
    public Reply command(String line) throws IOException {
        if (line.chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("a command is one line");
        }
        return ask(line, config.timeouts().command());
    }

    private Reply ask(String line, Duration timeout) throws IOException {
        return ask(line, line, timeout);
    }

    private Reply ask(String line, String shown, Duration timeout) throws IOException {
        try {
            listener.sent(shown);
            connection.write(line + "\r\n");
            connection.flush();
            return replies.read(timeout);
        } catch (IOException failure) {
            broken = true;
            throw failure;
        }
    }

    /** Says QUIT if the session still works, and closes the connection. Never throws: nothing depends on the answer. */
    @Override
    public void close() {
        try {
            if (!broken) {
                ask("QUIT", config.timeouts().quit());
            }
        } catch (IOException ignored) {
            // RFC 5321 §4.1.1.10: the reply SHOULD be awaited; a server that closes without one has lost nothing of
            // ours
        } finally {
            connection.close();
        }
    }
}

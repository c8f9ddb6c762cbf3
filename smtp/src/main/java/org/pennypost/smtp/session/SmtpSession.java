package org.pennypost.smtp.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.ClientAttributes;
import org.pennypost.smtp.ContentSource;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.Logins;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.SmtpLimits;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.wire.DotBlock;
import org.pennypost.wire.TlsInfo;

/**
 * A server's side of one session, from the greeting to the end: lines in, {@link Outcome}s out. It knows no socket, thread or clock. Used by one thread.
 *
 * <p>States and what moves between them (RFC 5321 §4.1.4); a refused command never moves:
 *
 * <pre>
 * CONNECTED   --HELO, EHLO-->  GREETED
 * GREETED     --MAIL-->        SENDER
 * SENDER      --RCPT-->        RECIPIENTS
 * RECIPIENTS  --RCPT-->        RECIPIENTS
 * RECIPIENTS  --DATA, message, accepted or not-->  GREETED
 * RECIPIENTS, CHUNKS  --BDAT, chunk-->  CHUNKS
 * RECIPIENTS, CHUNKS  --BDAT LAST, chunk, accepted or not-->  GREETED
 * SENDER, RECIPIENTS, CHUNKS  --RSET, HELO, EHLO-->  GREETED
 * any         --STARTTLS and handshake-->  CONNECTED
 * any         --QUIT, or 421-->  closed, by the shell
 * </pre>
 */
public final class SmtpSession implements AutoCloseable {
    /** RFC 4954 §4: sufficient for all mechanisms that are in use. */
    private static final int LOGIN_LINE_BYTES_MAX = 12_288;

    /** Logins of a session that may fail; who guesses has to connect again, where the listener counts. */
    private static final int LOGIN_FAILURES_MAX = 10;

    private final SmtpService service;
    private final InetAddress connected;
    private SmtpPeer peer;
    private SmtpState state = SmtpState.CONNECTED;

    /** Present from MAIL on. */
    private Optional<Envelope> envelope = Optional.empty();

    /** RCPTs of this message that were refused: DATA says so when none was accepted. */
    private int recipientsRefused;

    /** Present while a login is under way: then the next line is no command. */
    private Optional<LoginExchange> login = Optional.empty();

    private int loginFailures;

    /** What a client called itself for whom a proxy speaks. */
    private Optional<String> heloOfClient = Optional.empty();

    private Optional<ClientAttributes> forwarded = Optional.empty();

    /** Whether no message has ended since {@link #forwarded} was said. */
    private boolean forwardedIsOfTheNext;

    /** Present in state CHUNKS: the message as far as it has come. */
    private Optional<MessageIntake> chunks = Optional.empty();

    private boolean replyMayWait;
    private int messagesAccepted;
    private int messagesRefused;

    /** Since the last accepted message. */
    private int errors;

    /** Since the last accepted message. */
    private int commands;

    /** @param peer who connected, not greeted yet */
    public SmtpSession(SmtpService service, SmtpPeer peer) {
        this.service = service;
        this.connected = peer.remote().getAddress();
        this.peer = peer.at(service.profile().kind());
    }

    /** The 220 that opens the session (RFC 5321 §4.2, {@code Greeting}). */
    public Reply greeting() {
        return Reply.plain(220, service.hostName() + " " + service.banner());
    }

    /** The 554 for a client that speaks before it was greeted (RFC 5321 §3.1, §4.3.1): what cannot wait is mostly a program that abuses someone's connection. */
    public Outcome.Close refuseEarlyTalker() {
        return new Outcome.Close(
                Reply.plain(
                        554,
                        service.hostName()
                                + " You spoke before the greeting. Wait for the line that begins with 220, then say EHLO or HELO."),
                "spoke before the greeting");
    }

    /**
     * Reads one line and acts on it: a command, or the response to a challenge.
     *
     * @param line without its CRLF
     */
    public Outcome line(byte[] line) {
        return awaitsSecret() ? respond(line) : command(line);
    }

    private Outcome command(byte[] line) {
        SmtpReader reader = new SmtpReader(line);
        String verb = reader.verb();
        Optional<CommandSpec> spec = service.vocabulary().command(verb);
        replyMayWait = spec.isPresent() && spec.get().is(Trait.GROUPED);
        return counted(spec.isPresent() ? perform(spec.get(), reader) : UnknownCommand.answer(verb, line));
    }

    /** @return whether the reply to the last line may wait for those to the lines behind it (RFC 2920 §3.2) */
    public boolean replyMayWait() {
        return replyMayWait;
    }

    /** A line that ended in a bare LF: it is not acted on, so that nobody can disagree with us where a command ends (RFC 5321 §2.3.8). */
    public Outcome bareLineFeed() {
        login = Optional.empty();
        return counted(
                new Outcome.Answer(
                        Reply.of(
                                500,
                                SmtpReader.BAD_COMMAND_SYNTAX,
                                "Your line ended with a bare LF and was not read; every line must end with CR LF. telnet does that by itself, netcat with: nc -C")));
    }

    /** @return the octets that the next line may have, CRLF included */
    public int lineBytesMax() {
        return awaitsSecret() ? LOGIN_LINE_BYTES_MAX : limits().commandLineBytesMax();
    }

    /** A line longer than {@link #lineBytesMax}; it was dropped to its end. */
    public Outcome lineTooLong() {
        if (awaitsSecret()) {
            login = Optional.empty();
            return counted(new Outcome.Answer(Reply.of(
                    500,
                    "5.5.6",
                    "Line too long: no step of a login has more than " + LOGIN_LINE_BYTES_MAX + " octets.")));
        }
        return counted(new Outcome.Answer(Reply.of(
                500,
                SmtpReader.BAD_COMMAND_SYNTAX,
                "Line too long: a command line may have " + limits().commandLineBytesMax()
                        + " octets with its CR LF.")));
    }

    /** Nothing came for too long (RFC 5321 §4.5.3.2.7). */
    public Outcome.Close timedOut() {
        return new Outcome.Close(
                Reply.of(
                        421,
                        "4.4.2",
                        service.hostName()
                                + " Timeout: nothing was heard from you for too long. Closing; connect again to go on."),
                "timed out");
    }

    /** A session that kept talking, but for {@link SmtpLimits#withoutMailMax} brought no message that could be accepted. */
    public Outcome.Close unproductive() {
        return new Outcome.Close(
                Reply.of(
                        421,
                        "4.4.2",
                        service.hostName()
                                + " No message came for too long. Closing; connect again when there is mail."),
                "brought no mail for too long");
    }

    /** The server goes down (RFC 5321 §3.8). */
    public Outcome.Close shuttingDown() {
        return new Outcome.Close(
                Reply.of(
                        421,
                        "4.3.2",
                        service.hostName() + " The server is shutting down. Connect again in a few minutes."),
                "shutdown");
    }

    /** @return whether who is connected may say for whom it speaks; asked of the address that really connected, whatever XCLIENT said since */
    public boolean trustsAsProxy(Offer.ProxiedClient offer) {
        return offer.trusted().test(connected);
    }

    /** XCLIENT was accepted: all begins anew, as if that client had connected. */
    public void proxied(InetSocketAddress client, InetSocketAddress server, Optional<String> helo) {
        peer = peer.speakingFor(client, server);
        heloOfClient = helo;
        state = SmtpState.CONNECTED;
        reset();
    }

    /** XFORWARD was accepted: it stands in the log with the next message. Several before one message say it together. */
    public void forwarded(ClientAttributes attributes) {
        forwarded = Optional.of(forwarded
                .filter(_ -> forwardedIsOfTheNext)
                .map(before -> before.and(attributes))
                .orElse(attributes));
        forwardedIsOfTheNext = true;
    }

    /** @return where a filter says that the last message came from, for the log */
    public Optional<ClientAttributes> forwarded() {
        return forwarded;
    }

    /** @return whether the next line is a step of a login, which nobody may see */
    public boolean awaitsSecret() {
        return login.isPresent();
    }

    /**
     * AUTH was accepted so far: the mechanism has the word.
     *
     * @param initialResponse decoded, if there is one
     */
    public Outcome login(Logins.Exchange mechanism, Optional<byte[]> initialResponse) {
        LoginExchange exchange = new LoginExchange(mechanism);
        login = Optional.of(exchange);
        return stepped(exchange, exchange.begin(initialResponse));
    }

    private Outcome respond(byte[] line) {
        LoginExchange exchange = login.orElseThrow();
        replyMayWait = false;
        return counted(stepped(exchange, exchange.respond(line)));
    }

    private Outcome stepped(LoginExchange exchange, Reply reply) {
        if (exchange.awaitsResponse()) {
            return new Outcome.Answer(reply);
        }
        login = Optional.empty();
        exchange.identity().ifPresent(who -> peer = peer.loggedIn(who));
        if (!reply.positive() && ++loginFailures >= LOGIN_FAILURES_MAX) {
            return new Outcome.Close(
                    Reply.of(421, "4.7.0", service.hostName() + " Too many logins failed. Closing; try again later."),
                    "too many failed logins");
        }
        return new Outcome.Answer(reply);
    }

    /** @return the octets that {@code text} is in base64; absent when it is none (RFC 4954 §4) */
    public static Optional<byte[]> base64(String text) {
        return LoginExchange.decoded(text);
    }

    /** The 501 for what is not base64. */
    public static Reply notBase64() {
        return LoginExchange.notBase64();
    }

    private Outcome perform(CommandSpec spec, SmtpReader reader) {
        Optional<Reply> refusal = refusal(spec);
        if (refusal.isPresent() && !spec.is(Trait.CARRIES_DATA)) {
            return new Outcome.Answer(refusal.get());
        }
        Outcome outcome;
        try {
            Command command = spec.parser().parse(reader, service.vocabulary());
            outcome = refusal.isPresent() ? command.refused(this, refusal.get()) : command.handle(this);
        } catch (BadSyntax wrong) {
            Reply reply = wrong.reply("Right is, for example: " + spec.example());
            // What follows may be data or commands, and nobody can tell: reading it as either could be what somebody
            // planned.
            outcome = spec.is(Trait.CARRIES_DATA)
                    ? new Outcome.Close(reply, "data of unknown length")
                    : new Outcome.Answer(reply);
        }
        return spec.is(Trait.PLAIN_REPLIES) && outcome instanceof Outcome.Answer(Reply reply)
                ? new Outcome.Answer(new Reply(reply.code(), Optional.empty(), reply.lines()))
                : outcome;
    }

    /** Why the command is not legal now, if it is not. */
    private Optional<Reply> refusal(CommandSpec spec) {
        boolean loginMissing = service.loginRequired() && peer.identity().isEmpty();
        if (loginMissing && !spec.is(Trait.BEFORE_LOGIN)) {
            return Optional.of(loginRequired());
        }
        return spec.states().contains(state) ? Optional.empty() : Optional.of(outOfOrder(spec));
    }

    /** RFC 4954 §6, RFC 6409 §4.3: 530. */
    private Reply loginRequired() {
        boolean tlsFirst = service.tlsOffered() && peer.tls().isEmpty();
        return Reply.of(
                530,
                "5.7.0",
                "Log in first: say " + (tlsFirst ? "STARTTLS, EHLO, then AUTH." : "AUTH; EHLO lists the mechanisms."));
    }

    private Reply outOfOrder(CommandSpec spec) {
        boolean lmtp = service.profile().kind() == ServiceKind.LMTP;
        boolean allRefused = !lmtp
                && state == SmtpState.SENDER
                && recipientsRefused > 0
                && spec.states().contains(SmtpState.RECIPIENTS);
        if (allRefused) {
            // RFC 5321 §3.3: 554 where all RCPTs were refused; RFC 2920 §3.2 (3) forbids a 354 then. RFC 2033 §4.2
            // wants
            // 503.
            return Reply.of(554, "5.5.1", "No valid recipients: every RCPT of this message was refused.");
        }
        return Reply.of(
                503,
                "5.5.1",
                spec.name() + " is out of order. "
                        + state.hint(spec, service.profile().kind()));
    }

    private Outcome counted(Outcome outcome) {
        commands++;
        if (outcome.replies().stream().anyMatch(Reply::permanentFailure)) {
            errors++;
        }
        if (outcome instanceof Outcome.Close) {
            return outcome;
        }
        if (errors > limits().errorsMax()) {
            return new Outcome.Close(
                    Reply.of(421, "4.7.0", service.hostName() + " Too many errors. Closing; try again later."),
                    "too many errors");
        }
        if (commands > limits().commandsMax()) {
            return new Outcome.Close(
                    Reply.of(
                            421,
                            "4.7.0",
                            service.hostName() + " Too many commands without a message. Closing; try again later."),
                    "too many commands without a message");
        }
        return outcome;
    }

    /** @return who is at the other end, as far as it is known now */
    public SmtpPeer peer() {
        return peer;
    }

    /** @return what all sessions share */
    public SmtpService service() {
        return service;
    }

    /** @return the service's limits */
    public SmtpLimits limits() {
        return service.limits();
    }

    /** @return the message under way; only legal from MAIL on */
    public Envelope envelope() {
        return envelope.orElseThrow(() -> new IllegalStateException("no message under way in state " + state));
    }

    /** HELO or EHLO was accepted: all is as at the beginning (RFC 5321 §4.1.4). */
    public void greeted(String name, boolean extended) {
        peer = peer.greeted(heloOfClient.orElse(name), extended);
        state = SmtpState.GREETED;
        reset();
    }

    /** MAIL was accepted. */
    public void begin(MailCommand mail) {
        envelope = Optional.of(new Envelope(peer, mail, List.of()));
        recipientsRefused = 0;
        state = SmtpState.SENDER;
    }

    /** RCPT was accepted. */
    public void add(RcptCommand recipient) {
        envelope = Optional.of(envelope().with(recipient));
        state = SmtpState.RECIPIENTS;
    }

    /** RCPT was refused. */
    public void recipientRefused() {
        recipientsRefused++;
    }

    /** Forgets the message under way, if there is one. */
    public void reset() {
        close();
        envelope = Optional.empty();
        recipientsRefused = 0;
        forwardedIsOfTheNext = false;
        if (state != SmtpState.CONNECTED) {
            state = SmtpState.GREETED;
        }
    }

    /** TLS is up: nothing that was said before counts (RFC 3207 §4.2). */
    public void secured(TlsInfo tls) {
        login = Optional.empty();
        peer = peer.secured(tls);
        state = SmtpState.CONNECTED;
        reset();
    }

    /** Begins to receive what {@code envelope} announced, as a dot block. */
    public MessageIntake intake(Envelope envelope) {
        return intake(envelope, MessageIntake.Form.DOTTED);
    }

    private MessageIntake intake(Envelope envelope, MessageIntake.Form form) {
        return new MessageIntake(
                service.reception().message(envelope),
                form,
                envelope.recipients().size(),
                peer.service() == ServiceKind.LMTP,
                limits().messageBytesMax(),
                limits().messageOverrunBytesMax());
    }

    /** The message arrived to its end: it is accepted or refused as a whole, and the session is ready for the next (RFC 5321 §4.1.1.4). */
    public List<Reply> endOfData(MessageIntake intake, DotBlock block) {
        reset();
        return concluded(intake.conclude(block));
    }

    private List<Reply> concluded(List<Reply> replies) {
        if (replies.stream().anyMatch(Reply::positive)) {
            messagesAccepted++;
            errors = 0;
            commands = 0;
        } else {
            messagesRefused++;
        }
        return replies;
    }

    /** BDAT was accepted: so many octets of the message come now (RFC 3030 §2). */
    public Outcome chunk(long octets, boolean last) {
        if (octets > limits().messageBytesMax() + limits().messageOverrunBytesMax()) {
            Reply tooLarge = Reply.of(
                    552,
                    "5.3.4",
                    "Message too large: this server takes at most " + limits().messageBytesMax()
                            + " octets. Nothing was stored; send less, or in several messages.");
            return new Outcome.Close(tooLarge, "a chunk far beyond the limit");
        }
        beginChunks();
        return new Outcome.ReceiveChunk(octets, last);
    }

    /** BURL was accepted: the source hands over a part of the message (RFC 4468 §3.2); when it cannot, the message is dropped. */
    public Outcome fetch(ContentSource source, String url, boolean last) {
        Identity login = peer.identity().orElseThrow(() -> new IllegalStateException("BURL before a login"));
        beginChunks();
        MessageIntake intake = chunkIntake();
        long before = intake.bytes();
        Optional<Reply> failure;
        try {
            failure = source.fetch(url, login, intake);
        } catch (MessageIntake.Overrun tooMuch) {
            failure = Optional.of(intake.tooLarge());
        } catch (IOException broken) {
            failure = Optional.of(Reply.of(
                    451, "4.6.6", "The content could not be fetched now; nothing was stored, try again later."));
        }
        if (failure.isPresent()) {
            messagesRefused++;
            reset();
            return new Outcome.Answer(failure.get());
        }
        return new Outcome.Answer(endOfChunk(intake.bytes() - before, last).getFirst());
    }

    private void beginChunks() {
        if (chunks.isEmpty()) {
            boolean binary = envelope().mail().body() == Body.BINARY_MIME;
            chunks = Optional.of(
                    intake(envelope(), binary ? MessageIntake.Form.CHUNKED_BINARY : MessageIntake.Form.CHUNKED_LINES));
        }
        state = SmtpState.CHUNKS;
    }

    /** BDAT was refused: its octets are dropped; so many that nobody would wait for their end close the session. */
    public Outcome discard(long octets, List<Reply> replies) {
        return octets > limits().messageBytesMax() + limits().messageOverrunBytesMax() && !replies.isEmpty()
                ? new Outcome.Close(replies.getFirst(), "a chunk far beyond the limit")
                : new Outcome.Discard(replies, octets);
    }

    /** @return whether a last chunk here would get a reply for each of no recipients (RFC 2033 §4.3) */
    public boolean repliesToNobody(boolean last) {
        return last && peer.service() == ServiceKind.LMTP && state == SmtpState.SENDER;
    }

    /** @return where the octets of a chunk go */
    public MessageIntake chunkIntake() {
        return chunks.orElseThrow(() -> new IllegalStateException("no chunk was begun in state " + state));
    }

    /** A chunk arrived to its end; after the last, or when the message has grown too large, the session is ready for the next message. */
    public List<Reply> endOfChunk(long octets, boolean last) {
        MessageIntake intake = chunkIntake();
        if (last) {
            List<Reply> replies = concluded(intake.conclude());
            reset();
            return replies;
        }
        if (intake.overfull()) {
            Reply reply = intake.tooLarge();
            messagesRefused++;
            reset();
            return List.of(reply);
        }
        return List.of(Reply.of(250, "2.0.0", octets + " octets received, " + intake.bytes() + " in all."));
    }

    /** Drops a message whose last chunk did not come. To be called at the session's end, whatever ended it. */
    @Override
    public void close() {
        chunks.ifPresent(MessageIntake::close);
        chunks = Optional.empty();
    }

    /** @return how many messages were accepted, for the log */
    public int messagesAccepted() {
        return messagesAccepted;
    }

    /** @return how many messages came whole and were refused, for the log */
    public int messagesRefused() {
        return messagesRefused;
    }
}

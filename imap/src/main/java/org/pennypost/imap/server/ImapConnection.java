package org.pennypost.imap.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.ImapLimits;
import org.pennypost.imap.grammar.CommandFramer;
import org.pennypost.imap.grammar.CommandText;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.ImapService;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.StoreException;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Line;
import org.pennypost.wire.Turn;

/**
 * The shell around one {@link ImapSession}: reads commands, writes what they lead to, begins TLS, waits in IDLE, keeps the time. Used by one
 * thread.
 */
final class ImapConnection {
    private static final System.Logger LOG = System.getLogger(ImapServer.class.getName());

    /** Before each next answer to a wrong password, and at most {@value #PAUSE_SECONDS_MAX} seconds. */
    private static final int PAUSE_SECONDS_MAX = 4;

    private final Connection connection;
    private final ImapSession session;
    private final ImapServerConfig config;
    private final ImapLimits limits;
    private final ImapService service;
    private final ImapServer.Pause pause;
    private final ResponseWriter out;
    private final LiteralIntake literals;
    private final Instant begun;
    private CommandFramer framer;

    private int loginFailures;
    private int mistakes;
    private int commands;

    /** The command that waits for news in the next turn, if one does. */
    private @Nullable Idling idling;

    /** Why it is over; empty while it is not. */
    private String ending = "";

    private record Idling(String tag, Outcome.Idle idle) {}

    ImapConnection(
            Connection connection,
            ImapSession session,
            ImapServerConfig config,
            ImapService service,
            ImapServer.Pause pause) {
        this.connection = connection;
        this.session = session;
        this.config = config;
        this.limits = config.limits();
        this.service = service;
        this.pause = pause;
        this.out = new ResponseWriter(connection.sink());
        this.framer = new CommandFramer(limits.lineBytesMaxBeforeLogin());
        this.literals = new LiteralIntake(connection, session, limits);
        this.begun = service.clock().instant();
    }

    /** What SASL mechanisms may know of a connection as it is now. */
    static SaslChannel channel(Connection connection, ImapServerConfig config) {
        InetAddress peer = connection.remote().getAddress();
        return connection
                .tls()
                .map(tls ->
                        SaslChannel.secured(peer, tls.channelBindings(), tls::channelBinding, tls.peerCertificate()))
                .orElseGet(() -> SaslChannel.plain(peer, config.plaintextPasswords()));
    }

    // The one thread of this connection waits: whoever guesses passwords, and nobody else.
    static void pauseAfter(int failures) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(Math.min(1L << Math.min(failures - 1, 2), PAUSE_SECONDS_MAX)));
    }

    void converse() throws IOException {
        try {
            status("* ", "OK", session.capabilityCode(), config.hostName() + " IMAP server ready.");
            flush();
            connection.takeTurns(this::turn);
            connection.flush();
        } catch (StoreException e) {
            // In the middle of a response: what was sent must not look whole, so nothing more is said.
            ending = "store failed";
            LOG.log(System.Logger.Level.ERROR, "connection=" + connection.id() + " a message could not be read", e);
            throw e;
        } catch (IOException e) {
            ending = "broken (" + e + ")";
            throw e;
        } finally {
            framer.drop();
            log();
        }
    }

    private boolean isKnown() {
        return session.state() != ImapState.NOT_AUTHENTICATED;
    }

    private Turn.Next turn() throws IOException {
        Idling begun = idling;
        if (begun == null) {
            next();
        } else {
            idling = null;
            idle(begun.tag(), begun.idle());
        }
        flush();
        if (!ending.isEmpty()) {
            return Turn.Next.NOTHING;
        }
        return idling == null ? Turn.Next.ANOTHER : Turn.Next.LONG_WAIT;
    }

    /** What was written is the connection's, and the buffer goes where it is needed while nothing is to be done. */
    private void flush() throws IOException {
        out.flush();
        if (!connection.hasBufferedInput()) {
            out.rest();
        }
    }

    private void next() throws IOException {
        int bytesMax = isKnown() ? limits.commandBytesMax() : limits.lineBytesMaxBeforeLogin();
        Duration timeout = isKnown() ? limits.idleTimeout() : limits.loginTimeout();
        switch (connection.readLine(bytesMax, timeout)) {
            case Line.Text text -> line(text.bytes());
            case Line.BareLf _ ->
                dropped(
                        "The line ended with LF alone, and IMAP lines end with CRLF: use telnet, 'nc -C' or 'pennypost talk'.");
            case Line.TooLong tooLong ->
                dropped("The line is longer than " + tooLong.bytesMax() + " octets, and that is all that is read.");
            case Line.End _ -> ending = "left";
            case Line.TimedOut _ -> bye(ResponseCode.NONE, "Nothing came for too long; goodbye.", "timed out");
            case Line.Stopping _ -> bye(ResponseCode.UNAVAILABLE, "The server stops; goodbye.", "server stops");
        }
    }

    /** The command that was being read is forgotten; nobody knows its tag. */
    private void dropped(String why) throws IOException {
        framer.drop();
        literals.forget();
        status("* ", "BAD", ResponseCode.NONE, why);
        mistake();
    }

    private void line(byte[] line) throws IOException {
        switch (framer.line(line)) {
            case CommandFramer.Next.Complete complete -> complete(complete.text());
            case CommandFramer.Next.LiteralComes comes -> {
                try {
                    literal(comes);
                } catch (StoreException e) {
                    framer.drop();
                    answer(session.refusal(comes.soFar(), failed(e)));
                }
            }
            case CommandFramer.Next.Refused refused -> {
                ImapSession.Answer answer = session.refusal(
                        refused.soFar(), new Outcome.Bad(ResponseCode.TOOBIG, "Refused: " + refused.sentence() + "."));
                framer.drop();
                literals.forget();
                answer(answer);
                if (refused.lost()) {
                    bye(ResponseCode.TOOBIG, "What follows cannot be read.", "a literal that cannot be");
                }
            }
        }
    }

    private void literal(CommandFramer.Next.LiteralComes comes) throws IOException {
        switch (literals.take(comes, framer)) {
            case LiteralIntake.Taken.Go _ -> {
                // the rest of the command follows
            }
            case LiteralIntake.Taken.Over over -> {
                framer.drop();
                answer(over.answer());
            }
            case LiteralIntake.Taken.Lost lost -> {
                if (lost.farewell().isEmpty()) {
                    ending = lost.why();
                } else {
                    bye(lost.code(), lost.farewell(), lost.why());
                }
            }
        }
    }

    private void complete(CommandText text) throws IOException {
        commands++;
        Optional<ImapSession.Answer> refused = literals.refusal();
        literals.forget();
        try (text) {
            answer(refused.isPresent() ? refused.get() : underWay(text));
        }
    }

    private ImapSession.Answer underWay(CommandText text) throws IOException {
        service.mailboxes().commands().begin();
        try {
            return execute(text);
        } finally {
            service.mailboxes().commands().end();
        }
    }

    private ImapSession.Answer execute(CommandText text) throws IOException {
        boolean known = isKnown();
        try {
            return session.execute(text, out);
        } catch (StoreException e) {
            if (!out.takeBack()) {
                throw e;
            }
            return session.refusal(text, failed(e));
        } finally {
            if (known != isKnown()) {
                framer = new CommandFramer(isKnown() ? limits.commandBytesMax() : limits.lineBytesMaxBeforeLogin());
            }
        }
    }

    /** RFC 5530 §3: only what nobody's waiting mends is CORRUPTION. */
    private Outcome.No failed(StoreException e) {
        LOG.log(System.Logger.Level.ERROR, "connection=" + connection.id() + " the store failed an IMAP command", e);
        return e instanceof CorruptFile
                ? new Outcome.No(ResponseCode.CORRUPTION, "This is damaged on the server's disk; tell whoever runs it.")
                : new Outcome.No(ResponseCode.UNAVAILABLE, "The server cannot do this just now; try again later.");
    }

    private void answer(ImapSession.Answer answer) throws IOException {
        String tag = answer.tag().isEmpty() ? "* " : answer.tag() + " ";
        switch (answer.outcome()) {
            case Outcome.Ok ok -> status(tag, "OK", ok.code(), ok.text());
            case Outcome.No no -> status(tag, "NO", no.code(), no.text());
            case Outcome.Bad bad -> {
                status(tag, "BAD", bad.code(), bad.text());
                mistake();
            }
            case Outcome.Bye bye -> {
                status("* ", "BYE", ResponseCode.NONE, bye.farewell());
                status(tag, "OK", ResponseCode.NONE, bye.text());
                ending = "logout";
            }
            case Outcome.Dismiss dismiss -> bye(dismiss.code(), dismiss.text(), "dismissed");
            case Outcome.StartTls tls -> startTls(tag, tls);
            case Outcome.Compress compress -> {
                status(tag, "OK", ResponseCode.NONE, compress.text());
                out.flush();
                connection.startDeflate();
            }
            case Outcome.Denied denied -> denied(tag, denied.answer());
            case Outcome.Exchange exchange -> exchange(answer, exchange);
            case Outcome.Idle idle -> idling = new Idling(tag, idle);
        }
    }

    private void status(String prefix, String word, ResponseCode code, String text) throws IOException {
        out.begin(prefix).raw(word).sp();
        if (!code.text().isEmpty()) {
            out.raw('[').raw(code.text()).raw("] ");
        }
        out.raw(text).end();
    }

    private void mistake() throws IOException {
        if (++mistakes >= limits.mistakesMax() && ending.isEmpty()) {
            bye(ResponseCode.CLIENTBUG, "Too many mistakes; goodbye.", "too many mistakes");
        }
    }

    private void bye(ResponseCode code, String text, String why) throws IOException {
        status("* ", "BYE", code, text);
        ending = why;
    }

    private void denied(String tag, Outcome.No answer) throws IOException {
        loginFailures++;
        out.flush();
        connection.flush();
        try {
            pause.after(loginFailures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        status(tag, "NO", answer.code(), answer.text());
        if (loginFailures >= limits.loginFailuresMax()) {
            bye(ResponseCode.NONE, "Too many failed logins; goodbye.", "too many failed logins");
        }
    }

    private void startTls(String tag, Outcome.StartTls tls) throws IOException {
        status(tag, "OK", ResponseCode.NONE, tls.text());
        out.flush();
        int dropped = connection.startTls(config.tls().orElseThrow().get(), limits.handshakeTimeout());
        session.secured(channel(connection, config));
        if (dropped > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "connection={0} sent {1} bytes of plaintext behind STARTTLS, which were dropped",
                    connection.id(),
                    dropped);
        }
    }

    /** RFC 9051 §6.2.2: lines of base64 until the exchange is over; a lone star ends it. */
    private void exchange(ImapSession.Answer answer, Outcome.Exchange first) throws IOException {
        Outcome outcome = first;
        while (outcome instanceof Outcome.Exchange(var exchange)) {
            out.begin("+ ")
                    .raw(Base64.getEncoder().encodeToString(exchange.challenge()))
                    .end();
            out.rest();
            connection.maskNextLine();
            switch (connection.readLine(limits.lineBytesMaxBeforeLogin(), limits.loginTimeout())) {
                case Line.Text text -> outcome = respond(exchange, text.string());
                case Line.BareLf _ -> outcome = new Outcome.Bad("The line ended with LF alone.");
                case Line.TooLong _ -> outcome = new Outcome.Bad("The line is too long.");
                case Line.End _ -> {
                    ending = "left";
                    return;
                }
                case Line.TimedOut _ -> {
                    bye(ResponseCode.NONE, "Nothing came for too long; goodbye.", "timed out");
                    return;
                }
                case Line.Stopping _ -> {
                    bye(ResponseCode.UNAVAILABLE, "The server stops; goodbye.", "server stops");
                    return;
                }
            }
        }
        if (isKnown()) {
            framer = new CommandFramer(limits.commandBytesMax());
        }
        answer(new ImapSession.Answer(answer.tag(), answer.command(), outcome));
    }

    private static Outcome respond(org.pennypost.imap.session.SaslExchange exchange, String line) throws IOException {
        if (line.equals("*")) {
            return new Outcome.Bad("AUTHENTICATE was given up.");
        }
        byte[] response;
        try {
            response = Base64.getDecoder().decode(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            return new Outcome.Bad("That is no base64.");
        }
        return exchange.respond(response);
    }

    private void idle(String tag, Outcome.Idle idle) throws IOException {
        out.begin("+ ").raw(idle.text()).end();
        out.rest();
        IdleReports reports = new IdleReports(connection, session, out);
        Line line;
        try (var _ = session.account().watch(reports::changed)) {
            line = connection.listen(limits.lineBytesMaxBeforeLogin(), limits.idleTimeout(), reports::begin);
        } finally {
            reports.stop();
        }
        reports.rethrow();
        if (reports.isMailboxGone()) {
            bye(ResponseCode.NONE, "The selected mailbox was deleted.", "dismissed");
            return;
        }
        switch (line) {
            case Line.Text text
            when text.string().toUpperCase(Locale.ROOT).strip().equals("DONE") ->
                answer(new ImapSession.Answer(tag.strip(), "IDLE", session.reached(new Outcome.Ok("IDLE done."), out)));
            case Line.Text _, Line.BareLf _, Line.TooLong _ -> {
                status(tag, "BAD", ResponseCode.NONE, "IDLE ends with a line that says DONE.");
                mistake();
            }
            case Line.End _ -> ending = "left";
            case Line.TimedOut _ -> bye(ResponseCode.NONE, "IDLE for too long; goodbye.", "timed out");
            case Line.Stopping _ -> bye(ResponseCode.UNAVAILABLE, "The server stops; goodbye.", "server stops");
        }
    }

    private void log() {
        LOG.log(
                System.Logger.Level.INFO,
                "connection={0} peer={1} user={2} tls={3} commands={4} failures={5} mistakes={6} millis={7} end={8}",
                connection.id(),
                connection.remote(),
                session.identity().map(Identity::address).orElse("-"),
                connection.tls().map(tls -> tls.protocol()).orElse("-"),
                Integer.toString(commands),
                Integer.toString(loginFailures),
                Integer.toString(mistakes),
                Long.toString(Duration.between(begun, service.clock().instant()).toMillis()),
                ending.isEmpty() ? "fault" : ending);
    }
}

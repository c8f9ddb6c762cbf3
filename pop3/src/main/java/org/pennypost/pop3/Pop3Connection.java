package org.pennypost.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.sasl.Identity;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.StoreException;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DotWriter;
import org.pennypost.wire.Line;
import org.pennypost.wire.Turn;

/**
 * The shell around one {@link Pop3Session}: reads lines, writes what commands lead to, begins TLS, keeps the time. Used by one thread.
 */
final class Pop3Connection {
    private static final System.Logger LOG = System.getLogger(Pop3Server.class.getName());

    /** Before each next answer to a wrong password, and at most {@value #PAUSE_SECONDS_MAX} seconds. */
    private static final int PAUSE_SECONDS_MAX = 4;

    private static final int HEADER_PIECE_BYTES = 2048;
    private static final int LISTING_BYTES = 12 * 1024;

    private final Connection connection;
    private final Pop3Session session;
    private final Pop3ServerConfig config;
    private final String timestamp;
    private final Pop3Limits limits;
    private final InstantSource clock;
    private final Pop3Server.Pause pause;
    private final Instant begun;

    private int loginFailures;
    private int mistakes;
    private int retrieved;
    private long octets;

    /** Why it is over; empty while it is not. */
    private String ending = "";

    Pop3Connection(Connection connection, Pop3Session session, Site site, String timestamp, Pop3Server.Pause pause) {
        this.connection = connection;
        this.session = session;
        this.config = site.config();
        this.timestamp = timestamp;
        this.limits = config.limits();
        this.clock = site.clock();
        this.pause = pause;
        this.begun = clock.instant();
    }

    // The one thread of this connection waits: whoever guesses passwords, and nobody else.
    static void pauseAfter(int failures) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(Math.min(1L << Math.min(failures - 1, 2), PAUSE_SECONDS_MAX)));
    }

    void converse() throws IOException {
        try {
            ok(session.say(Phrase.READY, config.hostName()) + (timestamp.isEmpty() ? "" : " " + timestamp));
            connection.takeTurns(this::turn);
            connection.flush();
        } catch (StoreException e) {
            // In the middle of a message: what was sent must not look whole, so there is no dot and no answer.
            ending = "store failed";
            LOG.log(System.Logger.Level.ERROR, "connection=" + connection.id() + " a message could not be read", e);
            throw e;
        } catch (IOException e) {
            ending = "broken (" + e + ")";
            throw e;
        } finally {
            log();
        }
    }

    private Turn.Next turn() throws IOException {
        next();
        return ending.isEmpty() ? Turn.Next.ANOTHER : Turn.Next.NOTHING;
    }

    private void next() throws IOException {
        boolean known = session.state() == Pop3State.TRANSACTION;
        boolean secret = session.isAuthenticating();
        if (secret) {
            connection.maskNextLine();
        }
        Line line = connection.readLine(
                secret ? Pop3Limits.RESPONSE_BYTES_MAX : limits.lineBytesMax(),
                known ? limits.idleTimeout() : limits.loginTimeout());
        if (!(line instanceof Line.Text)) {
            session.giveUpAuthentication();
        }
        switch (line) {
            case Line.Text text -> perform(session(text.bytes()));
            case Line.BareLf _ -> mistake(session.say(Phrase.BARE_LF));
            case Line.TooLong tooLong -> mistake(session.say(Phrase.TOO_LONG, tooLong.bytesMax()));
            case Line.End _ -> ending = "left";
            case Line.TimedOut _ -> bye(session.say(Phrase.TIMED_OUT), "timed out");
            case Line.Stopping _ -> bye("[SYS/TEMP] " + session.say(Phrase.STOPPING), "server stops");
        }
    }

    private Outcome session(byte[] line) {
        try {
            return session.handle(line);
        } catch (StoreException e) {
            return failed(e);
        }
    }

    /** RFC 3206 §4: only what nobody's waiting mends is SYS/PERM. */
    private Outcome.Err failed(StoreException e) {
        LOG.log(System.Logger.Level.ERROR, "connection=" + connection.id() + " the store failed a POP3 command", e);
        return e instanceof CorruptFile
                ? new Outcome.Err("SYS/PERM", session.say(Phrase.DAMAGED))
                : new Outcome.Err("SYS/TEMP", session.say(Phrase.STORE_FAILED));
    }

    private void perform(Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Ok ok -> ok(ok.text());
            case Outcome.Err err -> err(text(err));
            case Outcome.Mistake mistake -> mistake(mistake.text());
            case Outcome.Lines lines -> lines(lines);
            case Outcome.Listing listing -> listing(listing);
            case Outcome.Message message -> message(message);
            case Outcome.Denied denied -> denied(denied.answer());
            case Outcome.Challenge challenge -> connection.write("+ " + challenge.base64() + "\r\n");
            case Outcome.StartTls tls -> startTls(tls);
            case Outcome.Bye bye -> {
                connection.write((bye.ok() ? "+OK " : "-ERR ") + bye.text() + "\r\n");
                ending = bye.ok() ? "quit" : "refused";
            }
        }
    }

    private static String text(Outcome.Err err) {
        return err.code().isEmpty() ? err.text() : "[" + err.code() + "] " + err.text();
    }

    private void ok(String text) throws IOException {
        connection.write("+OK " + text + "\r\n");
    }

    private void err(String text) throws IOException {
        connection.write("-ERR " + text + "\r\n");
    }

    private void mistake(String text) throws IOException {
        err(text);
        if (++mistakes >= limits.mistakesMax()) {
            bye(session.say(Phrase.TOO_MANY_MISTAKES), "too many mistakes");
        }
    }

    private void bye(String text, String why) throws IOException {
        err(text);
        ending = why;
    }

    private void lines(Outcome.Lines lines) throws IOException {
        ok(lines.text());
        DotWriter out = connection.dotted();
        for (String line : lines.lines()) {
            byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
        }
        out.finish();
    }

    /** No line of a listing begins with a dot, so they go out as they are. */
    private void listing(Outcome.Listing listing) throws IOException {
        ok(listing.text());
        Maildrop maildrop = session.maildrop();
        MailboxView.Cursor message = maildrop.all();
        LineBuffer buffer = new LineBuffer();
        while (message.next()) {
            if (maildrop.isDeleted(message.index())) {
                continue;
            }
            listing.line().append(buffer.number(message.index() + 1L).character(' '), message);
            buffer.crlf();
            if (buffer.length() > LISTING_BYTES) {
                connection.write(buffer.bytes(), 0, buffer.length());
                buffer.clear();
            }
        }
        buffer.character('.').crlf();
        connection.write(buffer.bytes(), 0, buffer.length());
    }

    /**
     * The first piece is read before anything is said: a message that cannot be read costs the client no more than this answer, else it
     * could never get past it. TOP reads small pieces while the header lasts, so that little is read that is not sent.
     */
    private void message(Outcome.Message message) throws IOException {
        boolean whole = message.bodyLinesMax().isEmpty();
        BodyLines lines = new BodyLines(message.bodyLinesMax().orElse(Long.MAX_VALUE));
        try (MessageContent content = message.content()) {
            MessagePieces pieces = new MessagePieces(
                    content, whole ? MessagePieces.OCTETS_MAX : HEADER_PIECE_BYTES, !session.isUtf8());
            int count;
            try {
                count = pieces.next();
            } catch (StoreException e) {
                err(text(failed(e)));
                return;
            }
            ok(message.text());
            DotWriter out = connection.dotted();
            while (count > 0) {
                out.write(pieces.bytes(), 0, whole ? count : lines.take(pieces.bytes(), count));
                if (lines.enough()) {
                    break;
                }
                if (lines.inBody()) {
                    pieces.grow();
                }
                count = pieces.next();
            }
            octets += out.finish();
            retrieved += whole ? 1 : 0;
        }
    }

    private void denied(Outcome.Err answer) throws IOException {
        loginFailures++;
        connection.flush();
        try {
            pause.after(loginFailures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (loginFailures >= limits.loginFailuresMax()) {
            bye("[" + answer.code() + "] " + session.say(Phrase.TOO_MANY_FAILURES), "too many failed logins");
        } else {
            err(text(answer));
        }
    }

    private void startTls(Outcome.StartTls tls) throws IOException {
        ok(tls.text());
        int dropped = connection.startTls(config.tls().orElseThrow().get(), limits.handshakeTimeout());
        session.secured(connection.tls());
        if (dropped > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "connection={0} sent {1} bytes of plaintext behind STLS, which were dropped",
                    connection.id(),
                    dropped);
        }
    }

    private void log() {
        LOG.log(
                System.Logger.Level.INFO,
                "connection={0} peer={1} user={2} tls={3} retrieved={4} octets={5} deleted={6} failures={7} millis={8}"
                        + " end={9}",
                connection.id(),
                connection.remote(),
                session.identity().map(Identity::address).orElse("-"),
                connection.tls().map(tls -> tls.protocol()).orElse("-"),
                Integer.toString(retrieved),
                Long.toString(octets),
                Integer.toString(session.deleted()),
                Integer.toString(loginFailures),
                Long.toString(Duration.between(begun, clock.instant()).toMillis()),
                ending.isEmpty() ? "fault" : ending);
    }
}

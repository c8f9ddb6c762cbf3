package org.pennypost.smtp.server;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpLimits;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.smtp.session.MessageIntake;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpService;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DotBlock;
import org.pennypost.wire.Line;
import org.pennypost.wire.TlsInfo;
import org.pennypost.wire.Turn;

/**
 * The shell around one {@link SmtpSession}: reads lines, sends replies, receives messages, begins TLS, keeps the time. Used by one thread.
 *
 * <p>Life: greeting, then line by line until the session, the peer, the clock or the server's end says that it is over; then one line in the log.
 */
final class SmtpConnection {
    private static final System.Logger LOG = System.getLogger(SmtpServer.class.getName());

    /** Takes what nobody wants. */
    private static final ByteSink NOBODY = (bytes, offset, length) -> {};

    private final Connection connection;
    private final SmtpSession session;
    private final SmtpLimits limits;
    private final Optional<Supplier<SSLContext>> tls;
    private final InstantSource clock;

    /** When the session last brought a message, or began. */
    private Instant lastMail;

    /** Why it is over; empty while it is not. */
    private String ending = "";

    SmtpConnection(
            Connection connection, SmtpService service, Optional<Supplier<SSLContext>> tls, InstantSource clock) {
        this.connection = connection;
        this.limits = service.limits();
        this.tls = tls;
        this.clock = clock;
        this.lastMail = clock.instant();
        SmtpPeer peer =
                new SmtpPeer(connection.id(), connection.remote(), connection.local(), "", false, connection.tls());
        this.session = new SmtpSession(service, peer);
    }

    void converse() throws IOException {
        try {
            if (connection.inputWaits()) {
                perform(session.refuseEarlyTalker());
            } else {
                connection.write(session.greeting().wire());
            }
            if (ending.isEmpty()) {
                connection.takeTurns(this::turn);
            }
        } catch (IOException broken) {
            ending = "connection lost: " + broken.getMessage();
            throw broken;
        } catch (RuntimeException bug) {
            ending = "a fault of this server: " + bug;
            apologise(bug);
            throw bug;
        } finally {
            session.close();
            log();
        }
    }

    private Turn.Next turn() throws IOException {
        next();
        return ending.isEmpty() ? Turn.Next.ANOTHER : Turn.Next.NOTHING;
    }

    /** Waits for a line and lets the session answer it. */
    private void next() throws IOException {
        Duration untilUnproductive = Duration.between(clock.instant(), lastMail.plus(limits.withoutMailMax()));
        if (untilUnproductive.isNegative() || untilUnproductive.isZero()) {
            perform(session.unproductive());
            return;
        }
        boolean overall = untilUnproductive.compareTo(limits.commandTimeout()) < 0;
        if (session.awaitsSecret()) {
            connection.maskNextLine();
        }
        Line line = connection.readLine(session.lineBytesMax(), overall ? untilUnproductive : limits.commandTimeout());
        switch (line) {
            case Line.Text text -> perform(session.line(text.bytes()));
            case Line.BareLf ignored -> perform(session.bareLineFeed());
            case Line.TooLong ignored -> perform(session.lineTooLong());
            case Line.TimedOut ignored -> perform(overall ? session.unproductive() : session.timedOut());
            case Line.Stopping ignored -> perform(session.shuttingDown());
            case Line.End ignored -> ending = "the client left without QUIT";
        }
    }

    private void perform(Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Answer answer -> answer(answer.reply());
            case Outcome.Receive receive -> receive(receive.reply(), receive.envelope());
            case Outcome.ReceiveChunk chunk -> receiveChunk(chunk);
            case Outcome.Discard discard -> discard(discard);
            case Outcome.StartTls startTls -> startTls(startTls.reply());
            case Outcome.Close close -> {
                sayLast(close.reply());
                ending = close.reason();
            }
        }
    }

    /**
     * What is written leaves before the next read that has to wait; where commands are waiting already, that may take a while, and only replies to MAIL, RCPT and
     * RSET may be kept back (RFC 2920 §3.2 (2), (5)).
     */
    private void answer(Reply reply) throws IOException {
        connection.write(reply.wire());
        if (!session.replyMayWait() && connection.hasBufferedInput()) {
            connection.flush();
        }
    }

    private void apologise(RuntimeException bug) {
        try {
            sayLast(Reply.of(
                    421, "4.3.0", "Something went wrong here, and it is our fault. Closing; try again later."));
        } catch (IOException gone) {
            bug.addSuppressed(gone);
        }
    }

    private void sayLast(Reply reply) throws IOException {
        connection.write(reply.wire());
        connection.flush();
    }

    /** What came before the end is dropped unless the end came too (RFC 5321 §4.1.1.10: as if it had been refused for now). */
    private void receive(Reply goOn, Envelope envelope) throws IOException {
        connection.write(goOn.wire());
        try (MessageIntake intake = session.intake(envelope)) {
            receive(intake);
        }
    }

    private void receive(MessageIntake intake) throws IOException {
        DotBlock block;
        try {
            block = connection.readDotted(intake, limits.dataTimeout());
        } catch (MessageIntake.Overrun overrun) {
            sayLast(intake.tooLarge());
            ending = "a message far beyond the limit";
            return;
        }
        switch (block.ending()) {
            case COMPLETE -> {
                answerMessage(session.endOfData(intake, block));
            }
            case END, TIMED_OUT -> brokenOff(block.ending());
        }
    }

    private void brokenOff(DotBlock.Ending how) throws IOException {
        if (how == DotBlock.Ending.TIMED_OUT) {
            sayLast(session.timedOut().reply());
            ending = "timed out in the middle of a message";
        } else {
            ending = "the client vanished in the middle of a message";
        }
    }

    /** One reply, or over LMTP one for each recipient. */
    private void answerMessage(List<Reply> replies) throws IOException {
        if (replies.stream().anyMatch(Reply::positive)) {
            lastMail = clock.instant();
        }
        for (Reply reply : replies) {
            answer(reply);
        }
    }

    /** The octets behind a BDAT (RFC 3030 §2). */
    private void receiveChunk(Outcome.ReceiveChunk chunk) throws IOException {
        MessageIntake intake = session.chunkIntake();
        DotBlock.Ending how;
        try {
            how = connection.readBytes(chunk.octets(), intake, limits.dataTimeout());
        } catch (MessageIntake.Overrun overrun) {
            sayLast(intake.tooLarge());
            ending = "a message far beyond the limit";
            return;
        }
        if (how == DotBlock.Ending.COMPLETE) {
            answerMessage(session.endOfChunk(chunk.octets(), chunk.last()));
        } else {
            brokenOff(how);
        }
    }

    private void discard(Outcome.Discard discard) throws IOException {
        DotBlock.Ending how = connection.readBytes(discard.octets(), NOBODY, limits.dataTimeout());
        if (how == DotBlock.Ending.COMPLETE) {
            for (Reply reply : discard.replies()) {
                answer(reply);
            }
        } else {
            brokenOff(how);
        }
    }

    private void startTls(Reply ready) throws IOException {
        SSLContext context = tls.orElseThrow(() -> new IllegalStateException("STARTTLS was not on offer"))
                .get();
        connection.write(ready.wire());
        int dropped = connection.startTls(context, limits.handshakeTimeout());
        TlsInfo info = connection.tls().orElseThrow();
        session.secured(info);
        if (dropped > 0) {
            LOG.log(
                    INFO,
                    () -> connection.id() + " smtp " + dropped
                            + " bytes of plaintext behind STARTTLS were dropped (RFC 3207 §5)");
        }
    }

    private void log() {
        SmtpPeer peer = session.peer();
        LOG.log(
                INFO,
                () -> peer.connection() + " smtp from "
                        + peer.remote().getAddress().getHostAddress()
                        + " helo=" + (peer.helo().isEmpty() ? "-" : peer.helo())
                        + " tls=" + peer.tls().map(TlsInfo::protocol).orElse("-")
                        + peer.identity().map(who -> " login=" + who.address()).orElse("")
                        + session.forwarded().map(from -> " forwarded=" + from).orElse("")
                        + " accepted=" + session.messagesAccepted()
                        + " refused=" + session.messagesRefused()
                        + " end: " + ending);
    }
}

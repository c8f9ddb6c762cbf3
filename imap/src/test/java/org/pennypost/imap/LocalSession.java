package org.pennypost.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pennypost.imap.grammar.CommandFramer;
import org.pennypost.imap.grammar.CommandText;
import org.pennypost.imap.grammar.Literal;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.session.Differences;
import org.pennypost.imap.session.ImapService;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.LiteralPlan;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.RecentMessages;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SessionCounts;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** A session without a connection: commands go in, lines come out. For tests that give very many of them. Belongs to one thread. */
final class LocalSession implements AutoCloseable {
    private static final Authenticator EVERYBODY = (_, _, _) ->
            new org.pennypost.sasl.Outcome.Accepted(new Identity("a@example.test", Partition.FIRST_ACCOUNT));

    private final ImapSession session;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ResponseWriter out = new ResponseWriter(said::write);
    private boolean ended;

    /**
     * What the server said to a command.
     *
     * @param lines all of it but the last line
     * @param last the tagged line, without its tag; a BYE
     */
    record Reply(List<String> lines, String last) {
        boolean isOk() {
            return last.startsWith("OK");
        }
    }

    /** A server for one account, to which everybody may log in. */
    static ImapService service(Mailboxes mailboxes, Store store, InstantSource clock) {
        return service(mailboxes, store, clock, ImapLimits.DEFAULT);
    }

    /** The same with other limits. */
    static ImapService service(Mailboxes mailboxes, Store store, InstantSource clock, ImapLimits limits) {
        return new ImapService(
                "localhost",
                false,
                limits,
                ImapServer.vocabulary(),
                EVERYBODY,
                new Mechanisms(EVERYBODY, "localhost", new Random(1), clock),
                mailboxes,
                store.blobs(),
                new RecentMessages(clock.instant().getEpochSecond()),
                new Differences(),
                new SessionCounts(limits.sessionsPerAccountMax()),
                clock);
    }

    /** Logs in. */
    LocalSession(ImapService service) throws IOException {
        session = new ImapSession(service, SaslChannel.plain(InetAddress.getLoopbackAddress(), true), false);
        say("LOGIN a b");
    }

    /** Gives a command without literals, and its tag. */
    Reply say(String command) throws IOException {
        try (CommandText text = CommandText.of("t " + command)) {
            return reply(session.execute(text, out));
        }
    }

    /** The same where the store may fail, and is answered NO, as a connection does. */
    Reply sayOrFail(String command) throws IOException {
        try (CommandText text = CommandText.of("t " + command)) {
            try {
                return reply(session.execute(text, out));
            } catch (StoreException e) {
                if (!out.takeBack()) {
                    throw new IllegalStateException("the connection would end", e);
                }
                return reply(
                        session.refusal(text, new Outcome.No(ResponseCode.UNAVAILABLE, "The test's store failed.")));
            }
        }
    }

    /** Gives an APPEND of some messages; the options stand before each literal, with a blank behind them. */
    Reply append(String mailbox, String options, List<byte[]> messages) throws IOException {
        CommandFramer framer = new CommandFramer(100_000);
        String line = "t APPEND " + mailbox + " " + options;
        for (byte[] message : messages) {
            String announced = line + "{" + message.length + "+}";
            CommandFramer.Next next = framer.line(announced.getBytes(StandardCharsets.UTF_8));
            if (!(next instanceof CommandFramer.Next.LiteralComes comes)) {
                throw new IllegalStateException("no literal: " + next);
            }
            ImapSession.Planned planned = session.literal(comes.soFar(), comes.literal());
            if (!(planned.plan() instanceof LiteralPlan.Store(var draft))) {
                framer.drop();
                return reply(planned.answer());
            }
            draft.write(message, 0, message.length);
            framer.literal(new Literal.Stored(draft, false));
            line = " " + options;
        }
        CommandFramer.Next next = framer.line(new byte[0]);
        if (!(next instanceof CommandFramer.Next.Complete complete)) {
            throw new IllegalStateException("not complete: " + next);
        }
        try (CommandText text = complete.text()) {
            return reply(session.execute(text, out));
        }
    }

    /** What is told in IDLE, now. */
    Reply news() throws IOException {
        boolean there = session.selected().report(out, true, false);
        return reply(new ImapSession.Answer(
                "t",
                "IDLE",
                there
                        ? session.reached(new Outcome.Ok("still there"), out)
                        : new Outcome.Dismiss(ResponseCode.NONE, "The selected mailbox was deleted.")));
    }

    /** Whether the server has said BYE. */
    boolean hasEnded() {
        return ended;
    }

    private Reply reply(ImapSession.Answer answer) throws IOException {
        String last = switch (answer.outcome()) {
            case Outcome.Ok ok -> "OK " + code(ok.code()) + ok.text();
            case Outcome.No no -> "NO " + code(no.code()) + no.text();
            case Outcome.Bad bad -> "BAD " + code(bad.code()) + bad.text();
            case Outcome.Dismiss dismiss -> {
                ended = true;
                yield "BYE " + dismiss.text();
            }
            case Outcome.Bye bye -> {
                ended = true;
                yield "OK " + bye.text();
            }
            case Outcome other -> throw new IllegalStateException("not without a connection: " + other);
        };
        out.flush();
        List<String> lines =
                new ArrayList<>(said.toString(StandardCharsets.UTF_8).lines().toList());
        said.reset();
        return new Reply(lines, last);
    }

    private static String code(ResponseCode code) {
        return code.text().isEmpty() ? "" : "[" + code.text() + "] ";
    }

    @Override
    public void close() {
        session.close();
    }
}

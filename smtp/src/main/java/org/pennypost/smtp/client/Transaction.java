package org.pennypost.smtp.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DotWriter;

/**
 * One message through one session: MAIL, RCPT for each, DATA, the message (RFC 5321 §3.3). Used once, by one thread.
 *
 * <p>With PIPELINING the commands go out in groups of {@value #GROUP_COMMANDS_MAX}, so that neither side's buffers fill while the other writes (RFC 2920 §3.1 warns of that
 * deadlock), and replies are matched by counting; without it every command waits for its reply.
 */
final class Transaction {
    private static final int GROUP_COMMANDS_MAX = 50;

    /** The server closes; there is no reply to anything that was sent behind (RFC 5321 §3.8). */
    private static final int CLOSING = 421;

    private final Connection connection;
    private final ReplyReader replies;
    private final DialogueListener listener;
    private final Capabilities capabilities;
    private final SmtpTimeouts timeouts;
    private final OutgoingMessage message;
    private final Map<Integer, DeliveryResult.Recipient> refused = new LinkedHashMap<>();

    Transaction(
            Connection connection,
            ReplyReader replies,
            DialogueListener listener,
            Capabilities capabilities,
            SmtpTimeouts timeouts,
            OutgoingMessage message) {
        this.connection = connection;
        this.replies = replies;
        this.listener = listener;
        this.capabilities = capabilities;
        this.timeouts = timeouts;
        this.message = message;
    }

    DeliveryResult run() throws IOException {
        Optional<Reply> lacking = lacking();
        if (lacking.isPresent()) {
            return all(Step.NEGOTIATION, lacking.get());
        }
        return capabilities.offers("PIPELINING") ? pipelined() : stepwise();
    }

    /** Why this server cannot take this message, known before a byte of it is sent. */
    private Optional<Reply> lacking() {
        if (message.needsSmtpUtf8() && !capabilities.offers("SMTPUTF8")) {
            // RFC 6531 §3.5: an internationalized message MUST NOT be sent there.
            return Optional.of(
                    Reply.of(
                            550,
                            "5.6.7",
                            "The server does not offer SMTPUTF8, and an address or a header field of the message is not ASCII."));
        }
        if (message.body() == Body.EIGHT_BIT_MIME && !capabilities.offers("8BITMIME")) {
            // RFC 6152 §3: convert to 7bit or give up; converting is the message's author's, not the transport's.
            return Optional.of(
                    Reply.of(
                            554,
                            "5.6.3",
                            "The server does not offer 8BITMIME, and the message has octets above 127; encode it in quoted-printable or base64."));
        }
        OptionalLong octetsMax = capabilities.sizeOctetsMax();
        if (octetsMax.isPresent() && message.sizeOctets() > octetsMax.getAsLong()) {
            // RFC 1870 §7: what exceeds the fixed maximum need not be tried.
            return Optional.of(Reply.of(
                    552,
                    "5.3.4",
                    "The message has " + message.sizeOctets() + " octets; the server takes at most "
                            + octetsMax.getAsLong() + "."));
        }
        return Optional.empty();
    }

    private DeliveryResult stepwise() throws IOException {
        say(mail());
        Reply mail = replies.read(timeouts.command());
        if (!accepted(mail)) {
            return rest(Step.SENDER, mail);
        }
        for (int i = 0; i < message.to().size(); i++) {
            say(rcpt(i));
            Reply reply = replies.read(timeouts.command());
            if (reply.code() == CLOSING) {
                return rest(Step.RECIPIENT, reply);
            }
            recipient(i, reply);
        }
        if (noneLeft()) {
            return rest(Step.RECIPIENT, reset());
        }
        say("DATA");
        return data(replies.read(timeouts.dataInitiation()));
    }

    /** RFC 2920 §3.1: DATA is the last command of its group; all replies of a group are read, whatever they say. */
    private DeliveryResult pipelined() throws IOException {
        int count = message.to().size();
        Optional<Reply> sender = Optional.empty();
        for (int from = 0; from < count; from += GROUP_COMMANDS_MAX) {
            int to = Math.min(count, from + GROUP_COMMANDS_MAX);
            writeGroup(from, to);
            if (from == 0) {
                sender = Optional.of(replies.read(timeouts.command())).filter(reply -> !accepted(reply));
            }
            if (sender.isPresent() && (to < count || sender.get().code() == CLOSING)) {
                return rest(Step.SENDER, sender.get());
            }
            for (int i = from; i < to; i++) {
                Reply reply = replies.read(timeouts.command());
                if (reply.code() == CLOSING) {
                    return rest(Step.RECIPIENT, reply);
                }
                recipient(i, reply);
            }
        }
        DeliveryResult result = data(replies.read(timeouts.dataInitiation()));
        return sender.isPresent() ? all(Step.SENDER, sender.get()) : result;
    }

    private void writeGroup(int from, int to) throws IOException {
        if (from == 0) {
            write(mail());
        }
        for (int i = from; i < to; i++) {
            write(rcpt(i));
        }
        if (to == message.to().size()) {
            write("DATA");
        }
        connection.flush();
    }

    private static boolean accepted(Reply reply) {
        return reply.code() / 100 == 2;
    }

    private void recipient(int index, Reply reply) {
        if (!accepted(reply)) {
            refused.put(index, new DeliveryResult.Recipient(message.to().get(index), Step.RECIPIENT, reply));
        }
    }

    private DeliveryResult data(Reply goOn) throws IOException {
        if (goOn.code() / 100 != 3) {
            if (goOn.code() != CLOSING) {
                reset();
            }
            return rest(Step.DATA, goOn);
        }
        DotWriter dotted = connection.dotted();
        if (!noneLeft()) {
            OutgoingMessage.copy(message.content(), dotted::write);
        } // else RFC 2920 §3.1: a server that says 354 with no recipient left is sent a single dot
        long octets = dotted.finish();
        connection.flush();
        listener.sent("[" + octets + " octets]");
        listener.sent(".");
        return rest(Step.MESSAGE, replies.read(timeouts.dataTermination()));
    }

    /** The transaction is dropped so that the session can be used for another (RFC 5321 §4.1.1.5). */
    private Reply reset() throws IOException {
        say("RSET");
        return replies.read(timeouts.command());
    }

    private boolean noneLeft() {
        return refused.size() == message.to().size();
    }

    private String mail() {
        StringBuilder line = new StringBuilder("MAIL FROM:").append(message.from());
        if (capabilities.offers("SIZE")) {
            line.append(" SIZE=").append(message.sizeOctets());
        }
        if (message.body() == Body.EIGHT_BIT_MIME) {
            line.append(" BODY=").append(Body.EIGHT_BIT_MIME.keyword());
        }
        if (message.needsSmtpUtf8()) {
            line.append(" SMTPUTF8");
        }
        return line.toString();
    }

    private String rcpt(int index) {
        return "RCPT TO:" + message.to().get(index);
    }

    private void say(String line) throws IOException {
        write(line);
        connection.flush();
    }

    private void write(String line) throws IOException {
        listener.sent(line);
        connection.write(line + "\r\n");
    }

    private DeliveryResult all(Step step, Reply reply) {
        refused.clear();
        return rest(step, reply);
    }

    /** Those that were refused keep their own reply; all others have this one. */
    private DeliveryResult rest(Step step, Reply reply) {
        List<DeliveryResult.Recipient> results = new ArrayList<>();
        List<ForwardPath> to = message.to();
        for (int i = 0; i < to.size(); i++) {
            results.add(refused.getOrDefault(i, new DeliveryResult.Recipient(to.get(i), step, reply)));
        }
        return new DeliveryResult(results);
    }
}

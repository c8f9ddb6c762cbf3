package org.pennypost.smtp.client;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DialogueListener;
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

    /** Nobody sees it: it stands for a reply that LMTP does not give where every recipient was refused. */
    private static final Reply NOBODY = Reply.of(554, "5.5.1", "No recipient was accepted.");

    private final Connection connection;
    private final ReplyReader replies;
    private final DialogueListener listener;
    private final Capabilities capabilities;
    private final SmtpTimeouts timeouts;
    private final Fitting fitting;
    private final boolean chunks;
    private final boolean replyForEach;
    private final OutgoingMessage message;
    private final Map<Integer, DeliveryResult.Recipient> refused = new LinkedHashMap<>();

    /**
     * @param chunks whether the message goes by BDAT, which the server offers
     * @param replyForEach whether the server speaks LMTP
     * @param message in a form that the server can take
     */
    Transaction(
            Connection connection,
            ReplyReader replies,
            DialogueListener listener,
            Capabilities capabilities,
            SmtpTimeouts timeouts,
            Fitting fitting,
            boolean chunks,
            boolean replyForEach,
            OutgoingMessage message) {
        this.connection = connection;
        this.replies = replies;
        this.listener = listener;
        this.capabilities = capabilities;
        this.timeouts = timeouts;
        this.fitting = fitting;
        this.chunks = chunks;
        this.replyForEach = replyForEach;
        this.message = message;
    }

    DeliveryResult run() throws IOException {
        return capabilities.offers("PIPELINING") ? pipelined() : stepwise();
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
        if (chunks) {
            return chunks();
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
        if (sender.isPresent() && chunks) {
            reset();
            return all(Step.SENDER, sender.get());
        }
        if (chunks) {
            return noneLeft() ? rest(Step.RECIPIENT, reset()) : chunks();
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
        if (to == message.to().size() && !chunks) {
            write("DATA");
        }
        connection.flush();
    }

    private static boolean accepted(Reply reply) {
        return reply.code() / 100 == 2;
    }

    private void recipient(int index, Reply reply) {
        if (!accepted(reply)) {
            refused.put(
                    index, new DeliveryResult.Recipient(message.to().get(index).to(), Step.RECIPIENT, reply));
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
            message.copy(dotted::write);
        } // else RFC 2920 §3.1: a server that says 354 with no recipient left is sent a single dot
        long octets = dotted.finish();
        connection.flush();
        listener.sent("[" + octets + " octets]");
        listener.sent(".");
        return concluded();
    }

    /** RFC 3030 §2: after all replies to MAIL and RCPT. */
    private DeliveryResult chunks() throws IOException {
        ChunkWriter writer = new ChunkWriter(connection, listener, replies, timeouts, message.sizeOctets());
        try {
            message.copy(writer);
            writer.finish(message.body());
        } catch (ChunkWriter.Refused refused) {
            if (refused.reply().code() != CLOSING) {
                reset(); // RFC 3030 §2: the state behind a refused chunk is not determined
            }
            return rest(Step.MESSAGE, refused.reply());
        }
        return concluded();
    }

    /** The replies to the whole message: one, or over LMTP one for each recipient that was accepted (RFC 2033 §4.2). */
    private DeliveryResult concluded() throws IOException {
        if (!replyForEach) {
            return rest(Step.MESSAGE, replies.read(timeouts.dataTermination()));
        }
        if (noneLeft()) {
            return rest(Step.RECIPIENT, NOBODY);
        }
        List<DeliveryResult.Recipient> results = new ArrayList<>();
        Optional<Reply> lost = Optional.empty();
        for (int i = 0; i < message.to().size(); i++) {
            DeliveryResult.Recipient already = refused.get(i);
            if (already != null) {
                results.add(already);
                continue;
            }
            Reply reply = lost.isPresent() ? lost.get() : oneOfMany(results.isEmpty());
            if (reply.code() == CLOSING) {
                lost = Optional.of(reply);
            }
            results.add(new DeliveryResult.Recipient(message.to().get(i).to(), Step.MESSAGE, reply));
        }
        return new DeliveryResult(results);
    }

    /** RFC 2033 §5: when the connection closes after some of the replies, these count, and the others are temporary failures. */
    private Reply oneOfMany(boolean first) throws IOException {
        try {
            return replies.read(timeouts.dataTermination());
        } catch (EOFException gone) {
            if (first) {
                throw gone;
            }
            return Reply.of(CLOSING, "4.4.2", "The connection was lost before the server answered for this recipient.");
        }
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
        if (message.body() != Body.SEVEN_BIT) {
            line.append(" BODY=").append(message.body().keyword());
        }
        if (message.needsSmtpUtf8()) {
            line.append(" SMTPUTF8");
        }
        return line.append(message.parameters().written(fitting::knows)).toString();
    }

    private String rcpt(int index) {
        RcptCommand rcpt = message.to().get(index);
        return "RCPT TO:" + rcpt.to() + rcpt.parameters().written(fitting::knows);
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
        List<RcptCommand> to = message.to();
        for (int i = 0; i < to.size(); i++) {
            results.add(refused.getOrDefault(
                    i, new DeliveryResult.Recipient(to.get(i).to(), step, reply)));
        }
        return new DeliveryResult(results);
    }
}

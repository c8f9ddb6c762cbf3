package org.pennypost.smtp.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reception;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpPeer;

/** A reception that keeps what it accepts in memory. It hosts {@code example.org} and {@code example.test} and takes every name there but those it is told not to. */
public final class MemoryReception implements Reception {
    /** A message that was accepted; a character of its content is an octet. */
    public record Received(Envelope envelope, String content) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Reply> senders = new HashMap<>();
    private final Map<String, Reply> recipients = new HashMap<>();
    private final Map<String, Reply> verdicts = new HashMap<>();
    private final Map<String, Reply> verified = new HashMap<>();
    private volatile Reply verdict = Reply.of(250, "2.6.0", "Message accepted.");
    private final AtomicInteger openMessages = new AtomicInteger();

    /** From now on MAIL of this path, such as {@code <a@b.c>}, is answered so. */
    public void sender(String path, Reply reply) {
        senders.put(path, reply);
    }

    /** From now on RCPT of this path is answered so. */
    public void recipient(String path, Reply reply) {
        recipients.put(path, reply);
    }

    /** From now on VRFY of this is answered so. */
    public void verified(String name, Reply reply) {
        verified.put(name, reply);
    }

    /** From now on messages are answered so; only after a positive reply they are kept. */
    public void verdict(Reply reply) {
        verdict = reply;
    }

    /** From now on messages are answered so for the recipient of this path, where each has an answer of its own. */
    public void verdictFor(String path, Reply reply) {
        verdicts.put(path, reply);
    }

    /** What was accepted, in order. */
    public List<Received> received() {
        return received;
    }

    /** Messages that were begun and not closed. */
    public int openMessages() {
        return openMessages.get();
    }

    @Override
    public Reply sender(SmtpPeer peer, MailCommand mail) {
        return senders.getOrDefault(mail.from().toString(), Reply.of(250, "2.1.0", "Sender OK."));
    }

    @Override
    public Reply recipient(Envelope soFar, RcptCommand rcpt) {
        Reply known = recipients.get(rcpt.to().toString());
        if (known != null) {
            return known;
        }
        boolean here = rcpt.to()
                .mailbox()
                .map(mailbox -> mailbox.literal()
                        || mailbox.domain().toLowerCase(Locale.ROOT).startsWith("example."))
                .orElse(true);
        return here
                ? Reply.of(250, "2.1.5", "Recipient OK.")
                : Reply.of(550, "5.7.1", "No mail for " + Reply.quoted(rcpt.to().toString()) + " is taken here.");
    }

    @Override
    public Reply verify(SmtpPeer peer, String argument) {
        return verified.getOrDefault(argument, CANNOT_VERIFY);
    }

    @Override
    public IncomingMessage message(Envelope envelope) {
        openMessages.incrementAndGet();
        return new IncomingMessage() {
            private final ByteArrayOutputStream content = new ByteArrayOutputStream();

            @Override
            public void write(byte[] bytes, int offset, int length) {
                content.write(bytes, offset, length);
            }

            @Override
            public Reply accept() {
                if (verdict.positive()) {
                    received.add(new Received(envelope, content.toString(StandardCharsets.ISO_8859_1)));
                }
                return verdict;
            }

            @Override
            public List<Reply> acceptForEach(int recipients) {
                Reply all = accept();
                return envelope.recipients().stream()
                        .map(each -> verdicts.getOrDefault(each.to().toString(), all))
                        .toList();
            }

            @Override
            public void close() {
                openMessages.decrementAndGet();
            }
        };
    }
}

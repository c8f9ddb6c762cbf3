package org.pennypost.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A message that can be written as often as needed, in the form that its way can carry. Made by {@link MessageBuilder}; immutable, but for its files. */
public final class OutgoingMessage {
    private final Head head;
    private final Entity body;

    OutgoingMessage(Head head, Entity body) {
        this.head = head;
        this.body = body;
    }

    /** Returns its identifier. */
    public MessageId messageId() {
        return head.messageId;
    }

    /** Returns whether an address in its header needs {@link Target#INTERNATIONAL}. */
    public boolean international() {
        return Stream.of(
                        head.from.stream(),
                        head.sender.stream(),
                        head.replyTo.mailboxes().stream(),
                        head.to.mailboxes().stream(),
                        head.cc.mailboxes().stream())
                .flatMap(mailboxes -> mailboxes)
                .anyMatch(Address.Mailbox::international);
    }

    /**
     * Writes the whole message with CRLF line ends, not dot-stuffed. Large files pass through without being held.
     *
     * @param out is flushed, not closed
     * @throws NotUtf8 when the text is not UTF-8
     * @throws IOException when a file cannot be read or changes meanwhile, or writing fails
     * @throws IllegalArgumentException when the message is {@link #international} and the target cannot carry that
     */
    public void writeTo(OutputStream out, Target target) throws IOException {
        if (international() && target != Target.INTERNATIONAL) {
            throw new IllegalArgumentException("an address of this message needs SMTPUTF8");
        }
        head.write(out, target == Target.INTERNATIONAL);
        body.write(out, target);
        out.flush();
    }

    /**
     * Measures what {@link #writeTo} writes, by writing it to nowhere.
     *
     * @return octets
     * @throws IOException as there
     */
    public long sizeOctets(Target target) throws IOException {
        Counter counter = new Counter();
        writeTo(counter, target);
        return counter.octets;
    }

    /** The fields of the message itself. */
    record Head(
            Optional<Address.Mailbox> from,
            Optional<Address.Mailbox> sender,
            AddressList replyTo,
            AddressList to,
            AddressList cc,
            Optional<HeaderText> subject,
            OffsetDateTime date,
            MessageId messageId,
            Optional<MessageId> inReplyTo,
            List<MessageId> references,
            List<Report.Field> others) {
        Head {
            references = List.copyOf(references);
            others = List.copyOf(others);
        }

        void write(OutputStream out, boolean international) throws IOException {
            out.write(field("Date", international).word(MailDate.write(date)).bytes());
            if (from.isPresent()) {
                out.write(field("From", international)
                        .addresses(new AddressList(List.of(from.get())))
                        .bytes());
            }
            if (sender.isPresent()) {
                out.write(field("Sender", international)
                        .addresses(new AddressList(List.of(sender.get())))
                        .bytes());
            }
            if (!replyTo.isEmpty()) {
                out.write(field("Reply-To", international).addresses(replyTo).bytes());
            }
            writeRecipients(out, international);
            if (subject.isPresent()) {
                out.write(field("Subject", international).text(subject.get()).bytes());
            }
            out.write(field("Message-ID", international)
                    .word(messageId.toString())
                    .bytes());
            if (inReplyTo.isPresent()) {
                out.write(field("In-Reply-To", international)
                        .word(inReplyTo.get().toString())
                        .bytes());
            }
            if (!references.isEmpty()) {
                FoldedField field = field("References", international);
                references.forEach(id -> field.word(id.toString()));
                out.write(field.bytes());
            }
            for (Report.Field other : others) {
                out.write(field(other.name(), international).text(other.value()).bytes());
            }
            out.write("MIME-Version: 1.0\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        /** A message to nobody visible says so, as some readers expect one of the fields (RFC 822 §4.1 required it). */
        private void writeRecipients(OutputStream out, boolean international) throws IOException {
            if (!to.isEmpty()) {
                out.write(field("To", international).addresses(to).bytes());
            } else if (cc.isEmpty()) {
                out.write(field("To", international)
                        .word("undisclosed-recipients:;")
                        .bytes());
            }
            if (!cc.isEmpty()) {
                out.write(field("Cc", international).addresses(cc).bytes());
            }
        }

        private static FoldedField field(String name, boolean international) {
            return new FoldedField(name, international);
        }
    }

    private static final class Counter extends OutputStream {
        private long octets;

        @Override
        public void write(int octet) {
            octets++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            octets += length;
        }
    }
}

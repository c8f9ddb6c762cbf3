package org.pennypost.mime;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Builds a message to send. With the same clock and random generator it builds the same bytes.
 *
 * <pre>{@code
 * OutgoingMessage message = new MessageBuilder(InstantSource.system(), new SecureRandom())
 *         .from(AddressList.parseMailbox("Alice <alice@example.org>"))
 *         .to(AddressList.parse("bob@example.org"))
 *         .subject(HeaderText.of("Grüße"))
 *         .text("See you later ;-)")
 *         .attach(Attachment.of(Path.of("photo.jpg"), FileTypes.load()))
 *         .build();
 * message.writeTo(out, Target.SEVEN_BIT);
 * }</pre>
 *
 * Not for several threads.
 */
public final class MessageBuilder {
    private static final String DOMAIN_OF_NOBODY = "localhost";

    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Attachment> attachments = new ArrayList<>();
    private Optional<Address.Mailbox> from = Optional.empty();
    private AddressList to = AddressList.EMPTY;
    private AddressList cc = AddressList.EMPTY;
    private Optional<HeaderText> subject = Optional.empty();
    private Optional<Instant> date = Optional.empty();
    private ZoneId zone = ZoneOffset.UTC;
    private Optional<MessageId> messageId = Optional.empty();
    private Content text = Content.of("");

    /**
     * @param clock gives the date
     * @param random gives message identifier and boundaries
     */
    public MessageBuilder(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Sets who writes (RFC 5322 §3.6.2). */
    public MessageBuilder from(Address.Mailbox author) {
        from = Optional.of(author);
        return this;
    }

    /** Sets to whom (RFC 5322 §3.6.3). */
    public MessageBuilder to(AddressList recipients) {
        to = recipients;
        return this;
    }

    /** Sets who gets a copy (RFC 5322 §3.6.3). Whoever gets a blind copy is in the envelope only. */
    public MessageBuilder cc(AddressList recipients) {
        cc = recipients;
        return this;
    }

    /** Sets what it is about (RFC 5322 §3.6.5). */
    public MessageBuilder subject(HeaderText about) {
        subject = Optional.of(about);
        return this;
    }

    /** Sets when it was written; otherwise that is when it is built. */
    public MessageBuilder date(Instant written) {
        date = Optional.of(written);
        return this;
    }

    /** Sets the time zone that the date is told in; otherwise UTC. */
    public MessageBuilder zone(ZoneId place) {
        zone = place;
        return this;
    }

    /** Sets the identifier; otherwise one is made in the domain of the author. */
    public MessageBuilder messageId(MessageId identifier) {
        messageId = Optional.of(identifier);
        return this;
    }

    /** Sets the text; every kind of line end becomes CRLF. */
    public MessageBuilder text(String body) {
        return text(Content.of(body));
    }

    /** Sets the text, in UTF-8; every kind of line end becomes CRLF. That it is UTF-8 is checked when the message is written. */
    public MessageBuilder text(Content body) {
        text = body;
        return this;
    }

    /** Adds a file. */
    public MessageBuilder attach(Attachment attachment) {
        attachments.add(attachment);
        return this;
    }

    /** Builds the message. Files are opened when it is written. */
    public OutgoingMessage build() {
        Instant written = date.orElseGet(clock::instant);
        String domain = from.map(Address.Mailbox::asciiDomain).orElse(DOMAIN_OF_NOBODY);
        MessageId identifier = messageId.orElseGet(() -> MessageId.create(random, clock.instant(), domain));
        Entity body = new Entity.Text(text);
        if (!attachments.isEmpty()) {
            List<Entity> parts = new ArrayList<>();
            parts.add(body);
            attachments.forEach(attachment -> parts.add(new Entity.File(attachment)));
            body = new Entity.Mixed(Boundary.create(random), parts);
        }
        return new OutgoingMessage(
                new OutgoingMessage.Head(from, to, cc, subject, written.atZone(zone), identifier), body);
    }
}

package org.pennypost.mime;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Builds a message to send. With the same clock and random generator it builds the same bytes.
 *
 * {@snippet :
 * OutgoingMessage message = new MessageBuilder(InstantSource.system(), new SecureRandom())
 *         .from(AddressList.parseMailbox("Alice <alice@example.org>"))
 *         .to(AddressList.parse("bob@example.org"))
 *         .subject(HeaderText.of("Grüße"))
 *         .text("See you later ;-)")
 *         .html("<p>See you later <img src='cid:smile@example.org'>")
 *         .inline("smile@example.org", Attachment.of(Path.of("smile.png"), FileTypes.load()))
 *         .attach(Attachment.of(Path.of("photo.jpg"), FileTypes.load()))
 *         .build();
 * message.writeTo(out, Target.SEVEN_BIT);
 * }
 *
 * Not for several threads.
 */
public final class MessageBuilder {
    /** More than this of a thread makes a line that grows with each answer. */
    public static final int REFERENCES_MAX = 20;

    private static final String DOMAIN_OF_NOBODY = "localhost";
    private static final MediaType TEXT_HTML = new MediaType("text", "html");
    private static final HeaderText AUTO_REPLIED = new HeaderText("auto-replied");
    private static final String CONTENT_ID_MARKS = ".-_@";
    private static final int CONTENT_ID_MAX = 200;
    private static final Set<String> OWN_FIELDS = Set.of(
            "date",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "message-id",
            "in-reply-to",
            "references",
            "subject",
            "mime-version",
            "received",
            "return-path",
            "dkim-signature",
            "authentication-results");

    private static final List<Entity.Parameter> FLOWED =
            List.of(parameter("format", "flowed"), parameter("delsp", "yes"));

    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Entity> attachments = new ArrayList<>();
    private Optional<Address.Mailbox> from = Optional.empty();
    private AddressList to = AddressList.EMPTY;
    private AddressList cc = AddressList.EMPTY;
    private Optional<HeaderText> subject = Optional.empty();
    private Optional<Instant> date = Optional.empty();
    private ZoneId zone = ZoneOffset.UTC;
    private Optional<MessageId> messageId = Optional.empty();
    private Optional<Address.Mailbox> sender = Optional.empty();
    private AddressList replyTo = AddressList.EMPTY;
    private Optional<MessageId> inReplyTo = Optional.empty();
    private List<MessageId> references = List.of();
    private final List<Report.Field> fields = new ArrayList<>();
    private Optional<Content> text = Optional.empty();
    private boolean flowed;
    private Optional<Content> html = Optional.empty();
    private final List<Entity> otherForms = new ArrayList<>();
    private final List<Entity> pictures = new ArrayList<>();
    private Optional<Report> report = Optional.empty();
    private Optional<Entity> reported = Optional.empty();

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

    /** Sets who sent it for the author (RFC 5322 §3.6.2). */
    public MessageBuilder sender(Address.Mailbox agent) {
        sender = Optional.of(agent);
        return this;
    }

    /** Sets where answers go (RFC 5322 §3.6.2). */
    public MessageBuilder replyTo(AddressList addresses) {
        replyTo = addresses;
        return this;
    }

    /**
     * Makes it an answer (RFC 5322 §3.6.4).
     *
     * @param answered the message that it answers
     * @param thread what that one referred to, oldest first; all but the first and the last {@value #REFERENCES_MAX} are left out
     */
    public MessageBuilder inReplyTo(MessageId answered, List<MessageId> thread) {
        List<MessageId> all = new ArrayList<>(thread);
        all.remove(answered);
        if (all.size() > REFERENCES_MAX) {
            all.subList(1, all.size() - REFERENCES_MAX).clear();
        }
        all.add(answered);
        inReplyTo = Optional.of(answered);
        references = List.copyOf(all);
        return this;
    }

    /**
     * Adds a field of free text that has no method here, such as {@code X-Mailer} or {@code Organization}.
     *
     * @throws IllegalArgumentException when the name is none of a field, or of one that is written here or on the way
     */
    public MessageBuilder field(String name, HeaderText value) {
        String small = name.toLowerCase(Locale.ROOT);
        if (OWN_FIELDS.contains(small) || small.startsWith("content-") || small.startsWith("resent-")) {
            throw new IllegalArgumentException(name + " has a method of its own, or is nobody's to set");
        }
        fields.add(new Report.Field(name, value));
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
        text = Optional.of(body);
        flowed = false;
        return this;
    }

    /**
     * Sets the text, of which each line is a paragraph that readers wrap as they need (RFC 3676): it travels in short lines and stays one paragraph. Lines
     * that begin with {@code >} are quotes.
     */
    public MessageBuilder flowedText(String body) {
        text = Optional.of(Content.of(FlowedText.write(FlowedText.paragraphs(body), true)));
        flowed = true;
        return this;
    }

    /** Sets the text in HTML, beside the plain one: readers show the one they can ({@code multipart/alternative}, RFC 2046 §5.1.4). */
    public MessageBuilder html(String body) {
        return html(Content.of(body));
    }

    /** Sets the text in HTML, in UTF-8 whatever it says itself. */
    public MessageBuilder html(Content body) {
        html = Optional.of(body);
        return this;
    }

    /**
     * Adds a picture that the HTML shows ({@code multipart/related}, RFC 2387).
     *
     * @param contentId what stands behind {@code cid:} in the HTML (RFC 2392): letters, digits and {@code . - _ @}; to be unique in the world it
     *     has the form {@code picture1@example.org}
     * @throws IllegalArgumentException when it has other characters
     */
    public MessageBuilder inline(String contentId, Attachment picture) {
        boolean plain = contentId.chars().allMatch(c -> Ascii.isAlphanumeric(c) || CONTENT_ID_MARKS.indexOf(c) >= 0);
        if (contentId.isEmpty() || contentId.length() > CONTENT_ID_MAX || !plain) {
            throw new IllegalArgumentException("not a Content-ID: " + BadField.show(contentId));
        }
        pictures.add(new Entity.File(picture, Optional.of(contentId)));
        return this;
    }

    /**
     * Adds the text in another form, such as an invitation: {@code text/calendar} with {@code method=REQUEST}. The later form is the better one to readers that
     * know it; plain text and HTML come before all others.
     *
     * @param parameters of the type, beside the charset, in the order of the map
     * @param body in UTF-8; every kind of line end becomes CRLF
     * @throws IllegalArgumentException when the type is no text, or the name of a parameter no token (RFC 2045 §5.1)
     */
    public MessageBuilder alternative(MediaType type, Map<String, HeaderText> parameters, Content body) {
        if (!type.isText()) {
            throw new IllegalArgumentException(type + " is no text");
        }
        List<Entity.Parameter> written = new ArrayList<>();
        parameters.forEach((name, value) -> {
            if (name.isEmpty() || !name.chars().allMatch(Ascii::isToken)) {
                throw new IllegalArgumentException("not a parameter: " + BadField.show(name));
            }
            written.add(new Entity.Parameter(name, value));
        });
        otherForms.add(new Entity.Text(type, written, body));
        return this;
    }

    /**
     * Forwards a message as it is, as an attachment ({@code message/rfc822}, RFC 2046 §5.2.1; {@code message/global}, RFC 6532 §3.7, where its header is in
     * UTF-8). One that cannot travel as it is (8 bits on a way of 7, bare line feeds) goes as a file of bytes, as {@code message/rfc822} may not be encoded.
     *
     * @param message the whole message
     */
    public MessageBuilder forward(Content message) {
        attachments.add(new Entity.Enclosed(message, false));
        return this;
    }

    /**
     * Makes it a report ({@code multipart/report}, RFC 6522): the text is for the person, this for programs. It says {@code Auto-Submitted: auto-replied} (RFC 3834 §5).
     *
     * @param about what is reported
     * @param subjectMatter the message that it is about, or its header
     * @param headerOnly whether {@code subjectMatter} is only a header
     */
    public MessageBuilder report(Report about, Content subjectMatter, boolean headerOnly) {
        reported = Optional.of(new Entity.Enclosed(subjectMatter, headerOnly));
        return report(about);
    }

    /** Makes it a report without the message it is about. */
    public MessageBuilder report(Report about) {
        report = Optional.of(about);
        return this;
    }

    /** Adds a file. */
    public MessageBuilder attach(Attachment attachment) {
        attachments.add(new Entity.File(attachment, Optional.empty()));
        return this;
    }

    /** Builds the message. Files are opened when it is written. */
    public OutgoingMessage build() {
        Instant written = date.orElseGet(clock::instant);
        String domain = from.map(Address.Mailbox::asciiDomain).orElse(DOMAIN_OF_NOBODY);
        MessageId identifier = messageId.orElseGet(() -> MessageId.create(random, clock.instant(), domain));
        List<Report.Field> extra = new ArrayList<>(fields);
        report.ifPresent(_ -> extra.add(new Report.Field("Auto-Submitted", AUTO_REPLIED)));
        OutgoingMessage.Head head = new OutgoingMessage.Head(
                from,
                sender,
                replyTo,
                to,
                cc,
                subject,
                written.atZone(zone).toOffsetDateTime(),
                identifier,
                inReplyTo,
                references,
                extra);
        return new OutgoingMessage(head, body());
    }

    /** From the inside out: pictures belong to the HTML, HTML and plain text are one, attachments come behind. */
    private Entity body() {
        List<Entity> forms = new ArrayList<>();
        if (text.isPresent() || (html.isEmpty() && otherForms.isEmpty())) {
            forms.add(new Entity.Text(MediaType.TEXT_PLAIN, flowed ? FLOWED : List.of(), text.orElse(Content.of(""))));
        }
        html.ifPresent(body -> forms.add(withPictures(text(TEXT_HTML, body))));
        forms.addAll(otherForms);
        Entity body = forms.size() == 1 ? forms.getFirst() : multipart("alternative", List.of(), forms);
        List<Entity> parts = new ArrayList<>();
        parts.add(reported(body));
        if (html.isEmpty()) {
            parts.addAll(pictures);
        }
        parts.addAll(attachments);
        return parts.size() == 1 ? parts.getFirst() : multipart("mixed", List.of(), parts);
    }

    private static Entity text(MediaType type, Content content) {
        return new Entity.Text(type, List.of(), content);
    }

    private Entity withPictures(Entity body) {
        if (pictures.isEmpty()) {
            return body;
        }
        List<Entity> parts = new ArrayList<>();
        parts.add(body);
        parts.addAll(pictures);
        return multipart("related", List.of(parameter("type", TEXT_HTML.toString())), parts);
    }

    private Entity reported(Entity body) {
        if (report.isEmpty()) {
            return body;
        }
        List<Entity> parts = new ArrayList<>();
        parts.add(body);
        parts.add(new Entity.ReportFields(report.get().mediaType(), report.get().groups()));
        reported.ifPresent(parts::add);
        return multipart("report", List.of(parameter("report-type", report.get().type())), parts);
    }

    private Entity multipart(String subtype, List<Entity.Parameter> parameters, List<Entity> parts) {
        return new Entity.Multipart(subtype, parameters, Boundary.create(random), parts);
    }

    private static Entity.Parameter parameter(String name, String value) {
        return new Entity.Parameter(name, new HeaderText(value));
    }
}

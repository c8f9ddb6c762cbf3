package org.pennypost.mailbox.projection;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.projection.BodyStructure.Disposition;
import org.pennypost.mailbox.projection.BodyStructure.Parameter;
import org.pennypost.mailbox.projection.BodyStructure.PartFields;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.mime.MediaType;
import org.pennypost.store.StoreException;

/**
 * A projection as it is stored, in version {@link Projection#VERSION}, which stands beside it in the content's record. Its sections are read
 * without each other. Offsets are counted in the blob, without the prefix, so that all recipients of a message have the same bytes.
 *
 * <pre>
 * flags (u8): 1 cut: header index and structure are left out; 2 a sent date; 4 an attachment; 8 a reply; 16 the envelope is left out too
 * sent date, if there is one: seconds since 1970 (signed), zone in minutes (signed)
 * octets of the listing, threads, envelope, header index, texts (number each); the structure has the rest
 * listing:      preview (text), count, names of attachments (text)
 * threads:      message id (u64), subject (u64), count, references (u64)
 * envelope:     date, subject, message id, in-reply-to (optional each), from, sender, reply-to, to, cc, bcc (addresses each);
 *               sender and reply-to are empty where they are those of from
 * addresses:    count, each 0 domain, local part, name (texts) | 1 group name (text) | 2
 * header index: count, each name number * 2 (+ 1, and then the octets left out before it), octets; end of the header behind the last
 * texts:        octets of fields as {@link FieldTexts} says
 * structure:    kind (u8: 0 multipart, 1 text, 2 message, 3 basic), header start behind that of the parent's body, octets of the fields,
 *               of the empty line, of the body (numbers); type, subtype (texts), parameters, id, description (optional), encoding (text),
 *               md5 (optional), disposition's type (optional) and, if there is one, its parameters, languages (count, texts),
 *               location (optional); then
 *               multipart: count, parts | text: lines | message: lines, envelope, the structure of the message inside
 * parameters:   count, each name, value (texts)
 * optional:     0, or the text's octets + 1 and the text
 * </pre>
 */
final class ProjectionFormat {
    static final int CUT = 1;
    static final int SENT = 2;
    static final int ATTACHMENT = 4;
    static final int REPLY = 8;
    static final int NO_ENVELOPE = 16;

    /** Deeper than any parser of ours goes. */
    static final int NESTING_MAX = 500;

    /** What stands before the sections is no longer. */
    private static final int HEAD_OCTETS_MAX = 64;

    /** Most are not longer. */
    private static final int SECTIONS_OCTETS = 2_048;

    static final int MULTIPART = 0;
    static final int TEXT = 1;
    static final int MESSAGE = 2;
    static final int BASIC = 3;

    private ProjectionFormat() {}

    /** @param octetsMax what is longer is cut */
    static byte[] encode(
            Listing listing,
            ThreadKeys threads,
            Envelope envelope,
            HeaderIndex index,
            byte[] texts,
            BodyStructure structure,
            int octetsMax) {
        Packer sections = new Packer(SECTIONS_OCTETS);
        listing(sections, listing);
        int listingEnd = sections.length();
        threads(sections, threads);
        int threadsEnd = sections.length();
        envelope(sections, envelope);
        int envelopeEnd = sections.length();
        index(sections, index);
        int indexEnd = sections.length();
        sections.raw(texts);
        structure(sections, structure, 0);
        boolean noEnvelope = HEAD_OCTETS_MAX + envelopeEnd > octetsMax;
        boolean cut = noEnvelope || HEAD_OCTETS_MAX + sections.length() > octetsMax;
        int flags = (cut ? CUT : 0)
                | (noEnvelope ? NO_ENVELOPE : 0)
                | (listing.sent().isPresent() ? SENT : 0)
                | (listing.hasAttachment() ? ATTACHMENT : 0)
                | (threads.reply() ? REPLY : 0);
        int kept = noEnvelope ? threadsEnd : cut ? envelopeEnd : sections.length();
        Packer out = new Packer(HEAD_OCTETS_MAX).u8(flags);
        listing.sent()
                .ifPresent(sent ->
                        out.signed(sent.toEpochSecond()).signed(sent.getOffset().getTotalSeconds() / 60));
        return out.number(listingEnd)
                .number(threadsEnd - listingEnd)
                .number(noEnvelope ? 0 : envelopeEnd - threadsEnd)
                .number(cut ? 0 : indexEnd - envelopeEnd)
                .number(cut ? 0 : texts.length)
                .toBytes(sections, kept);
    }

    private static void listing(Packer out, Listing listing) {
        out.text(listing.preview()).number(listing.attachmentNames().size());
        listing.attachmentNames().forEach(out::text);
    }

    private static void threads(Packer out, ThreadKeys threads) {
        out.u64(threads.messageId()).u64(threads.subject()).number(threads.references().length);
        for (long reference : threads.references()) {
            out.u64(reference);
        }
    }

    /** The sections of stored bytes, found and not yet read. */
    record Sections(
            int flags,
            long sentSeconds,
            long sentZoneMinutes,
            Unpacker listing,
            Unpacker threads,
            Unpacker envelope,
            Unpacker index,
            Unpacker texts,
            Unpacker structure) {
        /** The sent date; most who look at something else never ask. */
        Optional<OffsetDateTime> sent() throws StoreException {
            if ((flags & SENT) == 0) {
                return Optional.empty();
            }
            try {
                ZoneOffset zone = ZoneOffset.ofTotalSeconds(Math.toIntExact(Math.multiplyExact(sentZoneMinutes, 60L)));
                return Optional.of(Instant.ofEpochSecond(sentSeconds).atOffset(zone));
            } catch (DateTimeException | ArithmeticException outOfRange) {
                throw listing.torn();
            }
        }
    }

    static Sections sections(byte[] stored) throws StoreException {
        return new Unpacker("a projection", stored).read(in -> {
            int flags = in.u8();
            if ((flags & (CUT | NO_ENVELOPE)) == NO_ENVELOPE) {
                throw in.torn();
            }
            boolean sent = (flags & SENT) != 0;
            long sentSeconds = sent ? in.signed() : 0;
            long sentZoneMinutes = sent ? in.signed() : 0;
            int listing = in.count();
            int threads = in.count();
            int envelope = in.count();
            int index = in.count();
            int texts = in.count();
            return new Sections(
                    flags,
                    sentSeconds,
                    sentZoneMinutes,
                    in.part(listing),
                    in.part(threads),
                    in.part(envelope),
                    in.part(index),
                    in.part(texts),
                    in);
        });
    }

    static Listing listing(Sections sections) throws StoreException {
        Unpacker in = sections.listing();
        String preview = in.text();
        int count = in.count();
        List<String> names = new ArrayList<>(Math.min(count, Listing.NAMES_MAX));
        for (int i = 0; i < count; i++) {
            names.add(in.text());
        }
        return new Listing(sections.sent(), (sections.flags() & ATTACHMENT) != 0, preview, names);
    }

    static ThreadKeys threads(Sections sections) throws StoreException {
        Unpacker in = sections.threads();
        long messageId = in.u64();
        long subject = in.u64();
        long[] references = new long[in.count()];
        for (int i = 0; i < references.length; i++) {
            references[i] = in.u64();
        }
        return new ThreadKeys(messageId, references, subject, (sections.flags() & REPLY) != 0);
    }

    private static void envelope(Packer out, Envelope envelope) {
        optional(out, envelope.date());
        optional(out, envelope.subject());
        optional(out, envelope.messageId());
        optional(out, envelope.inReplyTo());
        addresses(out, envelope.from());
        addresses(out, envelope.sender().equals(envelope.from()) ? List.of() : envelope.sender());
        addresses(out, envelope.replyTo().equals(envelope.from()) ? List.of() : envelope.replyTo());
        addresses(out, envelope.to());
        addresses(out, envelope.cc());
        addresses(out, envelope.bcc());
    }

    static Envelope envelope(Unpacker in) throws StoreException {
        String date = optional(in);
        String subject = optional(in);
        String messageId = optional(in);
        String inReplyTo = optional(in);
        return new Envelope(
                date,
                subject,
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                inReplyTo,
                messageId);
    }

    private static void addresses(Packer out, List<EnvelopeAddress> addresses) {
        out.number(addresses.size());
        for (EnvelopeAddress address : addresses) {
            switch (address) {
                case EnvelopeAddress.Mailbox mailbox ->
                    out.u8(0).text(mailbox.domain()).text(mailbox.localPart()).text(mailbox.name());
                case EnvelopeAddress.GroupStart group -> out.u8(1).text(group.name());
                case EnvelopeAddress.GroupEnd _ -> out.u8(2);
            }
        }
    }

    private static List<EnvelopeAddress> addresses(Unpacker in) throws StoreException {
        int count = in.count();
        List<EnvelopeAddress> addresses = new ArrayList<>(Math.min(count, 100));
        for (int i = 0; i < count; i++) {
            switch (in.u8()) {
                case 0 -> {
                    String domain = in.text();
                    String localPart = in.text();
                    addresses.add(new EnvelopeAddress.Mailbox(in.text(), localPart, domain));
                }
                case 1 -> addresses.add(new EnvelopeAddress.GroupStart(in.text()));
                case 2 -> addresses.add(new EnvelopeAddress.GroupEnd());
                default -> throw in.torn();
            }
        }
        return addresses;
    }

    private static void index(Packer out, HeaderIndex index) {
        out.number(index.fields().size());
        long at = 0;
        for (HeaderIndex.Field field : index.fields()) {
            long left = field.from() - at;
            out.number(2L * field.number() + (left == 0 ? 0 : 1));
            if (left != 0) {
                out.number(left);
            }
            out.number(field.to() - field.from());
            at = field.to();
        }
        out.number(index.end());
    }

    /**
     * Reads the header index.
     *
     * @param before fields that stand before those of the blob, in the prefix
     * @param shift octets of the prefix
     */
    static HeaderIndex index(Unpacker in, List<HeaderIndex.Field> before, long shift) throws StoreException {
        int count = in.count();
        List<HeaderIndex.Field> fields = new ArrayList<>(before);
        long at = shift;
        for (int i = 0; i < count; i++) {
            long name = in.number();
            at += (name & 1) == 0 ? 0 : in.number();
            long to = at + in.number();
            if (to < at || !HeaderIndex.isNumber(name >>> 1)) {
                throw in.torn();
            }
            fields.add(new HeaderIndex.Field((int) (name >>> 1), at, to));
            at = to;
        }
        return new HeaderIndex(fields, shift + in.number());
    }

    private static void structure(Packer out, BodyStructure part, long parentBody) {
        PartPlace place = part.place();
        out.u8(
                        switch (part) {
                            case BodyStructure.Multipart _ -> MULTIPART;
                            case BodyStructure.Text _ -> TEXT;
                            case BodyStructure.Message _ -> MESSAGE;
                            case BodyStructure.Basic _ -> BASIC;
                        })
                .number(place.headerStart() - parentBody)
                .number(place.headerEnd() - place.headerStart())
                .number(place.bodyStart() - place.headerEnd())
                .number(place.bodyOctets());
        fields(out, part.fields());
        switch (part) {
            case BodyStructure.Multipart multipart -> {
                out.number(multipart.children().size());
                multipart.children().forEach(child -> structure(out, child, place.bodyStart()));
            }
            case BodyStructure.Text text -> out.number(text.lines());
            case BodyStructure.Message message -> {
                out.number(message.lines());
                envelope(out, message.envelope());
                structure(out, message.message(), place.bodyStart());
            }
            case BodyStructure.Basic _ -> {}
        }
    }

    /** @param parentBody offset in the message of the body that the part is in; the offset of the blob for the message itself */
    static BodyStructure structure(Unpacker in, long parentBody, int depth) throws StoreException {
        if (depth > NESTING_MAX) {
            throw in.torn();
        }
        int kind = in.u8();
        PartPlace place = place(in, parentBody);
        PartFields fields = fields(in);
        return switch (kind) {
            case MULTIPART -> {
                int count = in.count();
                List<BodyStructure> children = new ArrayList<>(Math.min(count, 100));
                for (int i = 0; i < count; i++) {
                    children.add(structure(in, place.bodyStart(), depth + 1));
                }
                yield new BodyStructure.Multipart(fields, place, children);
            }
            case TEXT -> new BodyStructure.Text(fields, place, in.number());
            case MESSAGE ->
                new BodyStructure.Message(
                        fields, place, in.number(), envelope(in), structure(in, place.bodyStart(), depth + 1));
            case BASIC -> new BodyStructure.Basic(fields, place);
            default -> throw in.torn();
        };
    }

    private static PartPlace place(Unpacker in, long parentBody) throws StoreException {
        long headerStart = parentBody + in.number();
        long headerEnd = headerStart + in.number();
        long bodyStart = headerEnd + in.number();
        return new PartPlace(headerStart, headerEnd, bodyStart, bodyStart + in.number());
    }

    private static void fields(Packer out, PartFields fields) {
        out.text(fields.type().type()).text(fields.type().subtype());
        parameters(out, fields.parameters());
        optional(out, fields.id());
        optional(out, fields.description());
        out.text(fields.encoding());
        optional(out, fields.md5());
        Disposition disposition = fields.disposition();
        optional(out, disposition == null ? null : disposition.type());
        if (disposition != null) {
            parameters(out, disposition.parameters());
        }
        out.number(fields.languages().size());
        fields.languages().forEach(out::text);
        optional(out, fields.location());
    }

    private static PartFields fields(Unpacker in) throws StoreException {
        MediaType type = new MediaType(in.text(), in.text());
        List<Parameter> parameters = parameters(in);
        String id = optional(in);
        String description = optional(in);
        String encoding = in.text();
        String md5 = optional(in);
        String dispositionType = optional(in);
        Disposition disposition = dispositionType == null ? null : new Disposition(dispositionType, parameters(in));
        int count = in.count();
        List<String> languages = new ArrayList<>(Math.min(count, 10));
        for (int i = 0; i < count; i++) {
            languages.add(in.text());
        }
        return new PartFields(type, parameters, id, description, encoding, md5, disposition, languages, optional(in));
    }

    private static void parameters(Packer out, List<Parameter> parameters) {
        out.number(parameters.size());
        for (Parameter parameter : parameters) {
            out.text(parameter.name()).text(parameter.value());
        }
    }

    private static List<Parameter> parameters(Unpacker in) throws StoreException {
        int count = in.count();
        List<Parameter> parameters = new ArrayList<>(Math.min(count, 10));
        for (int i = 0; i < count; i++) {
            parameters.add(new Parameter(in.text(), in.text()));
        }
        return parameters;
    }

    private static void optional(Packer out, @Nullable String text) {
        if (text == null) {
            out.number(0);
        } else {
            out.text(text, 1);
        }
    }

    private static @Nullable String optional(Unpacker in) throws StoreException {
        long octets = in.number();
        if (octets < 0 || octets > Integer.MAX_VALUE) {
            throw in.torn();
        }
        return octets == 0 ? null : in.text((int) octets - 1);
    }
}

package org.pennypost.mailbox.projection;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pennypost.mailbox.thread.BaseSubject;
import org.pennypost.mailbox.thread.ThreadKey;
import org.pennypost.mime.MailDate;
import org.pennypost.mime.MessageIds;
import org.pennypost.mime.convert.Surrogate;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.mime.parse.Part;

/**
 * Computes the projection of a message from its bytes: one parse, and the beginning of one text. Whatever the bytes are, there is one.
 *
 * <p>The projection is of the blob alone. A prefix changes two things in it: where everything is, which is added when it is read, and, where
 * the prefix ends the header, that all of the blob is body, which has to be said here.
 */
public final class Projector {
    /** Messages up to this size are read into memory at once; longer ones in pieces. */
    private static final int WHOLE_OCTETS_MAX = 256 << 10;

    private Projector() {}

    /**
     * Returns the projection to be stored.
     *
     * @param blob the message as received
     * @param prefix what will stand before it
     * @throws IOException when the blob cannot be read
     */
    public static StoredProjection project(ByteSource blob, byte[] prefix) throws IOException {
        Computed computed = compute(blob, prefix);
        return new StoredProjection(
                Projection.VERSION,
                ProjectionFormat.encode(
                        computed.listing,
                        computed.threads,
                        computed.envelope,
                        computed.index,
                        computed.texts,
                        computed.structure,
                        Projection.STORED_OCTETS_MAX),
                computed.plain);
    }

    /** Returns the projection whole, however long: for a message whose stored one is cut or of another version. */
    public static Projection whole(ByteSource blob, byte[] prefix) throws IOException {
        Computed computed = compute(blob, prefix);
        byte[] bytes = ProjectionFormat.encode(
                computed.listing,
                computed.threads,
                computed.envelope,
                computed.index,
                computed.texts,
                computed.structure,
                Integer.MAX_VALUE);
        return Projection.of(bytes, prefix);
    }

    @SuppressWarnings("ArrayRecordComponent") // on its way into the projection
    private record Computed(
            Listing listing,
            ThreadKeys threads,
            Envelope envelope,
            HeaderIndex index,
            byte[] texts,
            BodyStructure structure,
            boolean plain) {}

    private static Computed compute(ByteSource blob, byte[] prefix) throws IOException {
        boolean bodyOnly = PrefixFields.of(prefix).endsHeader();
        ByteSource message = bodyOnly ? new Bodied(blob) : blob;
        int shift = bodyOnly ? Bodied.EMPTY_LINE.length : 0;
        if (message.sizeBytes() <= WHOLE_OCTETS_MAX) {
            message = ByteSource.of(message.bytes(0, message.sizeBytes()));
        }
        ByteSource source = message;
        ParsedMessage parsed = ParsedMessage.parse(message, ParserOptions.DEFAULT);
        Part root = parsed.root();
        List<NumberedField> fields = NumberedField.of(root.header());
        EnvelopeFields envelopeFields = EnvelopeFields.of(fields);
        Envelope envelope = envelopeFields.envelope();
        BodyStructure structure = new Structures(shift).of(root, fields);
        Attachments attachments = Attachments.of(structure);
        String preview = new PreviewText(message, shift).of(structure);
        Optional<OffsetDateTime> sent = envelope.date() == null ? Optional.empty() : MailDate.parse(envelope.date());
        HeaderIndex index = index(root, fields, shift);
        return new Computed(
                new Listing(sent, attachments.any(), preview, attachments.names()),
                threads(envelope, envelopeFields.references()),
                envelope,
                index,
                FieldTexts.of(index, source::bytes),
                structure,
                Surrogate.need(parsed).equals(Surrogate.Need.NONE));
    }

    private static ThreadKeys threads(Envelope envelope, String references) {
        BaseSubject subject = BaseSubject.of(envelope.subjectText());
        String messageId = envelope.messageId() == null ? "" : envelope.messageId();
        String inReplyTo = envelope.inReplyTo() == null ? "" : envelope.inReplyTo();
        List<String> texts = new ArrayList<>();
        texts.add(MessageIds.first(messageId).map(MessageIds::comparable).orElse(""));
        texts.add(subject.key());
        texts.addAll(MessageIds.thread(references, inReplyTo));
        long[] keys = ThreadKey.of(texts);
        return new ThreadKeys(keys[0], Arrays.copyOfRange(keys, 2, keys.length), keys[1], subject.reply());
    }

    private static HeaderIndex index(Part root, List<NumberedField> fields, int shift) {
        if (shift > 0) {
            return new HeaderIndex(List.of(), 0);
        }
        List<HeaderIndex.Field> places = new ArrayList<>(fields.size());
        for (NumberedField field : fields) {
            places.add(new HeaderIndex.Field(
                    field.number(), field.field().start(), field.field().end()));
        }
        return new HeaderIndex(places, root.headerEnd());
    }

    /** A blob that is a body alone, with the empty line before it that stands in the prefix. */
    private record Bodied(ByteSource blob) implements ByteSource {
        private static final byte[] EMPTY_LINE = {'\r', '\n'};

        @Override
        public long sizeBytes() {
            return EMPTY_LINE.length + blob.sizeBytes();
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            if (position >= EMPTY_LINE.length) {
                return blob.read(position - EMPTY_LINE.length, into, offset, length);
            }
            into[offset] = EMPTY_LINE[(int) position];
            return 1;
        }
    }
}

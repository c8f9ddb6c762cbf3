package org.pennypost.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.convert.LineForm;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * A message of any octets (BODY=BINARYMIME, RFC 3030 §3) on its way to readers and servers that know lines alone: what is binary in it is
 * encoded before it is kept (docs/adr/0043-binary-mail-in-lines.md). Behind this it is a message as any other.
 */
final class BinaryMessage implements IncomingMessage {
    private static final System.Logger LOG = System.getLogger(BinaryMessage.class.getName());

    private static final Reply NO_LINES = Reply.of(
            554,
            "5.6.0",
            "A header of this message, or what is around or inside its parts, has NUL, a line end that is not CR LF, or a line of more than 998 octets; only bodies may be binary. Nothing was kept.");
    private static final Reply SIGNED = Reply.of(
            554,
            "5.6.3",
            "What is binary has to be encoded to be kept here, and in this message it is signed as it is. Encode it before it is signed (RFC 1847, section 2.1).");

    private final IncomingMessage inLines;
    private @Nullable BlobDraft draft;
    private @Nullable StoreException failure;

    private BinaryMessage(Store store, IncomingMessage inLines) {
        this.inLines = inLines;
        try {
            this.draft = store.blobs().draft();
        } catch (StoreException e) {
            this.failure = e;
        }
    }

    /** What takes a message with this envelope: {@code lines}, which takes messages of lines, with this in front of it where that is not what comes. */
    static IncomingMessage of(Envelope envelope, Store store, Function<Envelope, IncomingMessage> lines) {
        MailCommand mail = envelope.mail();
        if (mail.body() != Body.BINARY_MIME) {
            return lines.apply(envelope);
        }
        MailCommand eightBit =
                new MailCommand(mail.from(), mail.parameters().with(MailCommand.BODY, Body.EIGHT_BIT_MIME));
        return new BinaryMessage(store, lines.apply(new Envelope(envelope.peer(), eightBit, envelope.recipients())));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (draft == null || failure != null) {
            return;
        }
        try {
            draft.write(bytes, offset, length);
        } catch (StoreException e) {
            failure = e;
        }
    }

    @Override
    public Reply accept() {
        return objection().orElseGet(inLines::accept);
    }

    @Override
    public List<Reply> acceptForEach(int recipients) {
        Optional<Reply> objection = objection();
        return objection.isPresent()
                ? Collections.nCopies(recipients, objection.get())
                : inLines.acceptForEach(recipients);
    }

    /** Passes the message on in lines, or says why not. */
    private Optional<Reply> objection() {
        if (failure != null || draft == null) {
            return Optional.of(
                    StoreReplies.of(failure == null ? new StoreException("the store gave no draft") : failure));
        }
        try {
            draft.finish();
            LineForm form = LineForm.of(ParsedMessage.parse(new Written(draft), ParserOptions.DEFAULT));
            if (form.impossible()) {
                return Optional.of(NO_LINES);
            }
            if (form.breaksSignature()) {
                return Optional.of(SIGNED);
            }
            form.writeTo(new Onward(inLines));
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(StoreReplies.of(e));
        } catch (IOException impossible) {
            LOG.log(System.Logger.Level.ERROR, "a binary message could not be read back", impossible);
            return Optional.of(
                    StoreReplies.of(new StoreException("a binary message could not be read back", impossible)));
        }
    }

    @Override
    public void close() {
        inLines.close();
        if (draft != null) {
            draft.close();
        }
    }

    private record Written(BlobDraft draft) implements ByteSource {
        @Override
        public long sizeBytes() {
            return draft.size();
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            return draft.read(position, into, offset, length);
        }
    }

    private static final class Onward extends OutputStream {
        private final IncomingMessage message;

        Onward(IncomingMessage message) {
            this.message = message;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            message.write(octets, from, length);
        }
    }
}

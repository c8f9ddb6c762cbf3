package org.pennypost.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.pennypost.mime.HeaderBlock;
import org.pennypost.wire.ByteSink;

/** A message on its way from the server into the archive. Not closed by {@link #keep}, it is thrown away. */
final class Keeping implements ByteSink, AutoCloseable {
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private final Archive.Draft draft;
    private final Fetching.Listed message;
    private final ProgressListener progress;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();

    Keeping(Archive archive, Fetching.Listed message, ProgressListener progress) throws IOException {
        this.draft = archive.draft(message.uidl());
        this.message = message;
        this.progress = progress;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) throws IOException {
        draft.write(bytes, offset, length);
        head.write(bytes, offset, Math.min(length, HEAD_BYTES_MAX - Math.min(HEAD_BYTES_MAX, head.size())));
        progress.progress(draft.octets(), message.octets());
    }

    /** All of it has come. */
    Fetching.Kept keep() throws IOException {
        return new Fetching.Kept(draft.keep(), HeaderBlock.read(head.toByteArray()), draft.octets());
    }

    @Override
    public void close() throws IOException {
        draft.close();
    }
}

package org.pennypost.mailbox.projection;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * What clients list of a message. It was computed when the message arrived; each method reads its own section of the stored bytes at each
 * call, and throws {@link StoreException} where these are damaged. All offsets count in the message as clients see it, prefix first.
 * Immutable, thread-safe.
 */
public final class Projection {
    /**
     * What this program computes: raised with whatever changes the stored bytes, previews and thread keys too ({@code ProjectionVersionTest} tells). Stored ones
     * of other versions are computed anew where they are met.
     */
    public static final int VERSION = 4;

    /** The longest that is stored: with a prefix beside it it fits into one value of the store. Longer ones are cut. */
    public static final int STORED_OCTETS_MAX = 70_000;

    private final byte[] stored;
    private final byte[] prefix;

    private Projection(byte[] stored, byte[] prefix) {
        this.stored = stored;
        this.prefix = prefix;
    }

    /**
     * Takes a stored projection.
     *
     * @param stored in version {@link #VERSION}; not changed afterwards
     * @param prefix the trace fields before the blob; not changed afterwards
     */
    public static Projection of(byte[] stored, byte[] prefix) {
        return new Projection(stored, prefix);
    }

    /** Whether nothing was left out because it was too long to be stored. */
    public boolean isWhole() throws StoreException {
        return (sections().flags() & ProjectionFormat.CUT) == 0;
    }

    /** IMAP's ENVELOPE. */
    public Envelope envelope() throws StoreException {
        ProjectionFormat.Sections sections = sections();
        whole((sections.flags() & ProjectionFormat.NO_ENVELOPE) == 0);
        return sections.envelope().read(ProjectionFormat::envelope);
    }

    /** The message's parts. */
    public BodyStructure structure() throws StoreException {
        ProjectionFormat.Sections sections = sections();
        whole((sections.flags() & ProjectionFormat.CUT) == 0);
        BodyStructure blob = sections.structure().read(in -> ProjectionFormat.structure(in, prefix.length, 0));
        PrefixFields before = PrefixFields.of(prefix);
        PartPlace place = blob.place();
        return blob.at(new PartPlace(
                0, before.endsHeader() ? before.end() : place.headerEnd(), place.bodyStart(), place.bodyEnd()));
    }

    /**
     * Where the message's body begins, if the text of every part stands in its octets as it is read, but for octets above 127 and control characters: no part is a message,
     * none that is text is encoded, and all are in character sets that have ASCII in them.
     *
     * @param html whether HTML may be among them, which then is read as it stands
     * @return a negative number where a text does not, or it cannot be seen
     */
    public long plainBodyStart(boolean html) throws StoreException {
        ProjectionFormat.Sections sections = sections();
        whole((sections.flags() & ProjectionFormat.CUT) == 0);
        return sections.structure().read(in -> {
            int kind = in.u8();
            long bodyStart = prefix.length + in.number() + in.number() + in.number();
            in.number();
            return PlainParts.arePlain(in, kind, html, 0) ? bodyStart : -1;
        });
    }

    /** Where the fields of the message's own header are. */
    public HeaderIndex headerIndex() throws StoreException {
        ProjectionFormat.Sections sections = sections();
        whole((sections.flags() & ProjectionFormat.CUT) == 0);
        PrefixFields before = PrefixFields.of(prefix);
        HeaderIndex index = sections.index().read(in -> ProjectionFormat.index(in, before.fields(), prefix.length));
        return before.endsHeader() ? new HeaderIndex(before.fields(), before.end()) : index;
    }

    /**
     * The octets of the fields of these names, in the order of the header, as {@code BODY[HEADER.FIELDS (...)]} has them before its empty line.
     *
     * @param names in any case
     * @return empty where one of them has to be read from the message: {@link #headerIndex} may say where it is
     */
    public Optional<byte[]> fields(Collection<String> names) throws StoreException {
        return FieldTexts.find(headerIndex(), names, prefix, sections().texts().read(Unpacker::rest));
    }

    /** What threading knows of it. */
    public ThreadKeys threadKeys() throws StoreException {
        ProjectionFormat.Sections sections = sections();
        return sections.threads().read(_ -> ProjectionFormat.threads(sections));
    }

    /** The date of the Date field with its zone; empty if there is none that can be read. */
    public Optional<OffsetDateTime> sent() throws StoreException {
        return sections().sent();
    }

    /** The first words that say something, at most 256 characters (RFC 8970 §3.3); empty where there are none. */
    public String preview() throws StoreException {
        return listing().preview();
    }

    /** Whether it has something to save: what is neither text that is shown, nor a picture in it, nor a signature. */
    public boolean hasAttachment() throws StoreException {
        return listing().hasAttachment();
    }

    /** What the first of its attachments are called, those that have names; they may hold anything, paths too. */
    public List<String> attachmentNames() throws StoreException {
        return listing().attachmentNames();
    }

    private Listing listing() throws StoreException {
        ProjectionFormat.Sections sections = sections();
        return sections.listing().read(_ -> ProjectionFormat.listing(sections));
    }

    private ProjectionFormat.Sections sections() throws StoreException {
        return ProjectionFormat.sections(stored);
    }

    private static void whole(boolean there) {
        if (!there) {
            throw new IllegalStateException("this projection is cut: ask for a whole one");
        }
    }
}

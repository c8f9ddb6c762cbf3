package org.pennypost.mime.parse;

import org.pennypost.mime.ContentType;

/**
 * What {@link MessageParser} sees, in the order of the source. For each part, of which the message itself is the first:
 *
 * <pre>
 * part  field*  ( leaf content*  |  multipart part*  |  message part )  end
 * </pre>
 *
 * <p>Offsets count bytes from the beginning of the source. Arrays belong to the parser and are valid only during the call. What is not wanted is left
 * as it is here: nothing happens.
 */
public interface MessageEvents {
    /**
     * A part begins.
     *
     * @param offset of its header, or of its body if it has none
     */
    default void part(long offset) {}

    /**
     * A header field, with its line end and all its folded lines.
     *
     * @param bytes holds it
     * @param from where it begins in the array
     * @param to where it ends there
     * @param nameLength octets of its name; 0 for a line in the header that is no field
     * @param offset where it begins in the source
     */
    default void field(byte[] bytes, int from, int to, int nameLength, long offset) {}

    /**
     * The part is a leaf: its content follows, if it has any.
     *
     * @param headerEnd the offset behind its last field
     * @param bodyStart the offset behind the empty line; the same where that is missing
     */
    default void leaf(long headerEnd, long bodyStart) {}

    /**
     * The part is made of parts, which follow. The other arguments are those of {@link #leaf}.
     *
     * @param type its Content-Type
     */
    default void multipart(ContentType type, long headerEnd, long bodyStart) {}

    /** The part is a message, which follows. The arguments are those of {@link #leaf}. */
    default void message(long headerEnd, long bodyStart) {}

    /**
     * Some of a leaf's content, as it is in the source.
     *
     * @param offset of the first byte in the source
     */
    default void content(byte[] bytes, int from, int to, long offset) {}

    /**
     * The innermost open part ends.
     *
     * @param bodyEnd the offset behind its body. The line end before a delimiter is the delimiter's (RFC 2046 §5.1.1)
     * @param lines of the body; a last line without an end is one
     * @param octets what kinds are among the octets of a leaf
     */
    default void end(long bodyEnd, long lines, Octets octets) {}

    /** Something is wrong. */
    default void defect(DefectKind kind, long offset) {}
}

package org.pennypost.mailbox.projection;

/**
 * Where a part is in the message's octets (its prefix and its bytes as received), so that any of it is read without parsing:
 *
 * <pre>
 * BODY[1.MIME]    headerStart to bodyStart of part 1
 * BODY[1]         bodyStart to bodyEnd of part 1
 * BODY[1.HEADER]  headerStart to bodyStart of the message inside part 1
 * BODY[1.TEXT]    bodyStart to bodyEnd of the message inside part 1
 * </pre>
 *
 * @param headerStart offset of the header's first octet
 * @param headerEnd offset behind the last field; what is from there to the body is the empty line
 * @param bodyStart offset of the body's first octet
 * @param bodyEnd offset behind the body, without the line end that belongs to a delimiter
 */
public record PartPlace(long headerStart, long headerEnd, long bodyStart, long bodyEnd) {
    public PartPlace {
        if (headerStart < 0 || headerEnd < headerStart || bodyStart < headerEnd || bodyEnd < bodyStart) {
            throw new IllegalArgumentException(
                    "not a place: " + headerStart + ", " + headerEnd + ", " + bodyStart + ", " + bodyEnd);
        }
    }

    /** Returns the octets of the body as sent. */
    public long bodyOctets() {
        return bodyEnd - bodyStart;
    }
}

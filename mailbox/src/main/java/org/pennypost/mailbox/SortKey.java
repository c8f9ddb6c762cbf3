package org.pennypost.mailbox;

/** What messages are sorted by (RFC 5256 §3, RFC 5957 §4, RFC 6203 §6). */
public enum SortKey {
    /** The internal date and time. */
    ARRIVAL,
    /** The local part of the first address of Cc. */
    CC,
    /** The sent date: of the Date field in UTC, or else of arrival (RFC 5256 §2.2). */
    DATE,
    /** The display name of the first address of From, or else the address (RFC 5957 §3). */
    DISPLAYFROM,
    /** The display name of the first address of To, or else the address. */
    DISPLAYTO,
    /** The local part of the first address of From. */
    FROM,
    /** How much it is like what was looked for, the most first (RFC 6203 §6). */
    RELEVANCY,
    /** Octets. */
    SIZE,
    /** The base subject (RFC 5256 §2.1). */
    SUBJECT,
    /** The local part of the first address of To. */
    TO;

    boolean isText() {
        return switch (this) {
            case ARRIVAL, DATE, RELEVANCY, SIZE -> false;
            case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO -> true;
        };
    }
}

package org.pennypost.mailbox;

/**
 * Which generation of UIDs a mailbox has (RFC 9051 §2.3.1.1). Grows from mailbox to mailbox of an account, so a name that is used
 * again never has an old one.
 *
 * @param number 1 to 2^32 - 1
 */
public record UidValidity(long number) implements Comparable<UidValidity> {
    public UidValidity {
        if (number < 1 || number > 0xffff_ffffL) {
            throw new IllegalArgumentException("not a UIDVALIDITY: " + number);
        }
    }

    @Override
    public int compareTo(UidValidity other) {
        return Long.compare(number, other.number);
    }
}

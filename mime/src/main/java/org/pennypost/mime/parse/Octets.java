package org.pennypost.mime.parse;

/**
 * Which kinds of octets a body has.
 *
 * @param eightBit one above 127
 * @param nul the octet 0, with which only {@code binary} bodies are legal (RFC 2045 §2.7)
 */
public record Octets(boolean eightBit, boolean nul) {
    /** Of bodies that were not looked at as leaves. */
    static final Octets PLAIN = new Octets(false, false);

    private static final Octets EIGHT = new Octets(true, false);
    private static final Octets ZERO = new Octets(false, true);
    private static final Octets BOTH = new Octets(true, true);

    /** Returns the one instance of each. */
    static Octets of(boolean eightBit, boolean nul) {
        if (eightBit) {
            return nul ? BOTH : EIGHT;
        }
        return nul ? ZERO : PLAIN;
    }
}

package org.pennypost.wire;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Addresses that begin with the same bits: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single one (RFC 4632 §3.1, RFC 4291 §2.3). */
public final class AddressRange {
    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] address, int bits) {
        this.prefix = masked(address, bits);
        this.bits = bits;
    }

    /**
     * Reads an address with or without the number of bits that count.
     *
     * @throws IllegalArgumentException with a sentence that says what was expected
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address;
        try {
            address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address or range, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32", e);
        }
        int most = address.length * Byte.SIZE;
        String bits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
            throw new IllegalArgumentException("'" + text + "': behind the slash is a number from 0 to " + most);
        }
        return new AddressRange(address, Integer.parseInt(bits));
    }

    /** Returns the range of so many bits that the address is in. */
    static AddressRange around(InetAddress address, int bits) {
        return new AddressRange(address.getAddress(), bits);
    }

    /** Whether the address is one of them. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == prefix.length && Arrays.equals(masked(bytes, bits), prefix);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] prefix = address.clone();
        for (int i = 0; i < prefix.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            prefix[i] &= (byte) (0xff00 >> kept);
        }
        return prefix;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && bits == range.bits && Arrays.equals(prefix, range.prefix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prefix) + bits;
    }

    /** The address in hexadecimal digits, and the bits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(prefix) + "/" + bits;
    }
}

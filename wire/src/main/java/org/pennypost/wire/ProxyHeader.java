package org.pennypost.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a proxy says of the connection that it passes on, before the first byte of its client: HAProxy's PROXY protocol, versions 1
 * (a line) and 2 (binary), as of its specification of 2020/03/05.
 *
 * @param ends the client and where it connected to; empty when the proxy speaks for itself or does not know
 */
record ProxyHeader(Optional<Ends> ends) {
    /** The longest header of version 2 that is read; a proxy sends a few hundred bytes at most. */
    static final int BYTES_MAX = 4_096;

    /** "You may use a buffer of 107 bytes" (§2.1); the line end is among them. */
    static final int LINE_BYTES_MAX = 107;

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] KEYWORD = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final int FIXED_BYTES = 16;
    /** {@code PROXY UNKNOWN CRLF}, the shortest of all headers. */
    private static final int SHORTEST_BYTES = 15;

    private static final int COMMAND_LOCAL = 0x20;
    private static final int COMMAND_PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    private static final int TLV_CRC32C = 0x03;
    private static final int TLV_HEADER_BYTES = 3;

    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = "(" + BYTE + "(?:\\." + BYTE + "){3})";
    private static final String IPV6 = "([0-9A-Fa-f]*:[0-9A-Fa-f:.]{1,45})";
    private static final String PORTS = " (0|[1-9]\\d{0,4}) (0|[1-9]\\d{0,4})";
    private static final Pattern TCP4 = Pattern.compile("PROXY TCP4 " + IPV4 + " " + IPV4 + PORTS);
    private static final Pattern TCP6 = Pattern.compile("PROXY TCP6 " + IPV6 + " " + IPV6 + PORTS);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: .*)?");

    /** The two ends of the client's connection. */
    record Ends(InetSocketAddress source, InetSocketAddress destination) {}

    /** The peer is no proxy, or a broken one. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Reads a header and not a byte more, since what follows may belong to a TLS handshake.
     *
     * @throws Refused if what comes is none
     * @throws IOException if the connection breaks
     */
    static ProxyHeader read(Link link) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES_MAX);
        readUpTo(link, header, SHORTEST_BYTES);
        return startsWith(header, SIGNATURE) ? binary(link, header) : line(link, header);
    }

    private static void readUpTo(Link link, ByteBuffer header, int bytes) throws IOException {
        header.limit(bytes);
        while (header.hasRemaining()) {
            if (link.read(header) < 0) {
                throw new Refused("the connection ended inside the PROXY header");
            }
        }
    }

    /** Version 1: byte by byte behind its shortest form, since nothing says how long it is. */
    private static ProxyHeader line(Link link, ByteBuffer header) throws IOException {
        if (!startsWith(header, KEYWORD)) {
            throw new Refused("no PROXY header came first");
        }
        while (header.get(header.position() - 1) != '\n') {
            if (header.position() == LINE_BYTES_MAX) {
                throw new Refused("a PROXY line of more than " + LINE_BYTES_MAX + " bytes");
            }
            readUpTo(link, header, header.position() + 1);
        }
        String line = new String(beginning(header, header.position()), StandardCharsets.ISO_8859_1);
        if (!line.endsWith("\r\n")) {
            throw new Refused("a PROXY line that does not end in CRLF");
        }
        String words = line.substring(0, line.length() - 2);
        if (UNKNOWN.matcher(words).matches()) {
            return new ProxyHeader(Optional.empty());
        }
        Matcher ends = TCP4.matcher(words);
        if (!ends.matches()) {
            ends = TCP6.matcher(words);
        }
        if (!ends.matches()) {
            throw new Refused("a PROXY line that says neither TCP4, TCP6 nor UNKNOWN with two addresses and two ports");
        }
        return new ProxyHeader(
                Optional.of(new Ends(end(ends.group(1), ends.group(3)), end(ends.group(2), ends.group(4)))));
    }

    private static boolean startsWith(ByteBuffer header, byte[] bytes) {
        return Arrays.equals(beginning(header, bytes.length), bytes);
    }

    private static byte[] beginning(ByteBuffer header, int length) {
        byte[] bytes = new byte[length];
        header.get(0, bytes);
        return bytes;
    }

    private static InetSocketAddress end(String address, String port) throws Refused {
        int number = Integer.parseInt(port);
        try {
            if (number <= 0xffff) {
                return new InetSocketAddress(InetAddress.ofLiteral(address), number);
            }
        } catch (IllegalArgumentException e) {
            throw new Refused("a PROXY line with an address that is none");
        }
        throw new Refused("a PROXY line with the port " + port);
    }

    private static ProxyHeader binary(Link link, ByteBuffer header) throws IOException {
        readUpTo(link, header, FIXED_BYTES);
        int command = header.get(12) & 0xff;
        int family = header.get(13) & 0xff;
        int length = header.getShort(14) & 0xffff;
        if (command != COMMAND_LOCAL && command != COMMAND_PROXY) {
            throw new Refused("a PROXY header with version and command %02x".formatted(command));
        }
        if (FIXED_BYTES + length > BYTES_MAX) {
            throw new Refused("a PROXY header that says " + length + " bytes; at most " + (BYTES_MAX - FIXED_BYTES)
                    + " are read");
        }
        readUpTo(link, header, FIXED_BYTES + length);
        header.flip().position(FIXED_BYTES);
        if (command == COMMAND_LOCAL || family == UNSPECIFIED) {
            return new ProxyHeader(Optional.empty());
        }
        int addressBytes = switch (family) {
            case TCP_OVER_IPV4 -> 4;
            case TCP_OVER_IPV6 -> 16;
            default -> throw new Refused("a PROXY header for no TCP connection (%02x)".formatted(family));
        };
        if (length < 2 * addressBytes + 4) {
            throw new Refused("a PROXY header too short for its addresses");
        }
        InetAddress source = address(header, addressBytes);
        InetAddress destination = address(header, addressBytes);
        Ends ends = new Ends(
                new InetSocketAddress(source, header.getShort() & 0xffff),
                new InetSocketAddress(destination, header.getShort() & 0xffff));
        checkExtensions(header);
        return new ProxyHeader(Optional.of(ends));
    }

    private static InetAddress address(ByteBuffer header, int bytes) throws Refused {
        byte[] address = new byte[bytes];
        header.get(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new Refused("an address of " + bytes + " bytes");
        }
    }

    /** Skips the type-length-values; a checksum among them must be right (§2.2.4). */
    private static void checkExtensions(ByteBuffer header) throws Refused {
        while (header.hasRemaining()) {
            if (header.remaining() < TLV_HEADER_BYTES) {
                throw new Refused("a PROXY header whose extensions are cut off");
            }
            int type = header.get() & 0xff;
            int length = header.getShort() & 0xffff;
            if (length > header.remaining()) {
                throw new Refused("a PROXY header whose extensions are cut off");
            }
            if (type == TLV_CRC32C) {
                checkSum(header, length);
            }
            header.position(header.position() + length);
        }
    }

    private static void checkSum(ByteBuffer header, int length) throws Refused {
        int at = header.position();
        if (length != Integer.BYTES) {
            throw new Refused("a PROXY header with a checksum of " + length + " bytes");
        }
        byte[] bytes = beginning(header, header.limit());
        Arrays.fill(bytes, at, at + length, (byte) 0);
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        if ((int) sum.getValue() != header.getInt(at)) {
            throw new Refused("a PROXY header whose checksum is wrong");
        }
    }
}

package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static ProxyHeader read(byte[] bytes, int piece) throws IOException {
        return ProxyHeader.read(new PiecesLink(bytes, piece));
    }

    private static ProxyHeader read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.ISO_8859_1), 1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 198.51.100.2 56324 25, 192.0.2.1, 56324, 198.51.100.2, 25",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535, 255.255.255.255, 65535",
        "PROXY TCP6 2001:db8::1 ffff::2 1 0, 2001:db8::1, 1, ffff::2, 0"
    })
    void readsALine(String line, String source, int sourcePort, String destination, int destinationPort)
            throws Exception {
        assertThat(read(line + "\r\n").ends())
                .hasValue(new ProxyHeader.Ends(
                        new InetSocketAddress(source, sourcePort),
                        new InetSocketAddress(destination, destinationPort)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n"})
    void aProxyMayNotKnow(String line) throws Exception {
        assertThat(read(line).ends()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO client.example\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 56324\r\n",
                "PROXY TCP4 192.0.2.1  198.51.100.2 56324 25\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.2 56324 25\r\n",
                "PROXY TCP4 192.0.2 198.51.100.2 56324 25\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 65536 25\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 056 25\r\n",
                "PROXY TCP4 2001:db8::1 ffff::2 1 0\r\n",
                "PROXY TCP6 192.0.2.1 198.51.100.2 56324 25\r\n x",
                "PROXY TCP6 :::: ffff::2 1 0\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 56324 25\n",
                "PROXY UDP4 192.0.2.1 198.51.100.2 56324 25\r\n",
                "proxy TCP4 192.0.2.1 198.51.100.2 56324 25\r\n",
                "PROXY TCP4 192.0.2.1 198.51",
                "PROXY"
            })
    void refusesRubbish(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ProxyHeader.Refused.class);
    }

    @Test
    void aLineHasAnEnd() {
        assertThatThrownBy(() -> read("PROXY UNKNOWN " + "x".repeat(500)))
                .isInstanceOf(ProxyHeader.Refused.class)
                .hasMessageContaining("more than 107 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void readsBinary(int piece) throws Exception {
        byte[] bytes = hex(SIGNATURE + "21 11 000c c0000201 c6336402 dc04 0019");
        assertThat(read(bytes, piece).ends())
                .hasValue(new ProxyHeader.Ends(
                        new InetSocketAddress("192.0.2.1", 56324), new InetSocketAddress("198.51.100.2", 25)));
        byte[] six = hex(SIGNATURE + "21 21 0027" + "20010db8000000000000000000000001"
                + "20010db8000000000000000000000002" + "0001 0002" + "04 0000");
        assertThat(read(six, piece).ends())
                .hasValue(new ProxyHeader.Ends(
                        new InetSocketAddress("2001:db8::1", 1), new InetSocketAddress("2001:db8::2", 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 00 0000", "20 11 000c c0000201 c6336402 dc04 0019", "21 00 0003 010203"})
    void aProxyMaySpeakForItself(String rest) throws Exception {
        assertThat(read(hex(SIGNATURE + rest), 3).ends()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11 11 000c c0000201 c6336402 dc04 0019",
                "22 11 000c c0000201 c6336402 dc04 0019",
                "21 12 000c c0000201 c6336402 dc04 0019",
                "21 31 0002 0000",
                "21 11 000b c0000201 c6336402 dc04 00",
                "21 11 ffff c0000201 c6336402 dc04 0019",
                "21 11 000d c0000201 c6336402 dc04 0019 04",
                "21 11 000f c0000201 c6336402 dc04 0019 04 0001",
                "21 11 0010 c0000201 c6336402 dc04 0019 03 0001 00",
                "21 11 000c c0000201 c633"
            })
    void refusesBinaryRubbish(String rest) {
        assertThatThrownBy(() -> read(hex(SIGNATURE + rest), 100)).isInstanceOf(ProxyHeader.Refused.class);
    }

    @Test
    void aChecksumMustBeRight() throws Exception {
        byte[] header = hex(SIGNATURE + "21 11 0013 c0000201 c6336402 dc04 0019 03 0004 00000000");
        CRC32C sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());
        assertThat(read(header, 100).ends()).isPresent();
        header[20] ^= 1;
        assertThatThrownBy(() -> read(header, 100))
                .isInstanceOf(ProxyHeader.Refused.class)
                .hasMessageContaining("checksum");
    }

    /** What follows may be a TLS handshake, which nobody else may have read. */
    @Test
    void readsNotAByteMore() throws Exception {
        for (String header : new String[] {
            HexFormat.of().formatHex("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII)), SIGNATURE + "20000000"
        }) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(hex(header));
            bytes.write("rest".getBytes(StandardCharsets.US_ASCII));
            PiecesLink link = new PiecesLink(bytes.toByteArray(), 1_000);
            ProxyHeader.read(link);
            ByteBuffer rest = ByteBuffer.allocate(100);
            link.read(rest);
            assertThat(new String(rest.array(), 0, rest.position(), StandardCharsets.US_ASCII))
                    .isEqualTo("rest");
        }
    }
}

package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.99/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "10.0.0.0/7, 11.255.0.1, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 2001:db8::1, true"
    })
    void containsWhatBeginsWithItsBits(String range, String address, boolean contained) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "example.org", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "::/129", "1.2.3.4/8/8"})
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }

    @Test
    void bitsThatDoNotCountDoNotDiffer() {
        assertThat(AddressRange.parse("192.0.2.99/24")).isEqualTo(AddressRange.parse("192.0.2.0/24"));
        assertThat(AddressRange.parse("192.0.2.0/24")).isNotEqualTo(AddressRange.parse("192.0.2.0/23"));
    }
}

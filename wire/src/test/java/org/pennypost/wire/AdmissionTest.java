package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.wire.Admission.Verdict.ADDRESS_FULL;
import static org.pennypost.wire.Admission.Verdict.ADDRESS_TOO_OFTEN;
import static org.pennypost.wire.Admission.Verdict.ADMITTED;
import static org.pennypost.wire.Admission.Verdict.FULL;
import static org.pennypost.wire.Admission.Verdict.NETWORK_FULL;
import static org.pennypost.wire.Admission.Verdict.NETWORK_TOO_OFTEN;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int MANY = 1_000_000;

    private final AtomicLong now = new AtomicLong();

    private Admission limited(int all, int perAddress, int perNetwork, int newPerAddress, int newPerNetwork) {
        return new Admission(
                new AdmissionLimits(
                        all,
                        perAddress,
                        perNetwork,
                        newPerAddress,
                        newPerNetwork,
                        List.of(AddressRange.parse("198.51.100.0/25"), AddressRange.parse("2001:db8:ffff::/48"))),
                now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void anAddressHasItsShare() {
        Admission admission = limited(5, 2, MANY, MANY, MANY);
        assertThat(admission.admit(of("192.0.2.1"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("192.0.2.1"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("192.0.2.1"))).isEqualTo(ADDRESS_FULL);
        assertThat(admission.admit(of("192.0.2.2"))).isEqualTo(ADMITTED);
        admission.left(of("192.0.2.1"));
        assertThat(admission.admit(of("192.0.2.1"))).isEqualTo(ADMITTED);
    }

    @Test
    void aSixtyFourBitNetworkIsOneAddress() {
        Admission admission = limited(5, 2, MANY, MANY, MANY);
        assertThat(admission.admit(of("2001:db8::1"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("2001:db8::2"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("2001:db8:0:0:ffff::3"))).isEqualTo(ADDRESS_FULL);
        assertThat(admission.admit(of("2001:db8:0:1::3"))).isEqualTo(ADMITTED);
    }

    @Test
    void aNetworkHasItsShare() {
        Admission admission = limited(MANY, MANY, 2, MANY, MANY);
        assertThat(admission.admit(of("192.0.2.1"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("192.0.2.77"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("192.0.2.200"))).isEqualTo(NETWORK_FULL);
        assertThat(admission.admit(of("192.0.3.200"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("2001:db8:0:1::1"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("2001:db8:0:2::1"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("2001:db8:0:3::1"))).isEqualTo(NETWORK_FULL);
        assertThat(admission.admit(of("2001:db8:1:3::1"))).isEqualTo(ADMITTED);
    }

    @Test
    void allTogetherHaveALimitAndTheLoopbackOnlyThat() {
        Admission admission = limited(5, 2, 2, 2, 2);
        for (int i = 0; i < 5; i++) {
            assertThat(admission.admit(of("127.0.0.1"))).isEqualTo(ADMITTED);
        }
        assertThat(admission.admit(of("127.0.0.1"))).isEqualTo(FULL);
        assertThat(admission.admit(of("192.0.2.1"))).isEqualTo(FULL);
        admission.left(of("127.0.0.1"));
        assertThat(admission.admit(of("192.0.2.1"))).isEqualTo(ADMITTED);
    }

    @Test
    void exceptionsHaveNoShare() {
        Admission admission = limited(100, 1, 1, 1, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(admission.admit(of("198.51.100.7"))).isEqualTo(ADMITTED);
            assertThat(admission.admit(of("2001:db8:ffff:7::" + i))).isEqualTo(ADMITTED);
        }
        assertThat(admission.admit(of("198.51.100.129"))).isEqualTo(ADMITTED);
        assertThat(admission.admit(of("198.51.100.129"))).isEqualTo(ADDRESS_FULL);
    }

    @Test
    void whoComesTooOftenWaitsAMinute() {
        Admission admission = limited(MANY, MANY, MANY, 3, 5);
        for (int i = 0; i < 3; i++) {
            assertThat(come(admission, "192.0.2.1")).isEqualTo(ADMITTED);
        }
        assertThat(come(admission, "192.0.2.1")).isEqualTo(ADDRESS_TOO_OFTEN);
        assertThat(come(admission, "192.0.2.2")).isEqualTo(ADMITTED);
        assertThat(come(admission, "192.0.2.3")).isEqualTo(ADMITTED);
        assertThat(come(admission, "192.0.2.4")).isEqualTo(NETWORK_TOO_OFTEN);
        pass(Duration.ofSeconds(59));
        assertThat(come(admission, "192.0.2.1")).isEqualTo(ADDRESS_TOO_OFTEN);
        pass(Duration.ofSeconds(2));
        assertThat(come(admission, "192.0.2.1"))
                .as("the last minute counts in part")
                .isEqualTo(ADMITTED);
        pass(Duration.ofMinutes(2));
        for (int i = 0; i < 3; i++) {
            assertThat(come(admission, "192.0.2.1")).isEqualTo(ADMITTED);
        }
    }

    private static Admission.Verdict come(Admission admission, String address) {
        Admission.Verdict verdict = admission.admit(of(address));
        if (verdict == ADMITTED) {
            admission.left(of(address));
        }
        return verdict;
    }

    @Test
    void whoLeftIsForgottenAfterTwoMinutes() {
        Admission admission = limited(MANY, MANY, MANY, MANY, MANY);
        for (int i = 0; i < 200_000; i++) {
            assertThat(come(admission, "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)))
                    .isEqualTo(ADMITTED);
        }
        assertThat(admission.remembered()).isEqualTo(Admission.REMEMBERED_MAX);
        assertThat(admission.connections()).isZero();
        pass(Duration.ofMinutes(2));
        come(admission, "192.0.2.1");
        assertThat(admission.remembered()).isEqualTo(2);
    }

    private static InetAddress of(String address) {
        return InetAddress.ofLiteral(address);
    }
}

package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(5, 2);

    @Test
    void anAddressHasItsShare() throws Exception {
        assertThat(admission.admit(of("192.0.2.1"))).isTrue();
        assertThat(admission.admit(of("192.0.2.1"))).isTrue();
        assertThat(admission.admit(of("192.0.2.1"))).isFalse();
        assertThat(admission.admit(of("192.0.2.2"))).isTrue();
        admission.left(of("192.0.2.1"));
        assertThat(admission.admit(of("192.0.2.1"))).isTrue();
    }

    @Test
    void aSixtyFourBitNetworkIsOneAddress() throws Exception {
        assertThat(admission.admit(of("2001:db8::1"))).isTrue();
        assertThat(admission.admit(of("2001:db8::2"))).isTrue();
        assertThat(admission.admit(of("2001:db8:0:0:ffff::3"))).isFalse();
        assertThat(admission.admit(of("2001:db8:0:1::3"))).isTrue();
    }

    @Test
    void allTogetherHaveALimitAndTheLoopbackOnlyThat() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(admission.admit(of("127.0.0.1"))).isTrue();
        }
        assertThat(admission.admit(of("127.0.0.1"))).isFalse();
        assertThat(admission.admit(of("192.0.2.1"))).isFalse();
        admission.left(of("127.0.0.1"));
        assertThat(admission.admit(of("192.0.2.1"))).isTrue();
    }

    @Test
    void whoLeftIsForgotten() throws Exception {
        assertThat(admission.admit(of("192.0.2.1"))).isTrue();
        assertThat(admission.admit(of("2001:db8::1"))).isTrue();
        assertThat(admission.addresses()).isEqualTo(2);
        admission.left(of("192.0.2.1"));
        admission.left(of("2001:db8::9"));
        assertThat(admission.addresses()).isZero();
        assertThat(admission.connections()).isZero();
    }

    private static InetAddress of(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }
}

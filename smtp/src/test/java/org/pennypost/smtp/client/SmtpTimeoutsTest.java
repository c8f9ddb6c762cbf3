package org.pennypost.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmtpTimeoutsTest {
    /** RFC 5321 §4.5.3.2.1 to §4.5.3.2.6: no server is given up sooner. */
    @Test
    void theLeastTimesOfTheStandard() {
        SmtpTimeouts usual = SmtpTimeouts.RFC_5321;

        assertThat(usual.greeting()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(usual.command()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(usual.dataInitiation()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        assertThat(usual.dataTermination()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }
}

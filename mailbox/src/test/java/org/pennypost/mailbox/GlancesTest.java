package org.pennypost.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.projection.Projector;
import org.pennypost.mailbox.thread.ThreadKey;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.StoreException;

class GlancesTest {
    private static final AccountId ONE = new AccountId(1_000);
    private static final AccountId OTHER = new AccountId(1_001);

    private static Glance of(String header) throws IOException, StoreException {
        byte[] message = (header + "\r\n\r\n").getBytes(US_ASCII);
        return Glance.of(Projector.whole(ByteSource.of(message), new byte[0]));
    }

    @Test
    void theDayIsThatOfTheZoneInWhichItWasWritten() throws IOException, StoreException {
        Glance late = of("Date: Mon, 23 Nov 2026 23:30:00 -0100\r\nSubject: Re: tea");
        assertThat(late.sentDay()).isEqualTo(LocalDate.of(2026, 11, 23).toEpochDay());
        assertThat(late.sentSeconds(5)).isEqualTo(LocalDate.of(2026, 11, 24).toEpochDay() * 86_400 + 1_800);
        assertThat(late.subject()).isEqualTo(ThreadKey.of("TEA"));
    }

    @Test
    void beforeTheYear1970() throws IOException, StoreException {
        assertThat(of("Date: Wed, 31 Dec 1969 23:59:00 +0000").sentDay()).isEqualTo(-1);
    }

    @Test
    void withoutADateItIsThatOfArrival() throws IOException, StoreException {
        Glance none = of("Subject:");
        assertThat(none.dated()).isFalse();
        assertThat(none.sentSeconds(5)).isEqualTo(5);
        assertThat(none).isEqualTo(Glance.NONE);
    }

    @Test
    void whatIsUnusedForLongestGoesFirst() {
        Glances glances = new Glances(2);
        Glance glance = new Glance(true, 1, 2, 3);
        glances.keep(ONE, 1, glance);
        glances.keep(OTHER, 1, glance);
        assertThat(glances.find(ONE, 1)).isEqualTo(glance);
        glances.keep(ONE, Glances.PAGE, glance);
        assertThat(glances.find(OTHER, 1)).isNull();
        assertThat(glances.find(ONE, 1)).isEqualTo(glance);
        assertThat(glances.find(ONE, Glances.PAGE)).isEqualTo(glance);
        assertThat(glances.find(ONE, 2)).isNull();
        glances.forget(ONE);
        assertThat(glances.find(ONE, 1)).isNull();
    }
}

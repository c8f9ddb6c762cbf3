package org.pennypost.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.MessageOrder.Criterion;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.Projector;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.StoreException;

/** RFC 5256 §3 and RFC 5957 §3. */
class MessageOrderTest {
    /** Header lines, the arrival in seconds and the size of messages 1 to 4. */
    private static final List<String> HEADERS = List.of(
            "From: Zoe <adam@x>\nTo: g: c@x;\nSubject: Re: b\nDate: Mon, 23 Nov 2026 10:00:00 +0000",
            "From: <carl@x>\nTo: b@x\nSubject: B\nDate: Mon, 23 Nov 2026 10:00:00 -0100",
            "From: =?utf-8?Q?=C3=84nne?= <Bob@x>\nSubject: [x] a",
            "Cc: z@x\nSubject: fwd: C\nDate: Mon, 23 Nov 2026 10:30:00 +0000");

    private static final long[] ARRIVALS = {40, 30, 20, 10};
    private static final long[] SIZES = {1, 2, 1, 2};

    private static String sorted(Criterion... criteria) throws IOException, StoreException {
        MessageOrder order = new MessageOrder(List.of(criteria));
        for (int i = 0; i < HEADERS.size(); i++) {
            byte[] message = (HEADERS.get(i) + "\n\n").replace("\n", "\r\n").getBytes(UTF_8);
            Projection projection = Projector.whole(ByteSource.of(message), new byte[0]);
            if (order.needsProjection()) {
                order.add(i + 1, ARRIVALS[i], SIZES[i], projection);
            } else {
                order.add(i + 1, ARRIVALS[i], SIZES[i]);
            }
        }
        return Arrays.toString(order.sorted());
    }

    private static Criterion by(SortKey key) {
        return new Criterion(key, false);
    }

    private static Criterion reverse(SortKey key) {
        return new Criterion(key, true);
    }

    @Test
    void eachKeySorts() throws IOException, StoreException {
        assertThat(sorted(by(SortKey.ARRIVAL))).isEqualTo("[4, 3, 2, 1]");
        assertThat(sorted(by(SortKey.SIZE))).isEqualTo("[1, 3, 2, 4]");
        assertThat(sorted(by(SortKey.DATE))).isEqualTo("[3, 1, 4, 2]");
        assertThat(sorted(by(SortKey.FROM))).isEqualTo("[4, 1, 3, 2]");
        assertThat(sorted(by(SortKey.TO))).isEqualTo("[3, 4, 2, 1]");
        assertThat(sorted(by(SortKey.CC))).isEqualTo("[1, 2, 3, 4]");
        assertThat(sorted(by(SortKey.SUBJECT))).isEqualTo("[3, 1, 2, 4]");
        assertThat(sorted(by(SortKey.DISPLAYFROM))).isEqualTo("[4, 3, 2, 1]");
        assertThat(sorted(by(SortKey.DISPLAYTO))).isEqualTo("[3, 4, 2, 1]");
    }

    @Test
    void laterKeysDecideBetweenEqualsAndReverseIsOfOneKey() throws IOException, StoreException {
        assertThat(sorted(reverse(SortKey.SIZE))).isEqualTo("[2, 4, 1, 3]");
        assertThat(sorted(by(SortKey.SIZE), by(SortKey.ARRIVAL))).isEqualTo("[3, 1, 4, 2]");
        assertThat(sorted(reverse(SortKey.SUBJECT), reverse(SortKey.ARRIVAL))).isEqualTo("[4, 1, 2, 3]");
        assertThat(sorted()).isEqualTo("[1, 2, 3, 4]");
    }
}

package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LooseWordTest {
    private static double likeness(String wanted, String there) {
        return new LooseWord(wanted).likeness(there);
    }

    @ParameterizedTest
    @CsvSource({
        "penny, penny",
        // RFC 6203 §4
        "helo, hello",
        "helo, help",
        "invoice, invoices",
        "invoices, invoice",
        "plan, planning",
        "planning, plans",
        "company, companies",
        "rechnung, rechnungen",
        "rechnungen, rechnung",
        "billed, billing",
        "inv, invoice",
        "recieve, receive",
        "messgae, message",
        "conection, connection",
        "acommodation, accommodation",
        "acomodation, accommodation",
        "서울, 서울에서",
        "水, 水道",
        "работа, работы",
        "2026, 20261123"
    })
    void alike(String wanted, String there) {
        assertThat(likeness(wanted, there)).isPositive().isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "penny, post",
        // short words are what they are
        "is, it",
        "is, island",
        "cat, car",
        // two slips in a short word
        "helo, held2",
        "helo, jelly",
        // the first letter is right
        "hello, jello",
        // numbers
        "2026, 2027",
        "tls12, tls13",
        // pairs
        "東京, 京都",
        "水道, 水星",
        "state, station"
    })
    void unlike(String wanted, String there) {
        assertThat(likeness(wanted, there)).isZero();
    }

    @Test
    void theNearerTheMore() {
        LooseWord wanted = new LooseWord("messages");
        assertThat(List.of("messages", "message", "messagesent", "mesages", "mesage").stream()
                        .map(wanted::likeness)
                        .toList())
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .doesNotHaveDuplicates()
                .allMatch(each -> each > 0);
    }
}

package org.pennypost.mailbox.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.testkit.Gen;

/** RFC 5256 §2.1. */
final class BaseSubjectTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            Lunch | Lunch | false
            Re: Lunch | Lunch | true
            RE:re:  fw:Fwd: Lunch | Lunch | true
            Re [2]: Lunch | Lunch | true
            re[2]:Lunch | Lunch | true
            [list] Re: [list] Lunch | Lunch | true
            [list][more] Lunch | Lunch | false
            [list] | [list] | false
            [a][b] | [b] | false
            Re: [a] [b] | [b] | true
            Lunch (fwd) (FWD)  | Lunch | true
            [fwd: Lunch] | Lunch | true
            [Fwd: Re: [x] [fwd: Lunch (fwd)]] | Lunch | true
            [fwd: Lunch] today | today | false
            Reply: Lunch | Reply: Lunch | false
            Re Lunch | Re Lunch | false
            Fwdx: Lunch | Fwdx: Lunch | false
            [unclosed Re: x | [unclosed Re: x | false
            [a[b] Re: x | [a[b] Re: x | false
            `Re: ` | `` | true
            `(fwd)` | `` | true
            `` | `` | false
            Re: a   b | a b | true
            [fwd:] | `` | true
            [fwd: | [fwd: | false
            """)
    void signsOfRepliesAndListsAreTakenOff(String subject, String base, boolean reply) {
        assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject(base, reply));
    }

    @Test
    void tabsAndFoldsAreSpaces() {
        assertThat(BaseSubject.of("Re:\tone\r\n\t two").text()).isEqualTo("one two");
    }

    @Test
    void subjectsAreComparedWithoutCase() {
        assertThat(BaseSubject.of("Re: École 1").key())
                .isEqualTo(BaseSubject.of("éCOLE 1").key());
    }

    @Test
    void nothingIsLeftToTakeOff() {
        Gen gen = Gen.seeded("BaseSubjectTest");
        List<String> pieces =
                List.of("[", "]", "re", "fwd", ":", " ", "[fwd:", "(fwd)", "x", "[y]", "é", "\t", "Re: ", "fw[z]:");
        for (int i = 0; i < 20_000; i++) {
            String subject = String.join("", gen.list(0, 12, () -> gen.oneOf(pieces)));
            String base = BaseSubject.of(subject).text();
            assertThat(BaseSubject.of(base)).as("%s", subject).isEqualTo(new BaseSubject(base, false));
        }
    }

    @Test
    void manyBlobsTakeLinearTime() {
        String blobs = "[a]".repeat(1_000_000);
        assertThat(BaseSubject.of("Re: " + blobs + "x").text()).isEqualTo("x");
        assertThat(BaseSubject.of("[fwd:".repeat(200_000) + "x" + "]".repeat(200_000))
                        .text())
                .isEqualTo("x");
    }
}

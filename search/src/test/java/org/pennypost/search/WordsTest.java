package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Words.of(text, words::add);
        return words;
    }

    @Test
    void lettersAndDigitsMakeWords() {
        assertThat(words("Re: [list] the 2nd IMAP-break,\r\n\tO'Brien <bob_x@mail.example.org>"))
                .containsExactly(
                        "re", "list", "the", "2nd", "imap", "break", "o", "brien", "bob", "x", "mail", "example",
                        "org");
        assertThat(words("")).isEmpty();
        assertThat(words(" ... --- !?")).isEmpty();
    }

    @Test
    void accentsAndPointsFallAwayWherePeopleLeaveThemOut() {
        assertThat(words("Crème BRÛLÉE straße STRAẞE Łódź e\u0301te\u0301"))
                .containsExactly("creme", "brulee", "strasse", "strasse", "łodz", "ete");
        assertThat(words("Ἀθῆναι ΟΔΟΣ όδος")).containsExactly("αθηναι", "οδοσ", "οδοσ");
        assertThat(words("Ёлка ёлка")).containsExactly("елка", "елка");
        assertThat(words("שָׁלוֹם")).containsExactly("שלום");
        assertThat(words("مُحَمَّد")).containsExactly("محمد");
        assertThat(words("हिन्दी")).containsExactly("हिन्दी");
    }

    @Test
    void formsForCompatibilityAreOne() {
        assertThat(words("ＦＵＬＬ ﬁne")).containsExactly("full", "fine");
        assertThat(words("ｶﾀｶﾅ")).isEqualTo(words("カタカナ")).containsExactly("カタ", "タカ", "カナ");
    }

    @Test
    void scriptsWithoutBlanksAreCutIntoPairs() {
        assertThat(words("東京都へ")).containsExactly("東京", "京都", "都へ");
        assertThat(words("IMAPは速い")).containsExactly("imap", "は速", "速い");
        assertThat(words("水")).containsExactly("水");
        assertThat(words("データ")).containsExactly("デー", "ータ");
        assertThat(words("ไทย")).containsExactly("ไท", "ทย");
        assertThat(words("𠮷野家")).containsExactly("𠮷野", "野家");
    }

    @Test
    void koreanHasBlanks() {
        assertThat(words("서울에서 만나요")).containsExactly("서울에서", "만나요");
    }

    @Test
    void runsThatAreNoWordsAreLeftOut() {
        assertThat(words("a " + "x".repeat(Words.UNITS_MAX) + " b")).hasSize(3);
        assertThat(words("a " + "x".repeat(Words.UNITS_MAX + 1) + " b")).containsExactly("a", "b");
    }

    @Test
    void halvesOfPairsAndStrayMarksDoNoHarm() {
        assertThat(words("a\ud800b \udc00 c\ud800")).containsExactly("a", "b", "c");
        assertThat(words("\u0301 \u0301a")).containsExactly("\u0301", "\u0301a");
    }
}

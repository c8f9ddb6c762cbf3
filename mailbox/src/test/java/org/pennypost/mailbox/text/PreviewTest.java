package org.pennypost.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

/** RFC 8970 §3.3. */
final class PreviewTest {
    @Test
    void aShortTextIsItsOwnPreview() {
        assertThat(Preview.of("See you at noon.\r\n")).isEqualTo("See you at noon.");
        assertThat(Preview.of("")).isEmpty();
        assertThat(Preview.of(" \r\n\t\r\n")).isEmpty();
    }

    @Test
    void whatIsAnsweredIsLeftOut() {
        assertThat(Preview.of("""
            On Mon, 23 Nov 2026 at 10:00, Bob <bob@example.test> wrote:
            > Are you coming?
            > Bob

            Yes, I am.

            On Sunday, 22 Nov 2026 at 09:00:00 GMT, a person with a long name
            <long.name@example.test> wrote:
            >> older
            """)).isEqualTo("Yes, I am.");
    }

    @Test
    void anAnswerOfOneWordIsNotLostBeforeAQuote() {
        assertThat(Preview.of("Yes.\n\nOn Monday Bob wrote:\n> Really?\n")).isEqualTo("Yes.");
    }

    @Test
    void onlyQuotedTextIsShownWhereThereIsNothingElse() {
        assertThat(Preview.of("> first\n>> second\n")).isEqualTo("first second");
    }

    @Test
    void salutationsAndSignaturesSayNothing() {
        assertThat(Preview.of("Dear Alice,\n\nthe roof leaks.\n\n-- \nBob\nRoofs Ltd\n"))
                .isEqualTo("the roof leaks.");
        assertThat(Preview.of("Hi all!\nHi-fi for sale\n")).isEqualTo("Hi-fi for sale");
        assertThat(Preview.of("Grüß Gott, Alice,\n\nund danke!\n")).isEqualTo("und danke!");
        assertThat(Preview.of("Hi Bob,\n")).isEqualTo("Hi Bob,");
    }

    @Test
    void newslettersSayTheirFirstSentence() {
        assertThat(Preview.of("""
            View this email in your browser
            https://example.org/track/0123456789012345678901234567890123456789

            ==========================
            *Big sale* begins today
            """)).isEqualTo("*Big sale* begins today");
    }

    @Test
    void aForwardedMessageEndsWhatTheSenderWrote() {
        assertThat(Preview.of("FYI\n\n-----Original Message-----\nFrom: Bob\n\nText\n"))
                .isEqualTo("FYI");
        assertThat(Preview.of("---------- Forwarded message ---------\nFrom: Bob\nText\n"))
                .isEqualTo("From: Bob Text");
    }

    @Test
    void theHeaderOfAnOlderMessageEndsWhatTheSenderWrote() {
        assertThat(Preview.of("Agreed.\n\nVon: Bob\nGesendet: Montag\nAn: Alice\nBetreff: Re: x\n\nOld text\n"))
                .isEqualTo("Agreed.");
        assertThat(Preview.of("*From:* Bob\n*Sent:* Monday\n*To:* Alice\n\nOld text\n"))
                .isEqualTo("Old text");
        assertThat(Preview.of("From: the kitchen\nTo: the garden\nwith love\n"))
                .isEqualTo("From: the kitchen To: the garden with love");
        assertThat(Preview.of("Done.\n--\nAlice\n")).isEqualTo("Done.");
    }

    @Test
    void linksToTheBrowserSayNothingInAnyLanguage() {
        assertThat(Preview.of("Diese Nachricht im Browser ansehen\nDas Dach ist dicht.\n"))
                .isEqualTo("Das Dach ist dicht.");
        assertThat(Preview.of("Voir ce message dans votre navigateur\nLe toit fuit.\n"))
                .isEqualTo("Le toit fuit.");
    }

    @Test
    void fillersAndMarksOfDirectionAreNotShown() {
        String filler = "\u034f\u200c\u00a0\u200b\u2007\u00ad\u202e\ufeff".repeat(30);
        assertThat(Preview.of("News" + filler + "of the day")).isEqualTo("News of the day");
        assertThat(Preview.of("👩\u200d👩\u200d👧 and می\u200cخواهم"))
                .isEqualTo("👩\u200d👩\u200d👧 and می\u200cخواهم");
    }

    @Test
    void theCutIsBetweenWordsOrElseBetweenGraphemes() {
        assertThat(Preview.of("word ".repeat(100))).hasSize(254).endsWith("word");
        String family = "👩\u200d👩\u200d👧";
        String families = Preview.of(family.repeat(100));
        assertThat(families).endsWith(family);
        assertThat(families.codePointCount(0, families.length())).isEqualTo(255);
        assertThat(Preview.of("e\u0301".repeat(300)).codePointCount(0, 256)).isEqualTo(256);
    }

    @Test
    void textsThatPointToAnotherPartSayNothing() {
        assertThat(Preview.speaking("Your mail reader does not support HTML.\n"))
                .isEmpty();
        assertThat(Preview.speaking("This is a multi-part message in MIME format.\n"))
                .isEmpty();
        assertThat(Preview.speaking("> quoted\n")).isEmpty();
        assertThat(Preview.speaking("\n")).isEmpty();
        assertThat(Preview.speaking("Lunch?")).isEqualTo("Lunch?");
    }

    @Test
    void anyTextHasAPreviewThatHoldsToItsRules() {
        Gen gen = Gen.seeded("PreviewTest");
        List<String> pieces = List.of(
                "> ",
                "\n",
                "\r\n",
                "Hi Bob,",
                "-- ",
                "wrote:",
                "word",
                " ",
                "😀",
                "\ud83d",
                "\u200d",
                "e\u0301",
                "\0",
                "===",
                "https://example.org/0123456789012345678901234567890123456789",
                "\u202e",
                "é",
                "[",
                "-----Original Message-----");
        for (int i = 0; i < 5_000; i++) {
            String text = String.join("", gen.list(0, 60, () -> gen.oneOf(pieces)));
            String preview = Preview.of(text);
            assertThat(preview.codePointCount(0, preview.length())).isLessThanOrEqualTo(Preview.CHARACTERS_MAX);
            assertThat(preview).doesNotContain("\r", "\n", "\0", "\u202e", "  ");
            assertThat(preview.codePoints().filter(c -> c >= 0xd800 && c <= 0xdfff))
                    .isEmpty();
        }
    }

    @Test
    void floodsTakeLinearTime() {
        assertThat(Preview.of("wrote:\n".repeat(500_000))).isNotNull();
        assertThat(Preview.of("not ".repeat(1_000_000))).startsWith("not not");
        assertThat(Preview.of("view ".repeat(1_000_000))).startsWith("view");
        assertThat(Preview.of(">".repeat(1_000_000))).isEmpty();
        assertThat(Preview.of(("on " + "x".repeat(90) + "\n").repeat(1_000))).startsWith("on xxx");
    }

    @Test
    void theBeginningGivesWhatAllOfTheTextGives() {
        Gen gen = Gen.seeded("PreviewTest.beginning");
        List<String> pieces = List.of(
                "Hello Bob,\n",
                "On Monday Bob wrote:\n",
                "> quoted\n",
                "-- \n",
                "------------\n",
                "=-=-=-= https://example.org/a/very/long/link/that/nobody/wants/to/read/in/a/list\n",
                "\n",
                "View this in your browser\n",
                "From: a\nTo: b\nSubject: c\n",
                "a few words  with spaces \t and \u00adsoft ones\n",
                "Une phrase qui dit quelque chose, et qui est assez longue pour remplir la liste.\r\n",
                "これは文です。",
                "words that go on and on ");
        List<String> words = pieces.subList(pieces.size() - 4, pieces.size());
        int told = 0;
        for (int i = 0; i < 2_000; i++) {
            // Mostly words: marks that end a message come seldom.
            String text = String.join("", gen.list(10, 120, () -> gen.oneOf(gen.onceIn(20) ? pieces : words)));
            String beginning = text.substring(0, Math.min(text.length(), Preview.BEGINNING_CHARACTERS));
            Optional<String> early = Preview.early(beginning);
            told += early.isPresent() ? 1 : 0;
            assertThat(early.orElseGet(() -> Preview.of(text))).isEqualTo(Preview.of(text));
        }
        assertThat(told).isGreaterThan(500);
    }
}

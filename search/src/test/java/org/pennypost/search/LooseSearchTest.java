package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mailbox.Likeness;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.MessageText;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** RFC 6203 §3: the loose search of an index, and of what is not indexed. */
class LooseSearchTest {
    @TempDir
    private Path folder;

    private IndexedAccount mail;

    @BeforeEach
    void open() throws IOException {
        mail = new IndexedAccount(new MemoryStore(), folder);
    }

    @AfterEach
    void close() throws IOException {
        mail.close();
    }

    private static TextQuery text(String words) {
        return new TextQuery.Text(new Needle(words));
    }

    private static TextQuery subject(String words) {
        return new TextQuery.Header("SUBJECT", new Needle(words));
    }

    private static TextQuery body(String words) {
        return new TextQuery.Body(new Needle(words));
    }

    private double likeness(Likeness likeness, long content) throws StoreException {
        try (MessageContent open = mail.account.openContent(content).orElseThrow()) {
            return likeness.of(new MessageText(mail.account.projection(content).orElseThrow(), open));
        }
    }

    /** What each message's UID is told; what is not like it is left out. */
    private Map<Long, Double> search(TextQuery query) throws IOException {
        LooseQuery loose = LooseQuery.of(query).orElseThrow();
        Likeness likeness =
                mail.readers.likeness(mail.account, mail.place(), loose).orElseGet(() -> Alikes.unknown(loose));
        Map<Long, Double> found = new TreeMap<>();
        for (MailboxView.Cursor each = mail.view().cursor(0); each.next(); ) {
            double told = likeness.known(each.content()).isPresent()
                    ? likeness.known(each.content()).getAsDouble()
                    : likeness(likeness, each.content());
            if (told > 0) {
                found.put(each.uid(), told);
            }
        }
        return found;
    }

    /** The UIDs, the most like first. */
    private List<Long> ranked(TextQuery query) throws IOException {
        return search(query).entrySet().stream()
                .sorted(Map.Entry.<Long, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void someMail() throws StoreException {
        mail.append("Subject: The invoices of November\r\nFrom: Zoë <zoe@shop.example>\r\n\r\nPlease pay.\r\n");
        mail.append("Subject: lunch\r\n\r\nThe invoice for November is late; send the invoice.\r\n");
        mail.append("Subject: lunch\r\n\r\ninvoice\r\n");
        mail.append("Subject: Invoce Novmber\r\n\r\nnothing\r\n");
        mail.append("Subject: no bill\r\nX-Invoice: November\r\n\r\nnothing\r\n");
    }

    @Test
    void wordsAreFoundInAnyOrderAndFormTheLikestFirst() throws IOException {
        someMail();
        for (int round = 0; round < 2; round++) {
            assertThat(ranked(text("november invoice"))).containsExactly(1L, 4L, 2L);
            assertThat(ranked(subject("november invoice"))).containsExactly(1L, 4L);
            assertThat(ranked(body("Invoice"))).containsExactly(2L, 3L);
            assertThat(ranked(text("zoe"))).containsExactly(1L);
            assertThat(ranked(new TextQuery.Header("From", new Needle("zoe@shop.example"))))
                    .containsExactly(1L);
            assertThat(ranked(text("shop"))).containsExactly(1L);
            assertThat(ranked(text("nowhere"))).isEmpty();
            mail.index();
        }
    }

    /** Of four words three are needed. */
    @Test
    void oneWordOfFourMayBeMissing() throws IOException {
        someMail();
        mail.index();
        assertThat(ranked(text("november invoice nowhere"))).isEmpty();
        assertThat(ranked(text("november invoice pay nowhere"))).containsExactly(1L);
        assertThat(ranked(text("november invoice nowhere neither"))).isEmpty();
    }

    @Test
    void aRareWordWeighsMore() throws IOException {
        for (int i = 0; i < 50; i++) {
            mail.append("Subject: common\r\n\r\nnothing\r\n");
        }
        mail.append("Subject: x\r\n\r\nusual words with rarely some seldom\r\n");
        mail.append("Subject: common seldom\r\n\r\nnothing\r\n");
        mail.append("Subject: rarely seldom\r\n\r\nusual\r\n");
        mail.index();
        Map<Long, Double> found = search(text("usual common rarely seldom"));
        assertThat(found).containsOnlyKeys(51L, 53L);
        assertThat(found.get(53L)).isGreaterThan(found.get(51L));
    }

    @Test
    void whatHasNoWordsOrNoSuchFieldIsForTheExactSearch() {
        assertThat(LooseQuery.of(text("!?"))).isEmpty();
        assertThat(LooseQuery.of(text(""))).isEmpty();
        assertThat(LooseQuery.of(new TextQuery.Header("X-Invoice", new Needle("november"))))
                .isEmpty();
    }

    /** What a reader sees of HTML counts, not its markup; and the name of a file does. */
    @Test
    void htmlAndFileNames() throws IOException {
        mail.append("""
                Subject: x
                MIME-Version: 1.0
                Content-Type: text/html

                <p class="hidden">Gr&uuml;&szlig;e <b>Mar</b>tin</p>
                """.replace("\n", "\r\n"));
        mail.append("""
                Subject: x
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: application/pdf
                Content-Disposition: attachment; filename="invoice_7.pdf"
                Content-Transfer-Encoding: base64

                AAAA
                --b--
                """.replace("\n", "\r\n"));
        mail.index();
        assertThat(ranked(text("grusse martin"))).containsExactly(1L);
        assertThat(ranked(text("class"))).isEmpty();
        assertThat(ranked(text("invoices"))).containsExactly(2L);
    }

    /** By the same rules, whether the index knows a message or not, but for rounding. */
    @Test
    void theIndexSaysWhatLookingSays() throws IOException {
        Gen gen = Gen.seeded("LooseSearchTest");
        List<String> words = List.of(
                "penny",
                "pennies",
                "post",
                "posts",
                "posted",
                "poster",
                "mail",
                "mails",
                "mial",
                "main",
                "東京都",
                "京",
                "Zürich",
                "zurich",
                "invoice",
                "invoices",
                "invoicing",
                "inv",
                "in",
                "2026",
                "20261123",
                "пример",
                "примера",
                "connection",
                "conection",
                "conexion");
        for (int i = 0; i < 60; i++) {
            mail.append("Subject: " + String.join(" ", gen.list(0, 3, () -> gen.oneOf(words))) + "\r\nTo: "
                    + gen.oneOf(words) + " <a@x>\r\n\r\n" + String.join(" ", gen.list(0, 12, () -> gen.oneOf(words)))
                    + "\r\n");
        }
        mail.index();
        for (int round = 0; round < 200; round++) {
            String wanted = String.join(" ", gen.list(1, 5, () -> gen.oneOf(words)));
            TextQuery query = switch (gen.number(0, 2)) {
                case 0 -> subject(wanted);
                case 1 -> body(wanted);
                default -> text(wanted);
            };
            LooseQuery loose = LooseQuery.of(query).orElseThrow();
            Likeness indexed =
                    mail.readers.likeness(mail.account, mail.place(), loose).orElseThrow();
            for (MailboxView.Cursor each = mail.view().cursor(0); each.next(); ) {
                assertThat(indexed.known(each.content()).orElseThrow())
                        .as("%s in message %s", query, each.uid())
                        .isCloseTo(likeness(indexed, each.content()), within(1e-5));
            }
        }
    }

    @Test
    void whatIsNotIndexedYetIsLookedAtAndWhatIsGoneIsNotFound() throws IOException {
        someMail();
        mail.index();
        mail.append("Subject: invoice number 6 of November\r\n\r\nx\r\n");
        assertThat(ranked(subject("november invoice"))).containsExactly(6L, 1L, 4L);
        mail.account.expunge(mail.account.inbox(), UidSet.of(new Uid(1)));
        mail.index();
        assertThat(ranked(subject("november invoice"))).containsExactly(6L, 4L);
        mail.kill();
        assertThat(ranked(subject("november invoice"))).containsExactly(6L, 4L);
    }

    /** RFC 6203 §8: many and long words, and many words that are alike. */
    @Test
    void hostileTextsAndQuestionsHaveBounds() throws IOException {
        StringBuilder many = new StringBuilder("penny ");
        for (int i = 0; i < 2 * WordCounts.WORDS_MAX; i++) {
            many.append("word").append(Integer.toString(i, 36)).append(i % 10 == 0 ? "\r\n" : " ");
        }
        mail.append("Subject: x\r\n\r\n" + many + "latest\r\n");
        mail.append("Subject: " + "y".repeat(900) + "\r\n\r\n" + "z".repeat(900) + "\r\n");
        mail.index();
        assertThat(ranked(text("penny"))).containsExactly(1L);
        assertThat(ranked(text("latest"))).isEmpty();
        assertThat(ranked(text("word"))).containsExactly(1L);
        assertThat(ranked(text("y".repeat(900) + " penny"))).containsExactly(1L);
        assertThat(LooseQuery.of(text("y".repeat(900)))).isEmpty();
        assertThat(LooseQuery.of(text("a b c d e f g h i j k l m n o p q r s t"))
                        .orElseThrow()
                        .words())
                .hasSize(LooseQuery.WORDS_MAX);
        assertThat(LooseQuery.of(text("a ".repeat(LooseQuery.UNITS_MAX) + "b"))
                        .orElseThrow()
                        .words())
                .hasSize(1);
    }
}

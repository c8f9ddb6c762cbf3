package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;

/**
 * One message in its three forms, which stand whole in {@code src/test/targets}: other letters than ASCII in subject, names, domain, texts and name of a file, lines
 * that are too long, a file of text. {@code -Dcorpus.update=true} writes them anew: read the difference before believing it.
 */
class TargetsTest {
    private static final Path FOLDER = Path.of("src/test/targets");
    /** RFC 5322 §2.1.1. */
    private static final int HEADER_LINE_MAX = 78;

    private static final int LINE_MAX = 998;
    private static final String SUBJECT =
            "Grüße vom Bücherbasar: ein Betreff, der länger ist als eine Zeile, und noch etwas länger";
    private static final String TEXT = "Grüße!\r\nBis bald\r\n";
    private static final String HTML = "<p>" + "Grüße und ".repeat(110) + "</p>\r\n";
    private static final String FILE_NAME =
            "Übersicht der Bücher, die noch zu haben sind, mit einem Namen, der nicht in eine Zeile passt.txt";
    private static final String FILE = "From here\r\nÄpfel\r\n.\r\n";

    @ParameterizedTest
    @EnumSource(Target.class)
    void eachWayGetsTheFormThatItCarries(Target target) throws Exception {
        byte[] written = written(target);
        Path expected = FOLDER.resolve(target.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".eml");
        if (Boolean.getBoolean("corpus.update")) {
            Files.createDirectories(FOLDER);
            Files.write(expected, written);
        }
        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(Files.readString(expected));
        assertThat(written(target)).isEqualTo(written);

        assertLines(written, LINE_MAX, target != Target.SEVEN_BIT);
        ParsedMessage message = ParsedMessage.parse(written);
        assertThat(message.defects()).isEmpty();
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        for (Part part : parts) {
            assertLines(
                    message.source().bytes(part.headerStart(), part.headerEnd()),
                    HEADER_LINE_MAX,
                    target == Target.INTERNATIONAL);
        }
        assertSaysTheSame(message);
    }

    /** RFC 6532 §3.1, §3.6: UTF-8 needs no encoded words, and NFKC would make other letters of these. */
    @Test
    void compatibleLettersStayAsTheyAre() throws Exception {
        String subject = "\uFB01ne \u00BD \u2460 \uFF21";
        OutgoingMessage message = new MessageBuilder(InstantSource.fixed(Instant.EPOCH), new SplittableRandom(4))
                .from(AddressList.parseMailbox("\uFB01fi \u2460 <\uFB01fi@example.org>"))
                .to(AddressList.parse("bob@example.net"))
                .subject(HeaderText.of(subject))
                .text("x")
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out, Target.INTERNATIONAL);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Subject: " + subject + "\r\n", "From: \uFB01fi \u2460 <\uFB01fi@example.org>\r\n")
                .doesNotContain("=?");
    }

    private static byte[] written(Target target) throws IOException, BadField {
        Attachment file = new Attachment(HeaderText.of(FILE_NAME), MediaType.TEXT_PLAIN, Content.of(FILE), "");
        OutgoingMessage message = new MessageBuilder(
                        InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z")), new SplittableRandom(4))
                .from(AddressList.parseMailbox("Jürgen Müller <juergen@example.org>"))
                .to(AddressList.parse("\"Ölmann, Käthe\" <kaethe@bücher.example>, Freunde: bob@example.net, 山田太郎"
                        + " <yamada@example.net>;"))
                .subject(HeaderText.of(SUBJECT))
                .text(TEXT)
                .html(HTML)
                .attach(file)
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out, target);
        return out.toByteArray();
    }

    private static void assertLines(byte[] octets, int octetsMax, boolean eightBit) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            assertThat(octets[i]).isNotZero();
            assertThat(eightBit || octets[i] > 0).as("ASCII at %d", i).isTrue();
            boolean lineEnd = octets[i] == '\n';
            assertThat(lineEnd).as("CRLF at %d", i).isEqualTo(i > 0 && octets[i - 1] == '\r');
            line = lineEnd ? 0 : line + 1;
            // With its CR.
            assertThat(line).isLessThanOrEqualTo(octetsMax + 1);
        }
    }

    private static void assertSaysTheSame(ParsedMessage message) throws IOException {
        assertThat(message.root().header().text("Subject")).isEqualTo(SUBJECT);
        List<FoundAddress> from = AddressReader.read(message.root().header().value("From"));
        List<FoundAddress> to = AddressReader.read(message.root().header().value("To"));
        assertThat(AddressReader.mailboxes(from))
                .extracting(FoundAddress.Mailbox::displayName)
                .containsExactly("Jürgen Müller");
        assertThat(AddressReader.mailboxes(to))
                .extracting(FoundAddress.Mailbox::displayName)
                .containsExactly("Ölmann, Käthe", "", "山田太郎");
        assertThat(to.getLast()).isInstanceOf(FoundAddress.Group.class);
        assertThat(message.part(1, 1).orElseThrow().text(LINE_MAX)).isEqualTo(TEXT);
        assertThat(message.part(1, 2).orElseThrow().text(10 * LINE_MAX)).isEqualTo(HTML);
        Part file = message.part(2).orElseThrow();
        assertThat(file.fileName()).contains(FILE_NAME);
        assertThat(file.text(LINE_MAX)).isEqualTo(FILE);
    }
}

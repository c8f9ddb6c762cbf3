package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Date;
import java.util.Properties;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written here is read by Angus Mail. */
class MessageBuilderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long SEED = Long.getLong("seed", 20261123L);

    @TempDir
    Path folder;

    @Test
    void writesTheSimplestMessageLikeThis() throws Exception {
        OutgoingMessage message = builder()
                .from(AddressList.parseMailbox("Alice <alice@example.test>"))
                .to(AddressList.parse("bob@example.test"))
                .subject(HeaderText.of("Hello"))
                .zone(ZoneId.of("Europe/Berlin"))
                .messageId(new MessageId("1", "example.test"))
                .text("see you later ;-)\n")
                .build();
        assertThat(written(message, Target.SEVEN_BIT)).isEqualTo("""
                        Date: Mon, 23 Nov 2026 13:00:00 +0100
                        From: Alice <alice@example.test>
                        To: bob@example.test
                        Subject: Hello
                        Message-ID: <1@example.test>
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=us-ascii
                        Content-Transfer-Encoding: 7bit

                        see you later ;-)
                        """.replace("\n", "\r\n"));
    }

    @Test
    void theSameSeedAndClockGiveTheSameBytes() throws Exception {
        Path file = Files.writeString(folder.resolve("a.bin"), "x");
        Attachment attachment = Attachment.of(file, FileTypes.load());
        String once = written(builder().attach(attachment).build(), Target.SEVEN_BIT);
        assertThat(written(builder().attach(attachment).build(), Target.SEVEN_BIT))
                .isEqualTo(once);
        MessageBuilder other = new MessageBuilder(InstantSource.fixed(NOW), new SplittableRandom(SEED + 1));
        assertThat(written(other.attach(attachment).build(), Target.SEVEN_BIT)).isNotEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "Grüße aus Köln",
                "日本語の件名がここにあります。とても長い件名なので折り返されます。日本語の件名がここにあります。",
                "a  b",
                " leading",
                "trailing ",
                "tab\there",
                "=?utf-8?Q?not=20encoded?=",
                "mixed ü and plain words and ö again",
                "👩‍👩‍👧‍👦 family 👍🏽",
                "\u0001control\u007F",
                "a long subject with many words that has to be folded somewhere because it is longer than one line can be"
            })
    void subjectsArriveAsTheyWere(String subject) throws Exception {
        assertSubjectArrives(subject);
    }

    @Test
    void thousandsOfRandomSubjectsArriveAsTheyWere() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            assertSubjectArrives(randomText(random, 1 + random.nextInt(200)));
        }
    }

    private void assertSubjectArrives(String subject) throws Exception {
        String text = written(builder().subject(HeaderText.of(subject)).build(), Target.SEVEN_BIT);
        assertSevenBitAndFolded(text);
        assertThat(parsed(text).getSubject()).as("seed %s: %s", SEED, subject).isEqualTo(subject);
        assertThat(HeaderBlock.read(text.getBytes(StandardCharsets.UTF_8)).text("Subject"))
                .isEqualTo(subject);
        String raw = written(builder().subject(HeaderText.of(subject)).build(), Target.INTERNATIONAL);
        assertThat(HeaderBlock.read(raw.getBytes(StandardCharsets.UTF_8)).text("Subject"))
                .isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@y.example", "a\rb", "a\nb", "a\0b", "half \uD800 pair"})
    void nothingPutIntoAFieldCanStartAnother(String text) {
        assertThatThrownBy(() -> HeaderText.of(text)).isInstanceOf(BadField.class);
        assertThatThrownBy(() -> new HeaderText(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Address.Mailbox(text, "a", "b.example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Address.Mailbox("", text, "b.example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Address.Mailbox("", "a", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MessageId(text, "b.example")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MediaType("text", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void displayNamesArriveAsTheyWere() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            String name = randomText(random, 1 + random.nextInt(80)).strip();
            AddressList list = new AddressList(Stream.generate(() -> new Address.Mailbox(name, "a.b", "example.test"))
                    .limit(1 + i % 3)
                    .map(Address.class::cast)
                    .toList());
            String text = written(builder().to(list).build(), Target.SEVEN_BIT);
            assertSevenBitAndFolded(text);
            InternetAddress[] read = (InternetAddress[]) parsed(text).getRecipients(Message.RecipientType.TO);
            assertThat(read).hasSize(1 + i % 3);
            String expected = name.isEmpty() ? null : name;
            assertThat(read[0].getPersonal()).as("seed %s", SEED).isEqualTo(expected);
            assertThat(read[0].getAddress()).isEqualTo("a.b@example.test");
            assertThat(AddressList.parse(HeaderBlock.read(text.getBytes(StandardCharsets.UTF_8))
                            .first("To")
                            .orElseThrow()
                            .value()))
                    .isEqualTo(list);
        }
    }

    @Test
    void headerFieldsSayWhatTheyWereTold() throws Exception {
        OutgoingMessage message = builder()
                .cc(AddressList.parse("Friends: Carol <c@example.test>, d@example.test;, e@bücher.example"))
                .date(NOW.minusSeconds(60))
                .build();
        MimeMessage read = parsed(written(message, Target.SEVEN_BIT));
        assertThat(read.getSentDate()).isEqualTo(Date.from(NOW.minusSeconds(60)));
        assertThat(read.getMessageID())
                .isEqualTo(message.messageId().toString())
                .endsWith("@localhost>");
        assertThat(read.getHeader("Cc", null).replace("\r\n", ""))
                .isEqualTo("Friends: Carol <c@example.test>, d@example.test;, e@xn--bcher-kva.example");
        assertThat(read.getRecipients(Message.RecipientType.TO)).isNull();
        assertThat(parsed(written(builder().build(), Target.SEVEN_BIT)).getHeader("To", null))
                .isEqualTo("undisclosed-recipients:;");
    }

    @Test
    void anAddressThatNeedsSmtputf8IsNeverWrittenForOthers() throws Exception {
        OutgoingMessage message =
                builder().to(AddressList.parse("Jürgen <jürgen@example.test>")).build();
        assertThat(message.international()).isTrue();
        assertThatThrownBy(() -> written(message, Target.EIGHT_BIT)).isInstanceOf(IllegalArgumentException.class);
        assertThat(written(message, Target.INTERNATIONAL)).contains("To: Jürgen <jürgen@example.test>\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "one line", "LF\nLF\n", "CRLF\r\nCRLF\r\n", "CR\rCR\r", "mixed\n\r\n\r\r\n",
                        "From here\nFrom there\n.\n..\n",
                "trailing space \nand tab\t\n", "Grüße\n", "日本語\n", "=3D = soft\n", "-- \nsignature\n", "NUL \0 here\n",
                        "--=_boundary\n"
            })
    void textsArriveWithCrlf(String text) throws Exception {
        assertTextArrives(text);
        assertTextArrives(text + "x".repeat(2000) + "\n" + text);
        assertTextArrives("From " + text);
    }

    @Test
    void randomTextsArrive() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 150; i++) {
            assertTextArrives(
                    randomText(random, random.nextInt(3000)).replace('q', '\n').replace('z', '\r'));
        }
    }

    private void assertTextArrives(String text) throws Exception {
        String expected = text.replace("\r\n", "\n").replace('\r', '\n');
        expected = (expected.isEmpty() || expected.endsWith("\n") ? expected : expected + "\n").replace("\n", "\r\n");
        for (Target target : Target.values()) {
            String message = written(builder().text(text).build(), target);
            if (target == Target.SEVEN_BIT) {
                assertSevenBitAndFolded(message.substring(0, message.indexOf("\r\n\r\n") + 4));
                assertThat(message.chars()).allMatch(c -> c > 0 && c < 0x80);
            }
            assertThat(message.replace("\r\n", "")).doesNotContain("\r", "\n");
            assertThat(message.lines().mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length))
                    .allMatch(length -> length <= 998);
            MimeMessage read = parsed(message);
            byte[] body;
            try (InputStream in = read.getInputStream()) {
                body = in.readAllBytes();
            }
            assertThat(new String(body, StandardCharsets.UTF_8))
                    .as("seed %s", SEED)
                    .isEqualTo(expected);
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        OutgoingMessage message =
                builder().text(Content.of(new byte[] {'a', (byte) 0xFF, '\n'})).build();
        assertThatThrownBy(() -> written(message, Target.SEVEN_BIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not UTF-8");
        OutgoingMessage cut =
                builder().text(Content.of(new byte[] {'a', (byte) 0xC3})).build();
        assertThatThrownBy(() -> written(cut, Target.SEVEN_BIT)).hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void filesArriveByteForByte(Target target) throws Exception {
        Random random = new Random(SEED);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        MessageBuilder builder = builder().text("see files");
        byte[][] contents = {
            noise,
            {},
            "LF only\nlines\n".getBytes(StandardCharsets.US_ASCII),
            "CRLF lines\r\n--=_nearly a boundary\r\nFrom x\r\n.\r\nno end".getBytes(StandardCharsets.US_ASCII),
            "Grüße \r\n".getBytes(StandardCharsets.UTF_8),
            "\0\0\r\r\n\n".getBytes(StandardCharsets.US_ASCII),
            "Subject: inner\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII),
            "Subject: inner\n\n\0".getBytes(StandardCharsets.US_ASCII)
        };
        String[] names = {
            "noise.bin",
            "empty.pdf",
            "unix.txt",
            "dos.txt",
            "grüße.txt",
            "control.txt",
            "inner.eml",
            "odd inner \"quoted\".eml"
        };
        for (int i = 0; i < names.length; i++) {
            builder.attach(attach(names[i], contents[i]));
        }
        MimeMultipart parts =
                (MimeMultipart) parsed(written(builder.build(), target)).getContent();
        assertThat(parts.getCount()).isEqualTo(names.length + 1);
        for (int i = 0; i < names.length; i++) {
            MimeBodyPart part = (MimeBodyPart) parts.getBodyPart(i + 1);
            assertThat(part.getFileName()).isEqualTo(names[i]);
            assertThat(part.getDisposition()).isEqualTo("attachment");
            try (InputStream in = part.getInputStream()) {
                assertThat(in.readAllBytes()).as(names[i]).isEqualTo(contents[i]);
            }
        }
        assertThat(parts.getBodyPart(7).getContentType()).startsWith("message/rfc822");
        assertThat(parts.getBodyPart(8).getContentType()).startsWith("application/octet-stream");
    }

    @Test
    void fileNamesInAllScriptsArrive() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            String name = randomText(random, 1 + random.nextInt(100)).replaceAll("[/\\\\\\p{Cntrl}]", "_");
            Attachment attachment = new Attachment(HeaderText.of(name), MediaType.OCTET_STREAM, Content.of("x"), "");
            String text = written(builder().attach(attachment).build(), Target.SEVEN_BIT);
            assertSevenBitAndFolded(text);
            MimeMultipart parts = (MimeMultipart) parsed(text).getContent();
            String read = parts.getBodyPart(1).getFileName();
            assertThat(read).as("seed %s", SEED).isEqualTo(name);
        }
    }

    @Test
    void oldReadersFindTheNameInTheContentType() throws Exception {
        Attachment attachment =
                new Attachment(HeaderText.of("Rechnung März.pdf"), MediaType.OCTET_STREAM, Content.of("x"), "");
        String text = written(builder().attach(attachment).build(), Target.SEVEN_BIT);
        assertThat(text).contains("filename*=utf-8''Rechnung%20M%C3%A4rz.pdf");
        MimeMultipart parts = (MimeMultipart) parsed(text).getContent();
        String type = parts.getBodyPart(1).getContentType();
        String name = type.substring(type.indexOf('"') + 1, type.lastIndexOf('"'));
        assertThat(MimeUtility.decodeText(name)).isEqualTo("Rechnung März.pdf");
    }

    @Test
    void theMeasuredSizeIsTheWrittenSize() throws Exception {
        OutgoingMessage message = builder()
                .text("Grüße")
                .attach(attach("x.bin", new byte[100_000]))
                .build();
        for (Target target : Target.values()) {
            assertThat(message.sizeOctets(target))
                    .isEqualTo(written(message, target).getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void aFileThatChangesWhileItIsSentIsNoticed() {
        int[] opened = {0};
        Content growing = () -> new ByteArrayInputStream("x".repeat(++opened[0]).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> written(
                        builder()
                                .attach(new Attachment(new HeaderText("a.txt"), MediaType.TEXT_PLAIN, growing, ""))
                                .build(),
                        Target.SEVEN_BIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed");
    }

    @Test
    @Tag("slow")
    void aFileLargerThanAnyArrayPassesThrough() throws Exception {
        long octets = 3L << 30;
        Content endless = () -> new InputStream() {
            private long left = octets;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int count = (int) Math.min(length, left);
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        Attachment large = new Attachment(HeaderText.of("large.bin"), MediaType.OCTET_STREAM, endless, "");
        long written = builder().attach(large).build().sizeOctets(Target.SEVEN_BIT);
        assertThat(written).isGreaterThan(octets / 57 * 78);
    }

    private Attachment attach(String name, byte[] content) throws IOException, BadField {
        return Attachment.of(Files.write(folder.resolve(name), content), FileTypes.load());
    }

    private static MessageBuilder builder() {
        return new MessageBuilder(InstantSource.fixed(NOW), new SplittableRandom(SEED));
    }

    private static String written(OutgoingMessage message, Target target) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes, target);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static MimeMessage parsed(String text) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertSevenBitAndFolded(String text) {
        assertThat(text.chars()).allMatch(c -> c == '\r' || c == '\n' || c == '\t' || (c >= ' ' && c < 0x7F));
        assertThat(text.lines().map(String::length)).allMatch(length -> length <= 78);
        assertThat(text.lines().filter(line -> line.contains("=?utf-8?"))).allMatch(line -> line.length() <= 76);
        assertThat(text.substring(0, text.indexOf("\r\n\r\n")).lines()).noneMatch(String::isBlank);
    }

    /** Words in several scripts, with punctuation that means something in header fields. */
    private static String randomText(Random random, int length) {
        String[] alphabets = {
            "abcdefghijklmnopqrstuvwxyz",
            "äöüßéñ",
            "日本語件名",
            "привет",
            " ",
            "  ",
            "()<>@,;:\\\".[]?=_",
            "😀👍",
            "עברית",
            "%'*~"
        };
        int style = random.nextInt(4);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            String alphabet =
                    style == 0 ? alphabets[random.nextInt(2) * 4] : alphabets[random.nextInt(alphabets.length)];
            int[] characters = alphabet.codePoints().toArray();
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }
}

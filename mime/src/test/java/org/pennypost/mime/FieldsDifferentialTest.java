package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.junit.jupiter.api.Test;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.testkit.Gen;

/** What we encode, Angus Mail and apache-mime4j must decode to the same, and we what Angus Mail encodes; all three must read good addresses and dates alike. */
class FieldsDifferentialTest {
    private static final int TIMES = 2_000;
    private static final List<String> LETTERS =
            List.of("a", "B", "0", " ", " ", "_", "=", "?", "\"", "é", "ß", "Ж", "日", "𝄞", "word ", "(", ",", "@");

    @Test
    void bodies() throws IOException, MessagingException {
        Gen gen = Gen.seeded("FieldsDifferentialTest bodies");
        for (int i = 0; i < TIMES; i++) {
            TransferEncoding encoding = gen.oneOf(List.of(TransferEncoding.BASE64, TransferEncoding.QUOTED_PRINTABLE));
            byte[] octets = gen.bytes(0, 300, " \t=\r\n.abcdefghijk");
            ByteArrayOutputStream ours = new ByteArrayOutputStream();
            encoding.encode(new ByteArrayInputStream(octets), ours);
            ByteArrayOutputStream theirs = new ByteArrayOutputStream();
            try (OutputStream encoder = MimeUtility.encode(theirs, encoding.label())) {
                encoder.write(octets);
            }

            assertThat(MimeUtility.decode(new ByteArrayInputStream(ours.toByteArray()), encoding.label())
                            .readAllBytes())
                    .isEqualTo(octets);
            assertThat(mime4j(encoding, ours.toByteArray())).isEqualTo(octets);
            assertThat(encoding.decode(new ByteArrayInputStream(theirs.toByteArray()))
                            .readAllBytes())
                    .isEqualTo(encoding == TransferEncoding.BASE64 ? octets : withLineEnds(octets));
        }
    }

    /** Angus Mail takes what it encodes as quoted-printable for text, in which CR or LF alone end a line. */
    private static byte[] withLineEnds(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replaceAll("\\r\\n|\\r|\\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] mime4j(TransferEncoding encoding, byte[] encoded) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(encoded);
        try (var decoded = encoding == TransferEncoding.BASE64
                ? new Base64InputStream(in, DecodeMonitor.SILENT)
                : new QuotedPrintableInputStream(in, DecodeMonitor.SILENT)) {
            return decoded.readAllBytes();
        }
    }

    @Test
    void encodedWords() throws IOException {
        Gen gen = Gen.seeded("FieldsDifferentialTest words");
        for (int i = 0; i < TIMES; i++) {
            String text = String.join("", gen.list(1, 60, () -> gen.oneOf(LETTERS)));
            String ours = String.join(" ", EncodedWords.encode(text, gen.number(30, 75), 75));
            String theirs = MimeUtility.encodeWord(text, "utf-8", gen.oneOf(List.of("B", "Q")));

            assertThat(MimeUtility.decodeText(ours)).as(ours).isEqualTo(text);
            assertThat(DecoderUtil.decodeEncodedWords(ours, DecodeMonitor.SILENT))
                    .as(ours)
                    .isEqualTo(text);
            assertThat(EncodedWords.decode(MimeUtility.unfold(theirs)))
                    .as(theirs)
                    .isEqualTo(text);
        }
    }

    @Test
    void addresses() throws MessagingException {
        Gen gen = Gen.seeded("FieldsDifferentialTest addresses");
        for (int i = 0; i < TIMES; i++) {
            String value = String.join(", ", gen.list(1, 5, () -> mailbox(gen)));
            List<String> ours = AddressReader.mailboxes(AddressReader.read(value)).stream()
                    .map(found -> found.displayName() + "|" + found.localPart() + "@" + found.domain())
                    .toList();
            List<String> angus = List.of(InternetAddress.parseHeader(value, true)).stream()
                    .map(address ->
                            (address.getPersonal() == null ? "" : address.getPersonal()) + "|" + address.getAddress())
                    .toList();
            List<String> mime4j = LenientAddressParser.DEFAULT.parseAddressList(value).flatten().stream()
                    .map(FieldsDifferentialTest::text)
                    .toList();

            assertThat(angus).as(value).isEqualTo(ours);
            assertThat(mime4j).as(value).isEqualTo(ours);
        }
    }

    private static String text(Mailbox mailbox) {
        return (mailbox.getName() == null ? "" : mailbox.getName()) + "|" + mailbox.getAddress();
    }

    /** In one of the forms of RFC 5322 §3.4 and §4.4. */
    private static String mailbox(Gen gen) {
        String address = gen.address().replace("'", "x");
        return switch (gen.number(0, 5)) {
            case 0 -> address;
            case 1 -> "<" + address + ">";
            case 2 -> gen.word(1, 8) + " " + gen.word(1, 8) + " <" + address + ">";
            case 3 -> "\"" + gen.word(1, 8) + ", " + gen.word(1, 8) + ". @:;<>\"\r\n <" + address + ">";
            case 4 -> "=?utf-8?Q?" + gen.word(1, 8) + "=C3=BC?= " + gen.word(1, 3) + " <" + address + ">";
            default -> "\t" + gen.word(1, 8) + "\t<" + address + "> (" + gen.word(1, 8) + ")";
        };
    }

    @Test
    void dates() throws ParseException {
        Gen gen = Gen.seeded("FieldsDifferentialTest dates");
        MailDateFormat angus = new MailDateFormat();
        for (int i = 0; i < TIMES; i++) {
            OffsetDateTime date = OffsetDateTime.of(1995, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                    .plusSeconds(gen.number(0, 1_500_000_000))
                    .withOffsetSameInstant(ZoneOffset.ofTotalSeconds(900 * gen.number(-47, 55)));
            String pattern = gen.oneOf(List.of(
                    "EEE, d MMM yyyy HH:mm:ss xx",
                    "d MMM yyyy HH:mm:ss xx",
                    "EEE, dd MMM yyyy HH:mm xx",
                    "EEE, d MMM yy HH:mm:ss xx"));
            String value = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(date);
            OffsetDateTime expected = pattern.contains("ss") ? date : date.truncatedTo(ChronoUnit.MINUTES);

            assertThat(MailDate.parse(value)).as(value).contains(expected);
            assertThat(angus.parse(value).toInstant()).as(value).isEqualTo(expected.toInstant());
        }
    }
}

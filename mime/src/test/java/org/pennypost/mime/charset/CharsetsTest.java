package org.pennypost.mime.charset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

class CharsetsTest {
    @ParameterizedTest
    @CsvSource({
        "utf-8, UTF-8",
        "UTF8, UTF-8",
        "'\"utf-8\"', UTF-8",
        "unicode-1-1-utf-8, UTF-8",
        "us-ascii, windows-1252",
        "ANSI_X3.4-1968, windows-1252",
        "iso-8859-1, windows-1252",
        "ISO_8859-1:1987, windows-1252",
        "iso8859_1, windows-1252",
        "latin1, windows-1252",
        "iso-8859-2, ISO-8859-2",
        "ISO_8859-2:1987, ISO-8859-2",
        "iso-8859-8-i, ISO-8859-8",
        "iso-8859-9, windows-1254",
        "ISO-8859-11, x-windows-874",
        "iso8859-15, ISO-8859-15",
        "windows-1251, windows-1251",
        "cp1251, windows-1251",
        "win-1251, windows-1251",
        "x-cp1251, windows-1251",
        "cp-850, IBM850",
        "ibm437, IBM437",
        "dos-866, IBM866",
        "cp858, IBM00858",
        "ks_c_5601-1987, x-windows-949",
        "euc-kr, x-windows-949",
        "gb2312, GB18030",
        "gb_2312-80, GB18030",
        "GBK, GB18030",
        "big5, Big5-HKSCS",
        "x-sjis, windows-31j",
        "Shift_JIS, windows-31j",
        "iso-2022-jp, x-windows-iso2022jp",
        "koi8-r, KOI8-R",
        "koi8-ru, KOI8-U",
        "macintosh, x-MacRoman",
        "unicode-1-1-utf-7, UTF-7",
        "utf-16le, UTF-16LE",
        "tis-620, x-windows-874"
    })
    void labelsMean(String label, String charset) {
        assertThat(Charsets.named(label)).map(Charset::name).contains(charset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-unknown",
                "unknown-8bit",
                "8bit",
                "",
                " ",
                "?",
                "default",
                "no such",
                "windows-99999",
                "\0",
                "iso-8859-99"
            })
    void labelsThatSayNothing(String label) {
        assertThat(Charsets.named(label)).isEmpty();
    }

    @Test
    void aLabelWithoutEndIsNotLookedAt() {
        assertThat(Charsets.named("utf-8" + " ".repeat(1_000_000))).isEmpty();
    }

    /** What letters the smaller set defines stay the same in the larger one that is taken for it. */
    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "ISO-8859-9", "US-ASCII", "EUC-KR", "GB2312", "TIS-620"})
    void theLargerSetAgrees(String name) {
        Charset larger = Charsets.named(name).orElseThrow();
        Charset smaller = Charset.forName(name);
        for (int c = 0; c < 0xFFFF; c++) {
            String text = String.valueOf((char) c);
            if (Character.isLetterOrDigit(c) && smaller.newEncoder().canEncode(text)) {
                assertThat(new String(text.getBytes(smaller), larger)).isEqualTo(text);
            }
        }
    }

    /** RFC 2152. */
    @Test
    void utf7() {
        assertThat(Charsets.decode("utf-7", octets("Hi Mom -+Jjo--!"), 0, 15)).isEqualTo("Hi Mom -☺-!");
        assertThat(Charsets.decode("utf-7", octets("A+ImIDkQ."), 0, 9)).isEqualTo("A≢Α.");
        assertThat(Charsets.decode("utf-7", octets("1 +- 1 = 2"), 0, 10)).isEqualTo("1 + 1 = 2");
        Gen gen = Gen.seeded("CharsetsTest");
        for (int i = 0; i < 500; i++) {
            String text = gen.text(0, 20).replace("+", "") + "äß漢字😀".substring(gen.number(0, 3)) + gen.text(0, 20);
            assertThat(Charsets.decode(
                            "utf-7", octets(utf7(text)), 0, utf7(text).length()))
                    .isEqualTo(text);
        }
        assertThatThrownBy(() -> Charsets.named("utf-7").orElseThrow().newEncoder())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static String utf7(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> {
            byte[] utf16 = {(byte) (c >> 8), (byte) c};
            if (c == '+') {
                out.append("+-");
            } else if (c < 0x80) {
                out.append((char) c);
            } else {
                out.append('+')
                        .append(Base64.getEncoder().withoutPadding().encodeToString(utf16))
                        .append('-');
            }
        });
        return out.toString();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void asciiThatIsNoneIsGuessed() {
        byte[] utf8 = "Grüße".getBytes(StandardCharsets.UTF_8);
        assertThat(Charsets.decode("us-ascii", utf8, 0, utf8.length)).isEqualTo("Grüße");
        assertThat(Charsets.decode("iso-8859-1", utf8, 0, utf8.length)).isEqualTo("GrÃ¼ÃŸe");
    }

    @Test
    void anythingIsDecodedToSomething() {
        Gen gen = Gen.seeded("CharsetsTest");
        for (int i = 0; i < 300; i++) {
            byte[] octets = gen.bytes(0, 200);
            for (String label : new String[] {"", "utf-7", "iso-2022-jp", "gb2312", "utf-16", "x-johab", "us-ascii"}) {
                assertThat(Charsets.decode(label, octets, 0, octets.length)).isNotNull();
            }
        }
    }

    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry(
                    "windows-1252 de",
                    "Sehr geehrte Damen und Herren, über Ihre Grüße habe ich mich gefreut; die Maße stimmen."),
            Map.entry("windows-1252 fr", "J’ai bien reçu votre réponse, merci. À bientôt, très cordialement, Hélène."),
            Map.entry("windows-1252 es", "¿Cómo estás? Mañana llegará el señor Núñez con la información que pedí."),
            Map.entry("windows-1252 sv", "Hej på dig! Vi ses i Malmö på lördag, så får vi äta något gott."),
            Map.entry(
                    "windows-1250 pl",
                    "Dziękuję bardzo za wiadomość. Proszę przesłać załącznik jeszcze raz, źle się otworzył."),
            Map.entry(
                    "ISO-8859-2 pl",
                    "Dziękuję bardzo za wiadomość. Proszę przesłać załącznik jeszcze raz, źle się otworzył."),
            Map.entry(
                    "windows-1250 cs",
                    "Příliš žluťoučký kůň úpěl ďábelské ódy. Děkuji za zprávu, přijedu v úterý večer."),
            Map.entry(
                    "windows-1250 hu",
                    "Kedves Ügyfelünk! Köszönjük, hogy őszinte véleményt küldött; hűséges vevőink fontosak."),
            Map.entry(
                    "windows-1254 tr",
                    "Sayın müşterimiz, siparişiniz için teşekkür ederiz. Işıklı günler, iyi çalışmalar dileğiyle."),
            Map.entry(
                    "windows-1257 lt", "Ačiū už laišką. Šįvakar susitiksime prie ežero, atsivežkite žvakių ir ąsočių."),
            Map.entry("windows-1251 ru", "Здравствуйте! Высылаю Вам договор, прошу подписать и вернуть до пятницы."),
            Map.entry("KOI8-R ru", "Здравствуйте! Высылаю Вам договор, прошу подписать и вернуть до пятницы."),
            Map.entry("ISO-8859-5 ru", "Здравствуйте! Высылаю Вам договор, прошу подписать и вернуть до пятницы."),
            Map.entry("IBM866 ru", "Здравствуйте! Высылаю Вам договор, прошу подписать и вернуть до пятницы."),
            Map.entry("windows-1251 uk", "Доброго дня! Надсилаю вам обіцяні світлини з нашої подорожі до Києва."),
            Map.entry("KOI8-U uk", "Доброго дня! Надсилаю вам обіцяні світлини з нашої подорожі до Києва."),
            Map.entry("windows-1253 el", "Καλημέρα σας, σας στέλνω τα έγγραφα που ζητήσατε. Ευχαριστώ πολύ."),
            Map.entry("windows-1255 he", "שלום רב, מצורף בזאת המסמך שביקשת. בברכה, דני"),
            Map.entry("windows-1256 ar", "السلام عليكم ورحمة الله، أرسل إليكم الملف المطلوب مع الشكر الجزيل."),
            Map.entry("x-windows-874 th", "สวัสดีครับ ผมส่งเอกสารที่ขอมาให้แล้ว ขอบคุณมากครับ"),
            Map.entry("windows-31j ja", "お世話になっております。先日お送りした資料についてご確認をお願いいたします。"),
            Map.entry("EUC-JP ja", "お世話になっております。先日お送りした資料についてご確認をお願いいたします。"),
            Map.entry("x-windows-iso2022jp ja", "お世話になっております。先日お送りした資料についてご確認をお願いいたします。"),
            Map.entry("GB18030 zh", "您好，请查收附件。如果有什么问题，请随时和我们联系，谢谢！"),
            Map.entry("Big5-HKSCS zh", "您好，請查收附件。如果有什麼問題，請隨時和我們聯絡，謝謝！"),
            Map.entry("x-windows-949 ko", "안녕하세요. 요청하신 자료를 첨부하여 보내 드립니다. 확인 부탁드립니다. 감사합니다."),
            Map.entry("UTF-8 all", "Grüße, Здравствуйте, 您好, 안녕하세요 😀"),
            Map.entry("UTF-16LE en", "Plain letters in sixteen bits"),
            Map.entry("UTF-16BE en", "Plain letters in sixteen bits"));

    @Test
    void textsWithoutALabelAreReadAsTheyWereWritten() {
        SoftAssertions all = new SoftAssertions();
        TEXTS.forEach((name, text) -> {
            Charset charset = Charset.forName(name.substring(0, name.indexOf(' ')));
            byte[] octets = text.getBytes(charset);
            all.assertThat(Charsets.decode("", octets, 0, octets.length))
                    .as(name)
                    .isEqualTo(text);
            String letter = "Subject: about it\r\n\r\n" + (text + "\r\n").repeat(300) + "-- \r\nwww.example.test\r\n";
            byte[] longer = letter.getBytes(charset);
            all.assertThat(Charsets.decode("x-unknown", longer, 0, longer.length))
                    .as(name)
                    .isEqualTo(letter);
        });
        all.assertAll();
    }
}

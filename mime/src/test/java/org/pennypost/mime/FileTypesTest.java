package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTypesTest {
    private static final FileTypes TYPES = FileTypes.load();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, image/jpeg",
        "PHOTO.JPEG, image/jpeg",
        "a.png, image/png",
        "a.pdf, application/pdf",
        "song.mp3, audio/mpeg",
        "film.mp4, video/mp4",
        "page.html, text/html",
        "notes.txt, text/plain",
        "archive.tar.gz, application/gzip",
        "mail.eml, message/rfc822",
        "letter.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "letter.odt, application/vnd.oasis.opendocument.text",
        "date.ics, text/calendar",
        "me.vcf, text/vcard",
        "script.js, text/javascript",
        "table.csv, text/csv",
        "x.heic, image/heic",
        "x.avif, image/avif",
        "x.webp, image/webp",
        "x.ico, image/vnd.microsoft.icon",
        "x.bmp, image/bmp",
        "x.p7m, application/pkcs7-mime",
        "x.p7s, application/pkcs7-signature",
        "x.woff2, font/woff2",
        "Main.java, text/x-java",
        "deck.pptx, application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "table.ods, application/vnd.oasis.opendocument.spreadsheet",
        "date.ical, text/calendar",
        "ticket.pkpass, application/vnd.apple.pkpass",
        "drawing.vsdx, application/vnd.ms-visio.drawing.main+xml"
    })
    void knowsCommonExtensions(String name, String type) {
        assertThat(TYPES.byName(name)).map(MediaType::toString).contains(type);
    }

    @Test
    void knowsManyExtensions() {
        assertThat(TYPES.size()).isGreaterThan(1000);
        assertThat(TYPES.byName("README")).isEmpty();
        assertThat(TYPES.byName("x.unheardof")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a.png,     89504E470D0A1A0A00, image/png,                ''",
        "a.png,     FFD8FFE000,         image/png,                begins like image/jpeg",
        "a.png,     68656C6C6F,         image/png,                does not begin like it",
        "a.docx,    504B030400,         application/vnd.openxmlformats-officedocument.wordprocessingml.document, ''",
        "a.jar,     504B030400,         application/java-archive, ''",
        "a.pdf,     504B030400,         application/pdf,          begins like application/zip",
        "a.txt,     255044462D,         text/plain,               begins like application/pdf",
        "a.txt,     4D5A2074,           text/plain,               ''",
        "a.txt,     68656C6C6F,         text/plain,               ''",
        "a.png,     '',                 image/png,                ''",
        "a.ico,     0000010001001010,   image/vnd.microsoft.icon, ''",
        "a.ico,     89504E470D0A1A0A,   image/vnd.microsoft.icon, begins like image/png",
        "a.png,     0000010001001010,   image/png,                begins like image/vnd.microsoft.icon",
        "a.p7m,     3082010006092A864886F70D010702, application/pkcs7-mime, ''",
        "a.p7s,     308006092A864886F70D010702A080, application/pkcs7-signature, ''",
        "a.p7m,     68656C6C6F,         application/pkcs7-mime,   does not begin like it",
        "a.txt,     3082010006092A864886F70D010702, text/plain,   begins like application/pkcs7-mime",
        "a.heic,    0000001866747970686569630000, image/heic,     ''",
        "a.jpg,     0000001866747970686569630000, image/jpeg,     begins like image/heic",
        "a.avif,    0000001866747970617669660000, image/avif,     ''",
        "a.heif,    00000018667479706D6966310000, image/heif,     ''",
        "a.mp4,     000000186674797069736F6D0000, video/mp4,      ''",
        "a.mov,     0000001466747970717420200000, video/quicktime, ''",
        "a.avif,    00000018667479706D7034320000, image/avif,     ''",
        "a.webp,    5249464600000000574542505650, image/webp,     ''",
        "a.webp,    5249464600000000574156456666, image/webp,     begins like audio/vnd.wave",
        "a.bmp,     424D460000000000,   image/bmp,                ''",
        "a.bmp,     89504E470D0A1A0A,   image/bmp,                begins like image/png",
        "a.bmp,     68656C6C6F,         image/bmp,                does not begin like it",
        "a.txt,     424D572063617273,   text/plain,               ''",
        "a.ics,     424547494E3A5643414C454E4441520D0A, text/calendar, ''",
        "a.ics,     68656C6C6F,         text/calendar,            does not begin like it",
        "a.vcf,     424547494E3A56434152440D0A, text/vcard,       ''",
        "a.vcf,     424547494E3A5643414C454E444152, text/vcard,   does not begin like it",
        "a.eml,     46726F6D3A20610D0A, message/rfc822,           ''",
        "a.eml,     68656C6C6F,         message/rfc822,           does not begin like it",
        "a.eml,     255044462D,         message/rfc822,           begins like application/pdf",
        "invite,    424547494E3A5643414C454E444152, text/calendar, ''",
        "scan,      424D460000000000,   image/bmp,                ''",
        "photo,     0000001866747970686569630000, image/heic,     ''",
        "README,    68656C6C6F,         text/plain,               ''",
        "picture,   FFD8FFE000,         image/jpeg,               ''",
        "setup,     4D5A900003,         application/vnd.microsoft.portable-executable, ''",
        "blob,      0001020300,         application/octet-stream, ''"
    })
    void believesTheExtensionAndNotesWhatTheBytesSay(String name, String hex, String type, String note)
            throws IOException, BadField {
        Path file = Files.write(folder.resolve(name), HexFormat.of().parseHex(hex));
        Attachment attachment = Attachment.of(file, TYPES);
        assertThat(attachment.type()).hasToString(type);
        if (note.isEmpty()) {
            assertThat(attachment.note()).isEmpty();
        } else {
            assertThat(attachment.note()).contains(name, note);
        }
    }

    @Test
    void everySignatureAllowsTheTypeThatTheTableGives() {
        for (Signature signature : Signature.ALL) {
            assertThat(signature.allows(signature.type())).isTrue();
            assertThat(signature.magic().length() + signature.at()).isLessThanOrEqualTo(Signature.HEAD_BYTES);
        }
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatThrownBy(() -> Attachment.of(folder, TYPES)).hasMessageContaining("only a file");
        assertThatThrownBy(() -> Attachment.of(folder.resolve("absent"), TYPES))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theTableIsSortedAndWellFormed() throws IOException {
        try (var in = FileTypes.class.getResourceAsStream("file-types.tsv")) {
            assertThat(in).isNotNull();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .skip(1))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }
}

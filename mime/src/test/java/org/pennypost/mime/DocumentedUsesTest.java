package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.MessageEvents;
import org.pennypost.mime.parse.MessageParser;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.mime.parse.Part;
import org.pennypost.testkit.Repository;

/** The examples of {@code docs/mime.md}, compiled and run: {@link #theDocumentationShowsWhatRunsHere} holds the page against this file. */
class DocumentedUsesTest {
    private static final Path THIS = Path.of("src/test/java/org/pennypost/mime/DocumentedUsesTest.java");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REMARK = Pattern.compile("\\s+//.*");

    private final byte[] bytes = """
        From: Alice <alice@example.org>
        Date: Wed, 25 Nov 2026 10:00:00 +0100
        Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
        References: <1@example.org> <2@example.org>
        Content-Type: multipart/mixed; boundary=o

        --o
        Content-Type: multipart/alternative; boundary=i

        --i

        plain
        --i
        Content-Type: application/pdf
        Content-Disposition: attachment; filename*=utf-8''%C3%BC.pdf
        Content-Transfer-Encoding: base64

        YWJj
        --i--
        """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final List<String> printed = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void aMessageIsWritten() throws Exception {
        Path photo = Files.write(folder.resolve("photo.jpg"), new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutgoingMessage message = new MessageBuilder(InstantSource.system(), new SecureRandom())
                .from(AddressList.parseMailbox("Alice <alice@example.org>"))
                .to(AddressList.parse("bob@example.org, Friends: carol@example.net, dan@example.net;"))
                .subject(HeaderText.of("Grüße"))
                .text("See you later ;-)")
                .attach(Attachment.of(photo, FileTypes.load()))
                .build();
        message.writeTo(out, Target.SEVEN_BIT);

        ParsedMessage read = ParsedMessage.parse(out.toByteArray());
        assertThat(read.defects()).isEmpty();
        assertThat(read.root().header().text("Subject")).isEqualTo("Grüße");
        assertThat(read.part(2).orElseThrow().fileName()).contains("photo.jpg");
        assertThat(read.part(2).orElseThrow().contentType().type()).hasToString("image/jpeg");
    }

    @Test
    void aMessageIsRead() throws Exception {
        ParsedMessage message = ParsedMessage.parse(bytes);
        assertThat(message.root().header().text("Subject")).isEqualTo("Grüße");
        assertThat(AddressReader.read(message.root().header().value("From"))).hasSize(1);
        assertThat(MailDate.parse(message.root().header().value("Date"))).isPresent();
        assertThat(MessageIds.read(message.root().header().value("References"))).hasSize(2);
        message.root().walk(part -> print(part.contentType().type(), part.octets()));
        assertThat(printed).hasSize(4).endsWith("text/plain 5", "application/pdf 4");
        Part part = message.part(1, 2).orElseThrow();
        assertThat(message.part(1, 2)).contains(part);
        assertThat(part.fileName()).contains("ü.pdf");
        assertThat(part.decoded()).hasContent("abc");
        assertThat(part.text(1 << 20)).isEqualTo("abc");
        assertThat(part.body()).hasContent("YWJj");
        assertThat(message.defects()).hasSize(1);
        int[] octetsOfLeaves = {0};
        InputStream in = new ByteArrayInputStream(bytes);
        MessageParser.parse(in, ParserOptions.DEFAULT, new MessageEvents() {
            @Override
            public void content(byte[] octets, int from, int to, long offset) {
                octetsOfLeaves[0] += to - from;
            }
        });
        assertThat(octetsOfLeaves[0]).isPositive();
    }

    private void print(MediaType type, long octets) {
        printed.add(type + " " + octets);
    }

    @Test
    void addressesAndHeadersAreRead() throws Exception {
        assertThat(AddressList.parse("\"Q. Public\" <q@example.org>, (old) <@route:x@example.net>")
                        .mailboxes())
                .hasSize(2);
        assertThat(HeaderBlock.read(bytes).text("subject")).isEqualTo("Grüße");
        int length = bytes.length;
        assertThat(MessageStart.of(bytes, 0, length)).isEqualTo(MessageStart.FIELD);
    }

    @Test
    void aBodyIsDecoded() throws Exception {
        byte[] body = "YWJj".getBytes(StandardCharsets.US_ASCII);
        InputStream inputStream = new ByteArrayInputStream(body);
        assertThat(TransferEncoding.named("Quoted-Printable")).contains(TransferEncoding.QUOTED_PRINTABLE);
        assertThat(TransferEncoding.BASE64.decode(inputStream)).hasContent("abc");
        assertThat(wholeOf(body, 0, body.length))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("abc");
    }

    private static byte[] wholeOf(byte[] bytes, int from, int to) {
        return TransferEncoding.BASE64.decoder().whole(bytes, from, to);
    }

    @Test
    void theDocumentationShowsWhatRunsHere() throws IOException {
        String here = withoutSpace(Files.readString(THIS));
        String page = Files.readString(Repository.top().resolve("docs/mime.md"));
        Matcher blocks = BLOCK.matcher(page);
        int statements = 0;
        while (blocks.find()) {
            String code = REMARK.matcher(blocks.group(1)).replaceAll("").replaceAll("\\{ \\.\\.\\. }.*", "{");
            for (String statement : code.split(code.indexOf(';') >= 0 ? ";" : "\n", -1)) {
                assertThat(here).as("docs/mime.md shows: " + statement.strip()).contains(withoutSpace(statement));
                statements += statement.isBlank() ? 0 : 1;
            }
        }
        assertThat(statements).isGreaterThan(15);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }
}

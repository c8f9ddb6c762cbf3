package org.pennypost.mime.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

class TnefTest {
    /** The example of MS-OXRTFCP §4.1.1. */
    private static final byte[] HELLO_WORLD = HexFormat.of()
            .parseHex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
                    + "05b06c647d0a800fa0");

    private static final String HELLO_WORLD_RTF = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n";

    @Test
    void compressedRtf() {
        assertThat(CompressedRtf.decompress(HELLO_WORLD, 1_000))
                .map(rtf -> new String(rtf, StandardCharsets.US_ASCII))
                .contains(HELLO_WORLD_RTF);
        // MS-OXRTFCP §4.1.2: a reference that crosses what it writes.
        byte[] crossing = HexFormat.of().parseHex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0");
        assertThat(CompressedRtf.decompress(crossing, 1_000))
                .map(rtf -> new String(rtf, StandardCharsets.US_ASCII))
                .contains("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
        assertThat(CompressedRtf.decompress(crossing, 7)).map(rtf -> rtf.length).contains(7);
        assertThat(CompressedRtf.decompress(new byte[15], 7)).isEmpty();
        byte[] plain = HexFormat.of().parseHex("0f000000030000004d454c4100000000616263");
        assertThat(CompressedRtf.decompress(plain, 7)).map(rtf -> rtf.length).contains(3);
    }

    @Test
    void aMessageWithTextsAndFiles() {
        byte[] inner = new TnefWriter()
                .attribute(1, 0x00018004, TnefWriter.string("inner"))
                .octets();
        byte[] object = new byte[16 + inner.length];
        System.arraycopy(inner, 0, object, 16, inner.length);
        Tnef read = Tnef.read(new TnefWriter()
                .attribute(1, 0x00089006, new byte[] {0, 0, 1, 0})
                .attribute(1, 0x00069007, new byte[] {(byte) 0xE3, 4, 0, 0, 0, 0, 0, 0})
                .attribute(1, 0x00018004, TnefWriter.string("\u00CF\u00F0\u00E8\u00E2\u00E5\u00F2"))
                .attribute(
                        1,
                        0x00069003,
                        TnefWriter.properties(
                                TnefWriter.number(0x3FDE, 1251),
                                TnefWriter.named("odd", new byte[5]),
                                TnefWriter.property(0x1F, MapiProperties.BODY, TnefWriter.utf16("Grüße 😀")),
                                TnefWriter.property(0x102, MapiProperties.BODY_HTML, TnefWriter.string("<p>")),
                                TnefWriter.property(0x102, MapiProperties.RTF_COMPRESSED, HELLO_WORLD)))
                .attribute(2, 0x00069002, new byte[14])
                .attribute(2, 0x00018010, TnefWriter.string("SHORT~1.TXT"))
                .attribute(2, 0x0006800F, "content".getBytes(StandardCharsets.US_ASCII))
                .attribute(
                        2,
                        0x00069005,
                        TnefWriter.properties(
                                TnefWriter.property(
                                        0x1F,
                                        MapiProperties.ATTACH_LONG_FILE_NAME,
                                        TnefWriter.utf16("ein langer Name.txt")),
                                TnefWriter.property(
                                        0x1E, MapiProperties.ATTACH_MIME_TAG, TnefWriter.string("text/plain")),
                                TnefWriter.property(0x1E, MapiProperties.ATTACH_CONTENT_ID, TnefWriter.string("a@b"))))
                .attribute(2, 0x00069002, new byte[14])
                .attribute(
                        2,
                        0x00069005,
                        TnefWriter.properties(
                                TnefWriter.property(0x1F, MapiProperties.DISPLAY_NAME, TnefWriter.utf16("a message")),
                                TnefWriter.property(0x0D, MapiProperties.ATTACH_DATA, object)))
                .octets());
        assertThat(read.intact()).isTrue();
        assertThat(read.subject()).isEqualTo("Привет");
        assertThat(read.text()).contains("Grüße 😀");
        assertThat(read.html()).contains("<p>\0".getBytes(StandardCharsets.US_ASCII));
        assertThat(read.rtf()).contains(HELLO_WORLD_RTF.getBytes(StandardCharsets.US_ASCII));
        assertThat(read.files()).hasSize(2);
        Tnef.File file = read.files().getFirst();
        assertThat(file.name()).isEqualTo("ein langer Name.txt");
        assertThat(file.mediaType()).isEqualTo("text/plain");
        assertThat(file.contentId()).isEqualTo("a@b");
        assertThat(file.content()).isEqualTo("content".getBytes(StandardCharsets.US_ASCII));
        Tnef.File message = read.files().getLast();
        assertThat(message.name()).isEqualTo("a message");
        assertThat(message.message()).map(Tnef::subject).contains("inner");
    }

    @Test
    void damageIsNotedAndTheRestIsRead() {
        byte[] whole = new TnefWriter()
                .attribute(1, 0x00018004, TnefWriter.string("subject"))
                .attribute(2, 0x00069002, new byte[14])
                .attribute(2, 0x00018010, TnefWriter.string("a.txt"))
                .attribute(2, 0x0006800F, new byte[100])
                .octets();
        for (int length = 0; length < whole.length; length++) {
            Tnef read = Tnef.read(Arrays.copyOf(whole, length));
            assertThat(read.files()).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(Tnef.read(Arrays.copyOf(whole, whole.length - 10)).intact()).isFalse();
        byte[] flipped = whole.clone();
        flipped[whole.length - 3] ^= 1;
        assertThat(Tnef.read(flipped).intact()).isFalse();
        assertThat(Tnef.read(flipped).files().getFirst().name()).isEqualTo("a.txt");
        assertThat(Tnef.read(new byte[] {1, 2, 3}).intact()).isFalse();
    }

    @Test
    void messagesInMessagesEndSomewhere() {
        byte[] stream = new TnefWriter().octets();
        for (int depth = 0; depth < 50; depth++) {
            byte[] object = new byte[16 + stream.length];
            System.arraycopy(stream, 0, object, 16, stream.length);
            stream = new TnefWriter()
                    .attribute(2, 0x00069002, new byte[14])
                    .attribute(
                            2,
                            0x00069005,
                            TnefWriter.properties(TnefWriter.property(0x0D, MapiProperties.ATTACH_DATA, object)))
                    .octets();
        }
        Tnef at = Tnef.read(stream);
        int depth = 0;
        while (at.files().getFirst().message().isPresent()) {
            at = at.files().getFirst().message().get();
            depth++;
        }
        assertThat(depth).isEqualTo(Tnef.DEPTH_MAX);
    }

    @Test
    void anyFilesAreReadAsTheyWereWritten() {
        Gen gen = Gen.seeded("TnefTest");
        for (int i = 0; i < 300; i++) {
            TnefWriter writer = new TnefWriter();
            List<byte[]> files = gen.list(0, 5, () -> gen.bytes(1, 3_000));
            files.forEach(content -> writer.attribute(2, 0x00069002, new byte[14])
                    .attribute(2, 0x00018010, TnefWriter.string("f" + content.length))
                    .attribute(2, 0x0006800F, content));
            Tnef read = Tnef.read(writer.octets());
            assertThat(read.intact()).isTrue();
            assertThat(read.files().stream().map(Tnef.File::content).toList())
                    .usingRecursiveComparison()
                    .isEqualTo(files);
        }
    }
}

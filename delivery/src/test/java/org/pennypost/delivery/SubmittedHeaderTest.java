package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Key;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.testkit.Gen;

class SubmittedHeaderTest {
    @ParameterizedTest
    @CsvSource({
        "'A: b\r\n\r\nbody', 'A: b\r\n', body",
        "'A: b\r\nno field\r\nB: c\r\n', 'A: b\r\n', 'no field\r\nB: c\r\n'",
        "'just text', '', 'just text'",
        "'\r\nbody', '', body",
        "'', '', ''",
        "'A: b\r\n', 'A: b\r\n', ''",
        "'A: b', 'A: b', ''",
        "' no continuation\r\nA: b\r\n', '', ' no continuation\r\nA: b\r\n'",
        "'Bcc: a\r\n b\r\n\tc\r\nA: b\r\n\r\n', 'A: b\r\n', ''",
        "'A: b\r\nbcc : a\r\n c\r\n\r\n', 'A: b\r\n', ''",
        "'Bcc: a\r\n\r\nBcc: b\r\n', '', 'Bcc: b\r\n'",
        "'Bccx: a\r\n\r\n', 'Bccx: a\r\n', ''",
        "'A: b\r\n c\r\n\r\n', 'A: b\r\n c\r\n', ''",
    })
    void whatGoesOnIsWhatCame(String message, String header, String body) throws Exception {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        for (int piece = 1; piece <= Math.max(1, bytes.length); piece++) {
            assertThat(passed(bytes, piece)).isEqualTo(header + "\r\n" + body);
        }
    }

    @Test
    void aHeaderHasALimitAndABodyHasNone() throws Exception {
        byte[] field = ("A: " + "b".repeat(900) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        SubmittedHeader header = new SubmittedHeader();
        int taken = 0;
        while (!header.complete()) {
            taken += header.take(field, 0, field.length);
        }
        assertThat(header.tooLong()).isTrue();
        assertThat(taken).isEqualTo(SubmittedHeader.OCTETS_MAX);

        String body = "x".repeat(300_000);
        assertThat(passed(("A: b\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII), 65_536))
                .isEqualTo("A: b\r\n\r\n" + body);
    }

    /** What is no blind copy arrives octet for octet, wherever the pieces are cut. */
    @Test
    void anyMessageInAnyPieces() throws Exception {
        Gen gen = Gen.seeded("submitted header");
        for (int i = 0; i < 500; i++) {
            StringBuilder sent = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int field = gen.number(0, 6); field > 0; field--) {
                boolean blind = gen.onceIn(3);
                String text =
                        (blind ? gen.oneOf(List.of("Bcc", "BCC ", "Resent-Bcc", "return-path")) : gen.word(1, 9) + "x")
                                + ":" + gen.text(0, 40).replaceAll("[\r\n]", "") + "\r\n"
                                + (gen.onceIn(3) ? "\t" + gen.word(1, 9) + "\r\n" : "");
                sent.append(text);
                expected.append(blind ? "" : text);
            }
            String body = "\r\n" + gen.text(0, 200);
            byte[] bytes = (sent + body).getBytes(StandardCharsets.UTF_8);
            assertThat(passed(bytes, gen.number(1, bytes.length))).isEqualTo(expected + body);
        }
    }

    private static String passed(byte[] bytes, int piece) throws Exception {
        SubmittedHeader header = new SubmittedHeader();
        int at = 0;
        while (at < bytes.length && !header.complete()) {
            at += header.take(bytes, at, Math.min(piece, bytes.length - at));
        }
        header.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryStore store = new MemoryStore();
                BlobDraft draft = store.blobs().draft()) {
            header.writeTo(draft::write);
            header.passTo(draft::write);
            draft.write(bytes, at, bytes.length - at);
            draft.finish();
            store.update(new Partition(7), (now, batch) -> {
                batch.link(draft, Key.of('x'));
                return true;
            });
            try (Blob blob = store.blobs().open(draft.id()).orElseThrow()) {
                byte[] all = new byte[(int) blob.size()];
                int length = 0;
                while (length < all.length) {
                    length += blob.read(length, all, length, all.length - length);
                }
                out.write(all);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

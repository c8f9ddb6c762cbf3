package org.pennypost.mailbox.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Fuzz;
import org.pennypost.testkit.Gen;

/** Any bytes have a projection that holds together; any stored bytes are read, or refused as damaged. */
final class ProjectionFuzzTest {
    private static final String GOOD = """
            From: a@b
            To: g: c@d, e@f;
            Subject: x
            References: <a@b>
            Content-Type: multipart/mixed; boundary=b

            --b

            text
            --b
            Content-Type: message/rfc822

            From: x@y

            z
            --b--
            """;

    /** Entry point of Jazzer. The first byte says whether the rest is a message, a message without header, or a stored projection. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        switch (input[0] % 3) {
            case 0 -> message(bytes, "X: y\r\n".getBytes(UTF_8));
            case 1 -> message(bytes, "X: y\r\n\r\n".getBytes(UTF_8));
            default -> stored(bytes);
        }
    }

    private static void message(byte[] blob, byte[] prefix) throws IOException {
        try {
            StoredProjection stored = Projector.project(ByteSource.of(blob), prefix);
            assertThat(stored.bytes()).hasSizeLessThanOrEqualTo(Projection.STORED_OCTETS_MAX);
            Projection projection = Projection.of(stored.bytes(), prefix);
            ProjectorTest.readAll(projection);
            if (projection.isWhole()) {
                long size = (long) prefix.length + blob.length;
                BodyStructure root = projection.structure();
                assertThat(root.place().bodyEnd()).isEqualTo(size);
                for (BodyStructure part : root.all()) {
                    assertThat(part.place().headerStart()).isBetween(0L, size);
                    assertThat(part.place().bodyEnd()).isBetween(part.place().bodyStart(), size);
                }
            }
        } catch (StoreException torn) {
            throw new AssertionError("what was just written cannot be read", torn);
        }
    }

    private static void stored(byte[] bytes) {
        try {
            ProjectorTest.readAll(Projection.of(bytes, new byte[0]));
        } catch (StoreException damaged) {
            assertThat(damaged.getMessage()).contains("projection");
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(ProjectionFuzzTest.class, ProjectionFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void messagesMadeOfPieces() throws IOException {
        Gen gen = Gen.seeded("ProjectionFuzzTest");
        List<String> pieces = List.of(
                "From: a@b\r\n",
                "To: ",
                "Subject: =?utf-8?B?w6k=?=\r\n",
                "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n",
                "Content-Type: message/rfc822\r\n",
                "\r\n",
                "\r\n\r\n",
                "--b\r\n",
                "--b--\r\n",
                "Content-Type: text/html\r\n",
                "Content-Transfer-Encoding: base64\r\n",
                "<p>x",
                "=C3=A9",
                "\n",
                "\r",
                "\0",
                "Content-Disposition: attachment; filename*=utf-8''%41\r\n",
                "References: <a@b> <c@d>\r\n",
                "text",
                " ",
                ":",
                "From x\r\n",
                "Content-ID: <i>\r\n",
                "Content-Type: multipart/alternative; boundary=b2\r\n",
                "--b2\r\n");
        for (int i = 0; i < 20_000; i++) {
            String message = String.join("", gen.list(0, 25, () -> gen.oneOf(pieces)));
            byte[] bytes = ((char) gen.number(0, 1) + message).getBytes(UTF_8);
            fuzzerTestOneInput(bytes);
        }
    }

    @Test
    void storedBytesThatSufferedDamage() throws IOException {
        Gen gen = Gen.seeded("ProjectionFuzzTest");
        byte[] good = Projector.project(ByteSource.of(GOOD.replace("\n", "\r\n").getBytes(UTF_8)), new byte[0])
                .bytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = gen.onceIn(3) ? Arrays.copyOf(good, gen.number(0, good.length)) : good.clone();
            for (int times = gen.number(0, 3); times > 0 && damaged.length > 0; times--) {
                damaged[gen.number(0, damaged.length - 1)] = (byte) gen.number(0, 255);
            }
            stored(damaged);
        }
    }
}

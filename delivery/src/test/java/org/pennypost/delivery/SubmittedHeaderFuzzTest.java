package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.smtp.Reply;
import org.pennypost.testkit.Fuzz;

/** A submitted message of any bytes: judged without a fault; what goes on is a part of what came, and the same however it was cut. */
final class SubmittedHeaderFuzzTest {
    private static final HeaderRules RULES =
            new HeaderRules("alice@example.test", mailbox -> mailbox.localPart().equals("alice"));

    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        SubmittedHeader whole = new SubmittedHeader();
        byte[] passed = pass(whole, input, Math.max(1, input.length));
        assertThat(pass(new SubmittedHeader(), input, 1)).isEqualTo(passed);
        assertThat(passed.length).isLessThanOrEqualTo(input.length + 2);
        Optional<Reply> objection = RULES.objection(whole);
        objection.ifPresent(reply -> assertThat(reply.wire()).matches("(5\\d\\d[ -]5\\.\\d\\.\\d [ -~]*\r\n)+"));
        String more = RULES.additions(whole, new EightBitScan(), Instant.EPOCH, new Random(1));
        assertThat(more).matches("([A-Za-z-]+: [ -~]+\r\n)*");
        if (objection.isEmpty()) {
            // What goes on with what was added has one author, and no blind copies.
            SubmittedHeader again = new SubmittedHeader();
            byte[] sent =
                    (more + new String(passed, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
            pass(again, sent, Math.max(1, sent.length));
            assertThat(again.values("from")).hasSize(1);
            assertThat(again.values("bcc")).isEmpty();
            assertThat(RULES.objection(again)).isEmpty();
        }
    }

    private static byte[] pass(SubmittedHeader header, byte[] bytes, int piece) throws Exception {
        int at = 0;
        while (at < bytes.length && !header.complete()) {
            at += header.take(bytes, at, Math.min(piece, bytes.length - at));
        }
        header.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header.writeTo(out::write);
        header.passTo(out::write);
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(SubmittedHeaderFuzzTest.class, SubmittedHeaderFuzzTest::fuzzerTestOneInput);
    }
}

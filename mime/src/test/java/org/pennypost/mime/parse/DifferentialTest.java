package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

/**
 * Three opinions on thousands of messages: ours, apache-mime4j's and Angus Mail's. On messages by the book all are of one: the same parts, the same types, the
 * same names of fields, the same bytes. On broken ones every difference has a reason that {@link Difference} names and docs/not-bugs.md explains.
 *
 * <p>A header that ends without an empty line is read differently by every program. So that such messages are compared too, they are {@link Mended} first.
 */
class DifferentialTest {
    private static final int GOOD = 2_000;
    /** More with {@code -Ddifferential.messages=NUMBER}. */
    private static final int BROKEN = Integer.getInteger("differential.messages", 5_000);

    /** Less than one broken message in this many is read differently by an oracle. */
    private static final int ALIKE_FOR_ONE = 6;

    private static final Path EXPLANATIONS = Path.of("../docs/not-bugs.md");

    @Test
    void messagesByTheBookAreReadAlike() throws IOException {
        MessageGen messages = new MessageGen(Gen.seeded("DifferentialTest good"));
        for (int i = 0; i < GOOD; i++) {
            byte[] bytes = messages.message();
            ParsedMessage parsed = ParsedMessage.parse(bytes);

            assertThat(parsed.defects()).as(shown(bytes)).isEmpty();
            String ours = OracleTree.of(parsed).toString();
            for (Oracle oracle : Oracle.values()) {
                assertThat(oracle.read(bytes)).as(shown(bytes)).isEqualTo(ours);
            }
        }
    }

    @Test
    void everyDifferenceOnABrokenMessageHasAReason() throws IOException {
        MessageGen messages = new MessageGen(Gen.seeded("DifferentialTest broken"));
        Map<Oracle, Integer> differences = new EnumMap<>(Oracle.class);
        for (int i = 0; i < BROKEN; i++) {
            byte[] broken = messages.broken(messages.message());
            TreeCheck.check(broken, ParserOptions.DEFAULT);
            ParsedMessage parsed = ParsedMessage.parse(broken);
            byte[] bytes = Mended.of(broken, parsed);
            ParsedMessage mended = ParsedMessage.parse(bytes);
            String ours = OracleTree.of(mended).toString();
            assertThat(ours).as(shown(broken)).isEqualTo(OracleTree.of(parsed).toString());
            for (Oracle oracle : Oracle.values()) {
                String theirs = oracle.read(bytes);
                if (!theirs.equals(ours)) {
                    differences.merge(oracle, 1, Integer::sum);
                    if (reason(oracle, mended, latin1(bytes)).isEmpty()) {
                        assertThat(theirs).as(oracle + ": " + shown(bytes)).isEqualTo(ours);
                    }
                }
            }
        }

        assertThat(differences.values()).allMatch(count -> count < BROKEN / ALIKE_FOR_ONE);
    }

    private static Optional<Difference> reason(Oracle oracle, ParsedMessage message, String text) {
        return Stream.of(Difference.values())
                .filter(difference -> difference.explains(oracle, message, text))
                .findFirst();
    }

    @Test
    void everyReasonIsExplained() throws IOException {
        String explanations = Files.readString(EXPLANATIONS);

        assertThat(Difference.values()).allMatch(difference -> explanations.contains(difference.title()));
    }

    private static String shown(byte[] bytes) {
        return latin1(bytes).replace("\r", "\\r").replace("\0", "\\0");
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

package org.pennypost.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** The grammar of commands: paths, names and parameters are read or refused, and what is read prints as what it was. */
final class SmtpGrammarFuzzTest {
    /** Entry point of Jazzer. The first byte chooses the production. */
    public static void fuzzerTestOneInput(byte[] input) throws BadSyntax {
        if (input.length == 0) {
            return;
        }
        byte[] line = java.util.Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0] & 3) {
                case 0 -> {
                    ReversePath path = new SmtpReader(line).reversePath();
                    assertThat(new SmtpReader(utf8(path.toString())).reversePath())
                            .isEqualTo(path);
                }
                case 1 -> {
                    ForwardPath path = new SmtpReader(line).forwardPath();
                    assertThat(new SmtpReader(utf8(path.toString())).forwardPath())
                            .isEqualTo(path);
                }
                case 2 -> new SmtpReader(line).clientName();
                default -> {
                    SmtpReader reader = new SmtpReader(line);
                    reader.verb();
                    reader.parameters();
                }
            }
        } catch (BadSyntax refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(SmtpGrammarFuzzTest.class, SmtpGrammarFuzzTest::fuzzerTestOneInput);
    }
}

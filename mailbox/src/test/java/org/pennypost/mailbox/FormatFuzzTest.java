package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Fuzz;

/** Stored rows of any bytes: read, or refused as damaged; what is asked for never costs more than what is there. */
final class FormatFuzzTest {
    /** Entry point of Jazzer. The first byte chooses the format. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] value = java.util.Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0] & 7) {
                case 0 -> BlockFormat.decode(value).toList();
                case 1 -> ChangeFormat.decode(1, value);
                case 2 -> ContentFormat.decode(1, value);
                case 3 -> MessageFormat.decode(1, value);
                case 4 -> RowFormat.decode(1, value);
                case 5 -> AccountState.decode(value);
                case 6 -> MailboxState.decode(1, value);
                default -> HistoryRecord.decode(value);
            }
        } catch (StoreException damaged) {
            assertThat(damaged.getMessage()).isNotBlank();
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(FormatFuzzTest.class, FormatFuzzTest::fuzzerTestOneInput);
    }
}

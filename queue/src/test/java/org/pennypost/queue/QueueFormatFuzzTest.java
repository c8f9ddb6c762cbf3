package org.pennypost.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Fuzz;

/** Rows of the queue of any bytes: refused as damaged, or read as what is written again alike. */
final class QueueFormatFuzzTest {
    private static final QueueId ID = new QueueId(17);

    /** Entry point of Jazzer. The first byte chooses the format. */
    public static void fuzzerTestOneInput(byte[] input) throws StoreException {
        if (input.length == 0) {
            return;
        }
        byte[] value = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0] & 3) {
                case 0 -> message(value);
                case 1 -> recipient(value);
                default -> history(value);
            }
        } catch (StoreException damaged) {
            assertThat(damaged.getMessage()).startsWith("the queue's row");
        }
    }

    private static void message(byte[] value) throws StoreException {
        HeldMessage message = QueueFormat.readMessage(QueueFormat.message(ID), value);
        assertThat(message.octets()).isNotNegative();
        HeldMessage again = QueueFormat.readMessage(QueueFormat.message(ID), QueueFormat.write(message));
        assertThat(again.from()).isEqualTo(message.from());
        assertThat(QueueFormat.write(again)).isEqualTo(QueueFormat.write(message));
    }

    private static void recipient(byte[] value) throws StoreException {
        HeldRecipient recipient = QueueFormat.readRecipient(QueueFormat.recipient(ID, 0), value);
        assertThat(QueueFormat.readRecipient(QueueFormat.recipient(ID, 0), QueueFormat.write(recipient)))
                .isEqualTo(recipient);
    }

    private static void history(byte[] value) throws StoreException {
        SendingHistory history = QueueFormat.readHistory(QueueFormat.history(1), value);
        history.against(new SendingLimits(1, 1, 1, 1), FakeClock.START, 1, 1);
        assertThat(QueueFormat.readHistory(QueueFormat.history(1), QueueFormat.write(history)))
                .isEqualTo(history);
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(QueueFormatFuzzTest.class, QueueFormatFuzzTest::fuzzerTestOneInput);
    }
}

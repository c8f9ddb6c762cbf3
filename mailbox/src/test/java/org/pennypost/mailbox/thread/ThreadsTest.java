package org.pennypost.mailbox.thread;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

/** RFC 5256 §3. */
final class ThreadsTest {
    private final List<ThreadMessage> messages = new ArrayList<>();

    /** Adds a message; its key is its place, its date that place in seconds unless one is given. */
    private ThreadsTest mail(String subject, String id, String... references) {
        return mailAt(messages.size() + 1, subject, id, references);
    }

    private ThreadsTest mailAt(long sent, String subject, String id, String... references) {
        BaseSubject base = BaseSubject.of(subject);
        messages.add(new ThreadMessage(
                messages.size() + 1,
                sent,
                ThreadKey.of(base.key()),
                base.reply(),
                ThreadKey.of(id),
                ThreadKey.of(List.of(references))));
        return this;
    }

    private String references() {
        return ReferencesThreads.of(messages).toString();
    }

    private String orderedSubject() {
        return OrderedSubject.of(messages).toString();
    }

    @Test
    void orderedSubjectIsTwoLevelsDeep() {
        mailAt(5, "b", "")
                .mailAt(4, "Re: a", "")
                .mailAt(3, "a", "")
                .mailAt(6, "fwd: A", "")
                .mailAt(9, "", "");
        mailAt(8, "", "");
        assertThat(orderedSubject()).isEqualTo("(3 (2)(4))(1)(6 5)");
    }

    @Test
    void noMessagesAreNoThreads() {
        assertThat(references()).isEmpty();
        assertThat(orderedSubject()).isEmpty();
    }

    @Test
    void repliesHangBelowWhatTheyAnswer() {
        mail("a", "1")
                .mail("Re: a", "2", "1")
                .mail("Re: a", "3", "1", "2")
                .mail("Re: a", "4", "1")
                .mail("b", "5");
        assertThat(references()).isEqualTo("(1 (2 3)(4))(5)");
    }

    @Test
    void aMissingMessageHoldsItsRepliesTogether() {
        mail("Re: a", "2", "1").mail("Re: a", "3", "1");
        assertThat(references()).isEqualTo("((1)(2))");
    }

    @Test
    void aMissingMessageInTheMiddleIsSkipped() {
        mail("a", "1").mail("Re: a", "4", "1", "2", "3").mail("Re: a", "5", "1", "2");
        assertThat(references()).isEqualTo("(1 (2)(3))");
    }

    @Test
    void aMissingRootWithOneChildIsNotShown() {
        mail("Re: a", "2", "1").mail("Re: a", "3", "2");
        assertThat(references()).isEqualTo("(1 2)");
    }

    @Test
    void theLastReferenceIsTheParentWhateverOthersSaid() {
        mail("a", "1")
                .mail("b", "2")
                .mail("c", "3", "1", "2")
                .mail("d", "2b", "2")
                .mail("e", "x", "3", "1");
        assertThat(references()).isEqualTo("(1 (2 (3)(4))(5))");
    }

    @Test
    void loopsAreNotClosed() {
        mail("a", "1", "2")
                .mail("b", "2", "1")
                .mail("c", "3", "3")
                .mail("d", "4", "5", "4")
                .mail("e", "5", "4", "5");
        Threads threads = ReferencesThreads.of(messages);
        assertThat(keys(threads)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void theFirstOfTwoWithOneIdHasIt() {
        mail("a", "1").mail("b", "1").mail("Re: a", "2", "1");
        assertThat(references()).isEqualTo("(1 3)(2)");
    }

    @Test
    void threadsOfOneSubjectAreJoined() {
        mail("Re: a", "1").mail("a", "2").mail("Re: A", "3");
        assertThat(references()).isEqualTo("(2 (1)(3))");
    }

    @Test
    void twoThatBothBeganAreSiblings() {
        mail("a", "1").mail("a", "2").mail("a", "3");
        assertThat(references()).isEqualTo("((1)(2)(3))");
    }

    @Test
    void twoRepliesWithoutTheirOriginalAreSiblings() {
        mail("Re: a", "1").mail("Re: a", "2");
        assertThat(references()).isEqualTo("((1)(2))");
    }

    @Test
    void missingRootsOfOneSubjectAreJoined() {
        mail("Re: a", "1", "x").mail("Re: a", "2", "x").mail("Re: a", "3", "y").mail("Re: a", "4", "y");
        mail("a", "5");
        assertThat(references()).isEqualTo("((1)(2)(3)(4)(5))");
    }

    @Test
    void noSubjectJoinsNothing() {
        mail("", "1").mail("Re:", "2").mail("", "3");
        assertThat(references()).isEqualTo("(1)(2)(3)");
    }

    @Test
    void sentDatesOrderAllLevels() {
        mailAt(9, "a", "1").mailAt(8, "x", "2", "1").mailAt(7, "y", "3", "1").mailAt(1, "z", "4");
        mailAt(8, "w", "5", "1");
        assertThat(references()).isEqualTo("(4)(1 (3)(2)(5))");
    }

    @Test
    void aThreadIsAsDeepAsItsMessagesMakeIt() {
        for (int i = 1; i <= 100_000; i++) {
            mail("s", Integer.toString(i), Integer.toString(i - 1));
        }
        Threads threads = ReferencesThreads.of(messages);
        assertThat(threads.roots()).hasSize(1);
        assertThat(threads.toString()).startsWith("(1 2 3 4 ").endsWith(" 99999 100000)");
    }

    @Test
    void aMailboxOfDuplicateSubjectsTakesNoSquareTime() {
        for (int i = 1; i <= 100_000; i++) {
            mail((i % 2 == 0 ? "Re: " : "") + "same", "");
        }
        assertThat(keys(ReferencesThreads.of(messages))).hasSize(100_000);
    }

    /** A mailbox whose messages refer to very many that are not there: no more places are made than may be, and what is there is threaded. */
    @Test
    void noMorePlacesThanMayBe() {
        mail("w", "1", "gone1").mail("x", "2", "gone1").mail("y", "3", "gone2").mail("z", "4", "gone2");
        assertThat(references()).isEqualTo("((1)(2))((3)(4))");
        assertThat(ReferencesThreads.of(messages, 1).toString()).isEqualTo("((1)(2))(3)(4)");
    }

    private static long allocatedOctets() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Threads of ten messages, whose first is not there: each message refers to that and to the one before it. */
    private static long octetsForEach(int count) {
        List<ThreadMessage> mailbox = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long first = 1_000_000_000L + i / 10;
            mailbox.add(new ThreadMessage(i + 1, i, i / 20 + 1, i % 2 == 1, i + 1, new long[] {first, Math.max(1, i)}));
        }
        long before = allocatedOctets();
        Threads threads = ReferencesThreads.of(mailbox);
        String spelled = threads.toString();
        long each = (allocatedOctets() - before) / count;
        assertThat(keys(threads)).hasSize(count);
        assertThat(spelled).isNotEmpty();
        return each;
    }

    /** All that is ever allocated, with what is let go at once, stays in proportion to the messages. */
    @Test
    void memoryIsInProportion() {
        assertThat(octetsForEach(20_000)).isLessThan(1_200);
        assertThat(octetsForEach(100_000)).isLessThan(1_200);
    }

    @Test
    @Tag("slow")
    void aMillionMessages() {
        assertThat(octetsForEach(1_000_000)).isLessThan(1_200);
    }

    /** Whatever refers to whatever: each message is there once, and what answers a message that is there hangs below it. */
    @Test
    void everyMessageIsInOnePlace() {
        Gen gen = Gen.seeded("ThreadsTest");
        for (int round = 0; round < 500; round++) {
            messages.clear();
            int count = gen.number(1, 30);
            Map<Long, Long> lastReferences = new HashMap<>();
            boolean orderly = gen.onceIn(2);
            for (int i = 1; i <= count; i++) {
                int most = orderly ? i - 1 : 35;
                String[] references =
                        gen.list(0, 4, () -> "id" + gen.number(0, most)).toArray(String[]::new);
                if (references.length > 0 && !references[references.length - 1].equals("id0")) {
                    lastReferences.put((long) i, Long.parseLong(references[references.length - 1].substring(2)));
                }
                mailAt(gen.number(1, 20), gen.oneOf(List.of("a", "Re: a", "b", "")), "id" + i, references);
            }
            Threads threads = ReferencesThreads.of(messages);
            assertThat(keys(threads)).as("%d", gen.seed()).hasSize(count).doesNotHaveDuplicates();
            if (orderly) {
                Map<Long, Long> parents = parents(threads);
                lastReferences.forEach((key, parent) -> assertThat(parents).containsEntry(key, parent));
            }
        }
    }

    private static List<Long> keys(Threads threads) {
        List<Long> keys = new ArrayList<>();
        Deque<Threads.Node> todo = new ArrayDeque<>(threads.roots());
        while (!todo.isEmpty()) {
            Threads.Node node = todo.pop();
            if (node.key() != Threads.Node.NO_MESSAGE) {
                keys.add(node.key());
            }
            todo.addAll(node.children());
        }
        return keys;
    }

    private static Map<Long, Long> parents(Threads threads) {
        Map<Long, Long> parents = new HashMap<>();
        Deque<Threads.Node> todo = new ArrayDeque<>(threads.roots());
        while (!todo.isEmpty()) {
            Threads.Node node = todo.pop();
            node.children().forEach(child -> parents.put(child.key(), node.key()));
            todo.addAll(node.children());
        }
        return parents;
    }
}

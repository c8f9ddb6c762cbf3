package org.pennypost.mailbox.thread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The algorithm ORDEREDSUBJECT of RFC 5256 §3: messages of one base subject are one thread, two levels deep. */
public final class OrderedSubject {
    private OrderedSubject() {}

    /** @param messages in the order of the mailbox, which decides between equal sent dates */
    public static Threads of(Iterable<ThreadMessage> messages) {
        List<ThreadMessage> sorted = new ArrayList<>();
        messages.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong(ThreadMessage::sentSeconds));
        Map<Long, List<Long>> bySubject = new LinkedHashMap<>();
        for (ThreadMessage message : sorted) {
            bySubject
                    .computeIfAbsent(message.subject(), _ -> new ArrayList<>(1))
                    .add(message.key());
        }
        return new Threads(
                bySubject.values().stream().map(OrderedSubject::thread).toList());
    }

    private static Threads.Node thread(List<Long> keys) {
        return new Threads.Node(
                keys.getFirst(),
                keys.stream()
                        .skip(1)
                        .map(key -> new Threads.Node(key, List.of()))
                        .toList());
    }
}

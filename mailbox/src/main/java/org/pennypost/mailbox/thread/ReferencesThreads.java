package org.pennypost.mailbox.thread;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm REFERENCES of RFC 5256 §3: messages hang below those that they answer, and threads of one subject are joined. Its six
 * steps are methods of their own here, called one after the other.
 *
 * <p>Nothing recurses: a thread may be as deep as there are messages. While links are made, messages know their parents only. A link is
 * looked at for closing a loop only where the child has children already, and where that look would go further than {@value
 * #LOOP_WALK_MAX} parents up the link is not made; only a mailbox made for it has such, and it must not cost the square of its size.
 *
 * <p>Memory: about 120 octets a message at a time beside {@link ThreadMessage}s, and 80 for each message that is referred to and not there: what one step needs alone
 * goes before the next, as a mailbox of a million else fills the heap, and the collector takes half of the time; places are made for {@value
 * #MISSING_MAX} of these, references to others are passed over.
 */
public final class ReferencesThreads {
    static final int LOOP_WALK_MAX = 1_000;

    /** The most places of messages that are not there. */
    public static final int MISSING_MAX = 1_000_000;

    private static final long[] NO_REFERENCES = {};
    private static final Comparator<Container> BY_SENT_DATE =
            Comparator.comparingLong((Container each) -> each.sent).thenComparingInt(each -> each.order);

    private final List<Container> all;
    private final int missingMax;
    private int missing;

    private ReferencesThreads(int messages, int missingMax) {
        this.all = new ArrayList<>(messages);
        this.missingMax = missingMax;
    }

    /** @param messages in the order of the mailbox, which decides between equal sent dates */
    public static Threads of(List<ThreadMessage> messages) {
        return of(messages, MISSING_MAX);
    }

    /** @param missingMax in the place of {@link #MISSING_MAX} */
    static Threads of(List<ThreadMessage> messages, int missingMax) {
        List<Container> roots = prune(linked(messages, missingMax));
        sortTop(roots);
        roots = joinBySubject(roots);
        sortAll(roots);
        return finish(roots);
    }

    /** Steps 1 and 2. */
    private static List<Container> linked(List<ThreadMessage> messages, int missingMax) {
        ReferencesThreads threads = new ReferencesThreads(messages.size(), missingMax);
        threads.link(messages);
        return threads.gather();
    }

    /** A message, or the place of one that is referred to and not there. */
    private static final class Container {
        private final @Nullable ThreadMessage message;
        private @Nullable Container parent;
        private int linkedChildren;
        /** Most messages have none, and then this is a list for all of them. */
        private List<Container> children = List.of();

        /** Whether it is no root any more once threads of one subject are joined. */
        private boolean joined;

        /** For a dummy those of its first child, once its children are sorted. */
        private long sent;

        private int order;
        private Threads.@Nullable Node finished;

        Container(@Nullable ThreadMessage message, int order) {
            this.message = message;
            this.order = order;
            this.sent = message == null ? 0 : message.sentSeconds();
        }

        boolean isDummy() {
            return message == null;
        }

        void add(Container child) {
            if (children.isEmpty()) {
                children = new ArrayList<>(1);
            }
            children.add(child);
        }

        boolean isReply() {
            return message != null && message.reply();
        }

        /** Step 5.B.i. */
        long subject() {
            ThreadMessage first = message == null ? children.getFirst().message : message;
            return first == null ? ThreadKey.NONE : first.subject();
        }

        void sortChildren() {
            if (children.size() > 1) {
                children.sort(BY_SENT_DATE);
            }
            if (isDummy()) {
                sent = children.getFirst().sent;
                order = children.getFirst().order;
            }
        }
    }

    /** Finds by a {@link ThreadKey}, in two arrays: a map of objects takes five times as much. */
    private static final class Table {
        private final long[] keys;
        private final @Nullable Container[] found;

        /** @param keys all that will ever be asked for, in any order; the table's from now on */
        Table(long[] keys) {
            Arrays.sort(keys);
            this.keys = keys;
            this.found = new Container[keys.length];
        }

        private int place(long key) {
            // Of equal keys always the first one, which Arrays.binarySearch does not promise.
            int low = 0;
            int high = keys.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (keys[middle] < key) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        @Nullable
        Container get(long key) {
            return found[place(key)];
        }

        void put(long key, Container container) {
            found[place(key)] = container;
        }
    }

    private static Table byId(List<ThreadMessage> messages) {
        int count = messages.size();
        for (ThreadMessage message : messages) {
            count = Math.addExact(count, message.references().length);
        }
        long[] ids = new long[count];
        int at = 0;
        for (ThreadMessage message : messages) {
            ids[at++] = message.messageId();
            for (long id : message.references()) {
                ids[at++] = id;
            }
        }
        return new Table(ids);
    }

    /** Step 1. */
    private void link(List<ThreadMessage> messages) {
        Table byId = byId(messages);
        for (ThreadMessage message : messages) {
            Container here = new Container(message, all.size());
            all.add(here);
            if (message.messageId() != ThreadKey.NONE && byId.get(message.messageId()) == null) {
                byId.put(message.messageId(), here);
            }
        }
        // Behind the messages come the places of those that are not there.
        for (int i = 0; i < messages.size(); i++) {
            Container here = all.get(i);
            Container last = null;
            long[] references = here.message == null ? NO_REFERENCES : here.message.references();
            for (long id : references) {
                Container referred = byId.get(id);
                if (referred == null) {
                    if (missing == missingMax) {
                        continue;
                    }
                    referred = dummy();
                    byId.put(id, referred);
                }
                if (last != null && referred.parent == null) {
                    hang(referred, last);
                }
                last = referred;
            }
            unhang(here);
            if (last != null) {
                hang(here, last);
            }
        }
    }

    private Container dummy() {
        missing++;
        Container made = new Container(null, Integer.MAX_VALUE);
        all.add(made);
        return made;
    }

    /** Makes {@code child} a child of {@code parent} unless that closes a loop. */
    private static void hang(Container child, Container parent) {
        if (child != parent && (child.linkedChildren == 0 || !isBelow(parent, child))) {
            child.parent = parent;
            parent.linkedChildren++;
        }
    }

    private static void unhang(Container child) {
        if (child.parent != null) {
            child.parent.linkedChildren--;
            child.parent = null;
        }
    }

    private static boolean isBelow(Container container, Container above) {
        int steps = 0;
        for (Container each = container; each != null; each = each.parent) {
            if (each == above || ++steps > LOOP_WALK_MAX) {
                return true;
            }
        }
        return false;
    }

    /** Step 2. */
    private List<Container> gather() {
        List<Container> roots = new ArrayList<>();
        for (Container each : all) {
            if (each.parent == null) {
                roots.add(each);
            } else {
                each.parent.add(each);
            }
        }
        return roots;
    }

    /** Step 3. */
    private static List<Container> prune(List<Container> roots) {
        for (Container each : deepestFirst(roots)) {
            if (hasDummy(each.children)) {
                List<Container> kept = new ArrayList<>();
                for (Container child : each.children) {
                    if (child.isDummy()) {
                        kept.addAll(child.children);
                    } else {
                        kept.add(child);
                    }
                }
                each.children = kept;
            }
        }
        List<Container> kept = new ArrayList<>();
        for (Container root : roots) {
            if (!root.isDummy() || root.children.size() > 1) {
                kept.add(root);
            } else {
                kept.addAll(root.children);
            }
        }
        return kept;
    }

    private static boolean hasDummy(List<Container> children) {
        for (Container child : children) {
            if (child.isDummy()) {
                return true;
            }
        }
        return false;
    }

    /** Step 4. */
    private static void sortTop(List<Container> roots) {
        roots.stream().filter(Container::isDummy).forEach(Container::sortChildren);
        roots.sort(BY_SENT_DATE);
    }

    /** Step 5. */
    private static List<Container> joinBySubject(List<Container> roots) {
        Table table = new Table(roots.stream().mapToLong(Container::subject).toArray());
        for (Container root : roots) {
            long subject = root.subject();
            if (subject != ThreadKey.NONE) {
                Container there = table.get(subject);
                if (there == null || replaces(root, there)) {
                    table.put(subject, root);
                }
            }
        }
        List<Container> together = new ArrayList<>();
        for (Container here : roots) {
            long subject = here.subject();
            Container there = table.get(subject);
            if (there == null || there == here) {
                continue;
            }
            here.joined = true;
            if (there.isDummy() && here.isDummy()) {
                here.children.forEach(there::add);
            } else if (there.isDummy() || (here.isReply() && !there.isReply())) {
                there.add(here);
            } else {
                Container both = new Container(null, Integer.MAX_VALUE);
                both.add(there);
                both.add(here);
                there.joined = true;
                together.add(both);
                table.put(subject, both);
            }
        }
        List<Container> kept = new ArrayList<>(roots.size());
        for (Container root : roots) {
            if (!root.joined) {
                kept.add(root);
            }
        }
        kept.addAll(together);
        return kept;
    }

    /** Step 5.B.iv. */
    private static boolean replaces(Container here, Container there) {
        return !there.isDummy() && (here.isDummy() || (there.isReply() && !here.isReply()));
    }

    /** Step 6. */
    private static void sortAll(List<Container> roots) {
        for (Container each : deepestFirst(roots)) {
            each.sortChildren();
        }
        roots.sort(BY_SENT_DATE);
    }

    private static List<Container> deepestFirst(List<Container> roots) {
        List<Container> each = new ArrayList<>(roots);
        for (int i = 0; i < each.size(); i++) {
            each.addAll(each.get(i).children);
        }
        return each.reversed();
    }

    private static Threads finish(List<Container> roots) {
        for (Container each : deepestFirst(roots)) {
            each.finished = new Threads.Node(
                    each.message == null ? Threads.Node.NO_MESSAGE : each.message.key(), finished(each.children));
        }
        return new Threads(finished(roots));
    }

    private static List<Threads.Node> finished(List<Container> containers) {
        if (containers.isEmpty()) {
            return List.of();
        }
        List<Threads.Node> nodes = new ArrayList<>(containers.size());
        for (Container each : containers) {
            if (each.finished == null) {
                throw new IllegalStateException("a thread is made before its replies");
            }
            nodes.add(each.finished);
        }
        return nodes;
    }
}

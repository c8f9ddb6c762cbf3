package org.pennypost.mailbox.thread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm REFERENCES of RFC 5256 §3: messages hang below those that they answer, and threads of one subject are joined. Its six
 * steps are methods of their own here, called one after the other.
 *
 * <p>Nothing recurses: a thread may be as deep as there are messages. While links are made, messages know their parents only. A link is
 * looked at for closing a loop only where the child has children already, and where that look would go further than {@value
 * #LOOP_WALK_MAX} parents up the link is not made; only a mailbox made for it has such, and it must not cost the square of its size.
 *
 * <p>Memory: about 300 octets a message beside {@link ThreadMessage}s, and 180 for each message that is referred to and not there; places are made for {@value
 * #MISSING_MAX} of these, references to others are passed over.
 */
public final class ReferencesThreads {
    static final int LOOP_WALK_MAX = 1_000;

    /** The most places of messages that are not there. */
    public static final int MISSING_MAX = 1_000_000;

    private static final long[] NO_REFERENCES = {};
    private static final Comparator<Container> BY_SENT_DATE =
            Comparator.comparingLong((Container each) -> each.sent).thenComparingInt(each -> each.order);

    private final Map<Long, Container> byId = new HashMap<>();
    private final List<Container> all = new ArrayList<>();

    private final int missingMax;
    private int missing;

    private ReferencesThreads(int missingMax) {
        this.missingMax = missingMax;
    }

    /** @param messages in the order of the mailbox, which decides between equal sent dates */
    public static Threads of(Iterable<ThreadMessage> messages) {
        return of(messages, MISSING_MAX);
    }

    /** @param missingMax in the place of {@link #MISSING_MAX} */
    static Threads of(Iterable<ThreadMessage> messages, int missingMax) {
        ReferencesThreads threads = new ReferencesThreads(missingMax);
        threads.link(messages);
        List<Container> roots = prune(threads.gather());
        sortTop(roots);
        roots = joinBySubject(roots);
        sortAll(roots);
        return finish(roots);
    }

    /** A message, or the place of one that is referred to and not there. */
    private static final class Container {
        private final @Nullable ThreadMessage message;
        private @Nullable Container parent;
        private int linkedChildren;
        private List<Container> children = new ArrayList<>(0);
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

        boolean isReply() {
            return message != null && message.reply();
        }

        /** Step 5.B.i. */
        long subject() {
            ThreadMessage first = message == null ? children.getFirst().message : message;
            return first == null ? ThreadKey.NONE : first.subject();
        }

        void sortChildren() {
            children.sort(BY_SENT_DATE);
            if (isDummy()) {
                sent = children.getFirst().sent;
                order = children.getFirst().order;
            }
        }
    }

    /** Step 1. */
    private void link(Iterable<ThreadMessage> messages) {
        for (ThreadMessage message : messages) {
            Container here = new Container(message, all.size());
            all.add(here);
            if (message.messageId() != ThreadKey.NONE) {
                byId.putIfAbsent(message.messageId(), here);
            }
        }
        for (Container here : List.copyOf(all)) {
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
            (each.parent == null ? roots : each.parent.children).add(each);
        }
        return roots;
    }

    /** Step 3. */
    private static List<Container> prune(List<Container> roots) {
        for (Container each : deepestFirst(roots)) {
            if (each.children.stream().anyMatch(Container::isDummy)) {
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

    /** Step 4. */
    private static void sortTop(List<Container> roots) {
        roots.stream().filter(Container::isDummy).forEach(Container::sortChildren);
        roots.sort(BY_SENT_DATE);
    }

    /** Step 5. */
    private static List<Container> joinBySubject(List<Container> roots) {
        Map<Long, Container> table = new LinkedHashMap<>();
        for (Container root : roots) {
            long subject = root.subject();
            if (subject != ThreadKey.NONE) {
                table.merge(subject, root, (there, here) -> replaces(here, there) ? here : there);
            }
        }
        Set<Container> kept = new LinkedHashSet<>(roots);
        for (Container here : roots) {
            long subject = here.subject();
            Container there = table.get(subject);
            if (there == null || there == here) {
                continue;
            }
            kept.remove(here);
            if (there.isDummy() && here.isDummy()) {
                there.children.addAll(here.children);
            } else if (there.isDummy() || (here.isReply() && !there.isReply())) {
                there.children.add(here);
            } else {
                Container both = new Container(null, Integer.MAX_VALUE);
                both.children.add(there);
                both.children.add(here);
                kept.remove(there);
                kept.add(both);
                table.put(subject, both);
            }
        }
        return new ArrayList<>(kept);
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

package org.pennypost.mailbox.thread;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Messages as trees of replies.
 *
 * @param roots the threads, in the order of their first messages' sent dates
 */
public record Threads(List<Node> roots) {
    public Threads {
        roots = List.copyOf(roots);
    }

    /**
     * A message with its replies. Threads may be many thousand messages deep: do not recurse.
     *
     * @param key of the message; {@link #NO_MESSAGE} for the parent that siblings at the top have when it is not among the messages
     * @param children in the order of their sent dates
     */
    public record Node(long key, List<Node> children) {
        /** The key of no message. */
        public static final long NO_MESSAGE = -1;

        public Node {
            children = List.copyOf(children);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Node node && new Threads(List.of(this)).equals(new Threads(List.of(node)));
        }

        @Override
        public int hashCode() {
            return Long.hashCode(key);
        }

        @Override
        public String toString() {
            return new Threads(List.of(this)).toString();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Threads threads && toString().equals(threads.toString());
    }

    @Override
    public int hashCode() {
        return roots.hashCode();
    }

    /** The keys as RFC 5256 §5 spells {@code thread-list}: {@code (1)(2 3 (4)(5 6))((7)(8))}. Empty without threads. */
    @Override
    public String toString() {
        StringBuilder spelled = new StringBuilder();
        Deque<Object> todo = new ArrayDeque<>();
        for (Node root : roots) {
            pushLists(todo, List.of(root));
            while (!todo.isEmpty()) {
                switch (todo.pop()) {
                    case Node node -> spell(node, spelled, todo);
                    case Object bracket -> spelled.append(bracket);
                }
            }
        }
        return spelled.toString();
    }

    private static void spell(Node node, StringBuilder spelled, Deque<Object> todo) {
        boolean dummy = node.key() == Node.NO_MESSAGE;
        if (!dummy) {
            spelled.append(node.key());
        }
        List<Node> children = node.children();
        if (!dummy && !children.isEmpty()) {
            spelled.append(' ');
        }
        if (!dummy && children.size() == 1) {
            todo.push(children.getFirst());
        } else {
            pushLists(todo, children);
        }
    }

    private static void pushLists(Deque<Object> todo, List<Node> nodes) {
        for (Node node : nodes.reversed()) {
            todo.push(')');
            todo.push(node);
            todo.push('(');
        }
    }
}

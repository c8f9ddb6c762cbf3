package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;

/**
 * Goes through the mailboxes whose names somebody asks for, each before those below it, and those beside each other in the order of
 * their names' octets. Reads in proportion to what is asked for and what lies on the way to it, not to the account; holds one page. Belongs to one
 * thread.
 *
 * <p>Life: made by {@link Account#mailboxes(NameScope)}; {@link #next} until it is empty. A page is what was there at one instant, the next one is
 * later: of mailboxes that are made, renamed or deleted meanwhile, some may be told twice or not at all.
 */
public final class MailboxWalk {
    /** So many names are looked at in one snapshot, which is not held for long. */
    static final int PAGE_NAMES = 1_000;

    /** So many names are read at a time of those that lie below one mailbox. */
    private static final int CHILDREN_TOGETHER = 250;

    private final Account account;
    private final NameScope scope;
    private final String prefix;

    /** The last name that was looked at; null at the beginning. */
    private @Nullable MailboxName reached;

    private boolean ended;

    /**
     * A mailbox on the way.
     *
     * @param children whether there are mailboxes below it
     */
    public record Step(Mailbox mailbox, boolean children) {}

    MailboxWalk(Account account, NameScope scope) {
        this.account = account;
        this.scope = scope;
        this.prefix = scope.prefix();
        this.ended = prefix.getBytes(StandardCharsets.UTF_8).length > MailboxName.OCTETS_MAX;
    }

    /** The next mailboxes, at most {@value #PAGE_NAMES}; empty when there are no more. */
    public List<Step> next() throws StoreException {
        List<Step> steps = List.of();
        while (steps.isEmpty() && !ended) {
            // A page that is full says that it is not; where there is no account, there is none.
            ended = true;
            steps = account.live(List.of(), now -> new Page(now).steps());
        }
        return steps;
    }

    /** What is read in one snapshot: the way to where the last one ended, and on from there. */
    private final class Page {
        private final Snapshot now;
        private final Deque<Level> levels = new ArrayDeque<>();

        Page(Snapshot now) {
            this.now = now;
        }

        List<Step> steps() throws StoreException {
            begin();
            List<Step> steps = new ArrayList<>();
            int looked = 0;
            while (!levels.isEmpty()) {
                if (looked++ == PAGE_NAMES) {
                    ended = false;
                    return steps;
                }
                Level level = levels.element();
                Optional<Entry> child = level.next();
                if (child.isPresent()) {
                    look(level, child.get(), steps);
                } else {
                    levels.remove();
                }
            }
            return steps;
        }

        /** Behind the name that was reached, on every level; where a mailbox above it is gone, what was below it is gone too. */
        private void begin() throws StoreException {
            if (reached == null) {
                levels.push(new Level(MailboxTree.TOP, List.of()));
                return;
            }
            List<String> parts = reached.parts();
            long parent = MailboxTree.TOP;
            for (int i = 0; i < parts.size(); i++) {
                Level level = new Level(parent, parts.subList(0, i));
                level.goBehind(parts.get(i));
                levels.push(level);
                Optional<Long> next = MailboxTree.child(now, parent, parts.get(i));
                if (next.isEmpty()) {
                    return;
                }
                parent = next.get();
            }
            if (scope.reachesBelow(reached)) {
                levels.push(new Level(parent, parts));
            }
        }

        private void look(Level level, Entry child, List<Step> steps) throws StoreException {
            List<String> parts = new ArrayList<>(level.above);
            parts.add(child.key().textAt(5));
            MailboxName name = new MailboxName(parts);
            reached = name;
            long id = new Unpacker("a mailbox's name", child.value().bytes()).number();
            boolean wanted = scope.matches(name);
            boolean children = false;
            if (scope.reachesBelow(name)) {
                Level below = new Level(id, name.parts());
                children = below.hasNext();
                levels.push(below);
            } else if (wanted) {
                children = MailboxTree.hasChildren(now, id);
            }
            if (wanted) {
                steps.add(new Step(MailboxTree.named(now, id, name), children));
            }
        }

        /** The names below one mailbox that may begin as the scope's do. */
        private final class Level {
            private final long parent;
            private final List<String> above;
            private final Key end;
            private Key from;
            private List<Entry> read = List.of();
            private int at;
            private boolean more = true;

            Level(long parent, List<String> above) {
                this.parent = parent;
                this.above = List.copyOf(above);
                String way = above.isEmpty() ? "" : String.join("/", above) + MailboxName.SEPARATOR;
                String rest = prefix.startsWith(way) ? prefix.substring(way.length()) : "";
                int separator = rest.indexOf(MailboxName.SEPARATOR);
                from = Keys.name(parent, separator < 0 ? rest : rest.substring(0, separator));
                end = separator < 0 ? from.afterPrefix() : RowTable.after(from);
            }

            void goBehind(String leaf) {
                Key behind = RowTable.after(Keys.name(parent, leaf));
                if (behind.compareTo(from) > 0) {
                    from = behind;
                }
                more = from.compareTo(end) < 0;
            }

            boolean hasNext() throws StoreException {
                if (at == read.size() && more) {
                    read = now.range(from, end, CHILDREN_TOGETHER, false);
                    at = 0;
                    more = read.size() == CHILDREN_TOGETHER;
                    from = more ? RowTable.after(read.getLast().key()) : end;
                }
                return at < read.size();
            }

            Optional<Entry> next() throws StoreException {
                return hasNext() ? Optional.of(read.get(at++)) : Optional.empty();
            }
        }
    }
}

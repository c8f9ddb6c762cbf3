package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * The mailboxes' names as a tree. A mailbox knows its parent and the last part of its name, so renaming one with everything below
 * it changes one record, whatever hangs below. Every name on the way to a mailbox is a mailbox itself: there is no
 * {@code \Noselect}.
 */
final class MailboxTree {
    private static final int PAGE = 1_000;
    static final long TOP = 0;

    private MailboxTree() {}

    /** The mailboxes that every new account has. */
    static void furnish(Plan plan) throws StoreException {
        addFirst(plan, "INBOX", Set.of());
        addFirst(plan, "Drafts", Set.of(Role.DRAFTS));
        addFirst(plan, "Sent", Set.of(Role.SENT));
        addFirst(plan, "Junk", Set.of(Role.JUNK));
        addFirst(plan, "Trash", Set.of(Role.TRASH));
        addFirst(plan, "Archive", Set.of(Role.ARCHIVE));
    }

    private static void addFirst(Plan plan, String name, Set<Role> roles) throws StoreException {
        MailboxState made = add(plan, TOP, name);
        give(plan, made, roles);
        plan.batch().put(Keys.subscription(MailboxName.of(name)), empty());
        plan.treeToChange().subscriptions++;
    }

    private static MailboxState add(Plan plan, long parent, String leaf) throws StoreException {
        MailboxState mailbox = plan.create(parent, leaf);
        putName(plan, mailbox);
        return mailbox;
    }

    private static void give(Plan plan, MailboxState mailbox, Set<Role> roles) throws StoreException {
        mailbox.roles.addAll(roles);
        for (Role role : roles) {
            plan.treeToChange().holders.put(role, mailbox.id);
        }
    }

    private static void putName(Plan plan, MailboxState mailbox) {
        plan.batch()
                .put(
                        Keys.name(mailbox.parent, mailbox.leaf),
                        new Packer(5).number(mailbox.id).toBytes());
    }

    private static byte[] empty() {
        return new byte[] {1};
    }

    /** The number of the mailbox of this name. */
    static Optional<Long> find(Snapshot now, MailboxName name) throws StoreException {
        long at = TOP;
        for (String part : name.parts()) {
            Optional<Long> next = child(now, at, part);
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    static Optional<Long> child(Snapshot now, long parent, String part) throws StoreException {
        Optional<Versioned> value = now.get(Keys.name(parent, part));
        return value.isPresent()
                ? Optional.of(new Unpacker("the name " + part, value.get().bytes()).number())
                : Optional.empty();
    }

    /** Makes the mailbox and those above it that are missing. A role that another mailbox has passes to this one. */
    static MailboxResult create(Plan plan, MailboxName name, Set<Role> roles) throws StoreException {
        Optional<Role> unfit = roles.stream().filter(Role::showsOthers).findFirst();
        if (unfit.isPresent()) {
            return new MailboxResult.UnfitRole(unfit.get());
        }
        Optional<Long> there = find(plan.now(), name);
        if (there.isPresent()) {
            return new MailboxResult.AlreadyExists(new MailboxId(there.get()));
        }
        if (!mayMake(plan, missing(plan.now(), name))) {
            return new MailboxResult.TooMany(plan.settings().mailboxesMax());
        }
        takeAway(plan, roles);
        MailboxState made = add(plan, superior(plan, name), name.leaf());
        give(plan, made, roles);
        return new MailboxResult.Done(made.mailboxId());
    }

    /** No mailbox has these roles any more. */
    private static void takeAway(Plan plan, Set<Role> roles) throws StoreException {
        Set<Long> holders = new TreeSet<>();
        for (Role role : roles) {
            Long holder = plan.tree().holders.get(role);
            if (holder != null) {
                holders.add(holder);
            }
        }
        for (long each : holders) {
            MailboxState holder = plan.mailbox(each)
                    .orElseThrow(() -> new StoreException("mailbox " + each + " has a role and is not there"));
            holder.roles.removeAll(roles);
            plan.changed(holder);
            plan.changes().changed(holder.mailboxId());
        }
    }

    /** How many mailboxes have to be made so that one has this name. */
    private static int missing(Snapshot now, MailboxName name) throws StoreException {
        long at = TOP;
        for (int there = 0; there < name.parts().size(); there++) {
            Optional<Long> next = child(now, at, name.parts().get(there));
            if (next.isEmpty()) {
                return name.parts().size() - there;
            }
            at = next.get();
        }
        return 0;
    }

    private static boolean mayMake(Plan plan, int count) throws StoreException {
        return count == 0 || plan.tree().mailboxes + count <= plan.settings().mailboxesMax();
    }

    /** The mailbox above this name, made where it is missing (RFC 9051 §6.3.4: a server SHOULD). */
    private static long superior(Plan plan, MailboxName name) throws StoreException {
        long at = TOP;
        boolean made = false;
        for (String part : name.parts().subList(0, name.parts().size() - 1)) {
            Optional<Long> next = made ? Optional.empty() : child(plan.now(), at, part);
            made = next.isEmpty();
            at = made ? add(plan, at, part).id : next.get();
        }
        return at;
    }

    /** Renames a mailbox other than INBOX, with what is below it (RFC 9051 §6.3.6). */
    static MailboxResult rename(Plan plan, MailboxName from, MailboxName to) throws StoreException {
        Optional<Long> id = find(plan.now(), from);
        if (id.isEmpty()) {
            return new MailboxResult.Missing(from);
        }
        Optional<Long> there = find(plan.now(), to);
        if (there.isPresent()) {
            return new MailboxResult.AlreadyExists(new MailboxId(there.get()));
        }
        if (to.isWithin(from)) {
            return new MailboxResult.Refused("A mailbox cannot be moved below itself");
        }
        boolean longer = to.parts().size() > from.parts().size()
                || MailboxName.octets(to.parts()) > MailboxName.octets(from.parts());
        if (longer && !fits(plan.now(), id.get(), to)) {
            return new MailboxResult.Refused("The names of the mailboxes below it would become too long or too deep");
        }
        // The mailbox itself is there already, only under another name.
        if (!mayMake(plan, missing(plan.now(), to) - 1)) {
            return new MailboxResult.TooMany(plan.settings().mailboxesMax());
        }
        MailboxState mailbox = plan.mailbox(id.get())
                .orElseThrow(() -> new StoreException("the name " + from + " leads to no mailbox"));
        plan.batch().delete(Keys.name(mailbox.parent, mailbox.leaf));
        mailbox.parent = superior(plan, to);
        mailbox.leaf = to.leaf();
        putName(plan, mailbox);
        plan.changed(mailbox);
        plan.changes().changed(mailbox.mailboxId());
        return new MailboxResult.Done(mailbox.mailboxId());
    }

    /** Whether the names below the mailbox are within their limits once it is called {@code name}. */
    private static boolean fits(Snapshot now, long mailbox, MailboxName name) throws StoreException {
        record Node(long id, int depth, int octets) {}
        Deque<Node> left = new ArrayDeque<>();
        left.add(new Node(mailbox, name.parts().size(), MailboxName.octets(name.parts())));
        for (Node node = left.poll(); node != null; node = left.poll()) {
            if (node.depth > MailboxName.DEPTH_MAX || node.octets > MailboxName.OCTETS_MAX) {
                return false;
            }
            Key end = Keys.children(node.id).afterPrefix();
            Key from = Keys.children(node.id);
            List<Entry> page;
            do {
                page = now.range(from, end, PAGE, false);
                for (Entry child : page) {
                    int octets = 1 + child.key().textAt(5).getBytes(StandardCharsets.UTF_8).length;
                    long id = new Unpacker("a mailbox's name", child.value().bytes()).number();
                    left.add(new Node(id, node.depth + 1, node.octets + octets));
                    from = RowTable.after(child.key());
                }
            } while (page.size() == PAGE);
        }
        return true;
    }

    /** Takes the mailbox out of sight; {@link Emptying} then drains it. */
    static MailboxResult delete(Plan plan, MailboxName name) throws StoreException {
        Optional<Long> id = find(plan.now(), name);
        if (id.isEmpty()) {
            return new MailboxResult.Missing(name);
        }
        MailboxId mailboxId = new MailboxId(id.get());
        if (name.isInbox()) {
            return new MailboxResult.Refused("INBOX cannot be deleted (RFC 9051 §6.3.5)");
        }
        if (hasChildren(plan.now(), id.get())) {
            return new MailboxResult.HasChildren(mailboxId);
        }
        MailboxState mailbox = plan.mailbox(id.get())
                .orElseThrow(() -> new StoreException("the name " + name + " leads to no mailbox"));
        plan.batch().delete(Keys.name(mailbox.parent, mailbox.leaf));
        plan.batch().delete(Keys.mailbox(mailbox.id));
        plan.batch().put(Keys.deleted(mailbox.id), mailbox.encode());
        plan.account().octets -= mailbox.octets;
        plan.account().messages -= mailbox.messages;
        plan.treeToChange().mailboxes--;
        plan.tree().holders.keySet().removeAll(mailbox.roles);
        plan.gone(mailbox);
        plan.changes().deleted(mailboxId);
        return new MailboxResult.Done(mailboxId);
    }

    /** Subscriptions are names, there or not (RFC 9051 §6.3.7). */
    static SubscriptionResult subscribe(Plan plan, MailboxName name, boolean wanted) throws StoreException {
        Key key = Keys.subscription(name);
        if (plan.now().get(key).isPresent() == wanted) {
            return new SubscriptionResult.Done();
        }
        int most = plan.settings().mailboxesMax();
        if (wanted && plan.tree().subscriptions >= most) {
            return new SubscriptionResult.TooMany(most);
        }
        if (wanted) {
            plan.batch().put(key, empty());
            plan.treeToChange().subscriptions++;
        } else {
            plan.batch().delete(key);
            plan.treeToChange().subscriptions--;
        }
        Optional<Long> mailbox = find(plan.now(), name);
        if (mailbox.isPresent()) {
            plan.changes().changed(new MailboxId(mailbox.get()));
        }
        return new SubscriptionResult.Done();
    }

    /** The mailboxes that are for something, by name. */
    static List<Mailbox> withRoles(Snapshot now) throws StoreException {
        List<Mailbox> mailboxes = new ArrayList<>();
        for (long id : new TreeSet<>(TreeState.read(now).holders.values())) {
            one(now, id).ifPresent(mailboxes::add);
        }
        mailboxes.sort((a, b) -> a.name().compareTo(b.name()));
        return mailboxes;
    }

    static Set<MailboxName> subscriptions(Snapshot now) throws StoreException {
        Set<MailboxName> names = new HashSet<>();
        for (Entry entry : rows(now, Keys.SUBSCRIPTIONS)) {
            names.add(MailboxName.of(entry.key().textAt(1)));
        }
        return names;
    }

    /** Every mailbox with its name, in the names' order. */
    static List<Mailbox> list(Snapshot now) throws StoreException {
        Map<Long, MailboxState> states = new HashMap<>();
        all(now).forEach(state -> states.put(state.id, state));
        Set<MailboxName> subscribed = subscriptions(now);
        Map<Long, MailboxName> names = new HashMap<>();
        List<Mailbox> mailboxes = new ArrayList<>();
        for (MailboxState state : states.values()) {
            MailboxName name = name(state.id, states, names, 0);
            mailboxes.add(mailbox(state, name, subscribed.contains(name)));
        }
        mailboxes.sort((a, b) -> a.name().compareTo(b.name()));
        return mailboxes;
    }

    private static MailboxName name(long id, Map<Long, MailboxState> states, Map<Long, MailboxName> known, int depth)
            throws StoreException {
        MailboxName name = known.get(id);
        if (name != null) {
            return name;
        }
        MailboxState state = states.get(id);
        if (state == null || depth > MailboxName.DEPTH_MAX) {
            throw new StoreException("mailbox " + id + " has lost a mailbox above it");
        }
        List<String> parts = new ArrayList<>();
        if (state.parent != TOP) {
            parts.addAll(name(state.parent, states, known, depth + 1).parts());
        }
        parts.add(state.leaf);
        name = new MailboxName(parts);
        known.put(id, name);
        return name;
    }

    /** One mailbox with its name. */
    static Optional<Mailbox> one(Snapshot now, long id) throws StoreException {
        Map<Long, MailboxState> states = new HashMap<>();
        for (long at = id; at != TOP && states.size() <= MailboxName.DEPTH_MAX; ) {
            Optional<Versioned> value = now.get(Keys.mailbox(at));
            if (value.isEmpty()) {
                break;
            }
            MailboxState state = MailboxState.decode(at, value.get().bytes());
            states.put(at, state);
            at = state.parent;
        }
        MailboxState state = states.get(id);
        if (state == null) {
            return Optional.empty();
        }
        MailboxName name = name(id, states, new HashMap<>(), 0);
        return Optional.of(mailbox(state, name, now.get(Keys.subscription(name)).isPresent()));
    }

    /** The mailbox of this number, whose name is known. */
    static Mailbox named(Snapshot now, long id, MailboxName name) throws StoreException {
        Versioned value = now.get(Keys.mailbox(id))
                .orElseThrow(() -> new StoreException("the name " + name + " leads to no mailbox"));
        return mailbox(
                MailboxState.decode(id, value.bytes()),
                name,
                now.get(Keys.subscription(name)).isPresent());
    }

    /** Whether there are mailboxes below this one. */
    static boolean hasChildren(Snapshot now, long id) throws StoreException {
        Key children = Keys.children(id);
        return !now.range(children, children.afterPrefix(), 1, false).isEmpty();
    }

    private static Mailbox mailbox(MailboxState state, MailboxName name, boolean subscribed) {
        return new Mailbox(
                state.mailboxId(),
                name,
                state.roles,
                subscribed,
                new UidValidity(state.uidValidity),
                state.uidNext,
                state.messages,
                state.unseen,
                state.deleted,
                state.octets,
                new ModSeq(state.highestModSeq));
    }

    static List<MailboxState> all(Snapshot now) throws StoreException {
        List<MailboxState> all = new ArrayList<>();
        for (Entry entry : rows(now, Keys.MAILBOXES)) {
            all.add(MailboxState.decode(entry.key().u32At(1), entry.value().bytes()));
        }
        return all;
    }

    /** Every row of a table. */
    static List<Entry> rows(Snapshot now, Key table) throws StoreException {
        List<Entry> rows = new ArrayList<>();
        Key from = table;
        List<Entry> page;
        do {
            page = now.range(from, table.afterPrefix(), PAGE, false);
            rows.addAll(page);
            from = page.isEmpty() ? from : RowTable.after(page.getLast().key());
        } while (page.size() == PAGE);
        return rows;
    }
}

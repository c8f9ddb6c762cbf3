package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.commands.ListOptions.Selection;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Mailbox;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.MailboxWalk;
import org.pennypost.mailbox.NameScope;
import org.pennypost.mailbox.SubscriptionWalk;

/** Finds the names that a LIST is about, by the principles of RFC 5258 §3.3 and the table of §3.5. */
final class MailboxListing {
    private final ListOptions options;
    private final NameScope patterns;
    private final List<Mailbox> mailboxes;
    private final Set<MailboxName> subscriptions;

    /**
     * A name that is told.
     *
     * @param mailbox null if there is no such mailbox
     * @param children whether there are mailboxes below it
     * @param selected whether it satisfies the selection, and is not told for the sake of others below it alone
     * @param childInfo whether one below it satisfies the selection; false unless that was asked for
     */
    record Line(
            MailboxName name,
            @Nullable Mailbox mailbox,
            boolean subscribed,
            boolean children,
            boolean selected,
            boolean childInfo) {}

    /** What is known of those below a name that satisfy the selection. */
    private static final class Below {
        private boolean some;
        private boolean someUnmatched;
    }

    private MailboxListing(
            ListOptions options, NameScope patterns, List<Mailbox> mailboxes, Set<MailboxName> subscriptions) {
        this.options = options;
        this.patterns = patterns;
        this.mailboxes = mailboxes;
        this.subscriptions = subscriptions;
    }

    /** Takes the names that are told. */
    @FunctionalInterface
    interface Teller {
        void tell(Line line) throws IOException;
    }

    /**
     * Tells the names, reading what the patterns reach and no more. RECURSIVEMATCH alone looks at all, and holds them: what is told of a name depends
     * on those below it, matched or not.
     */
    static void tell(Account account, ListOptions options, NameScope patterns, Teller out) throws IOException {
        if (options.isRecursive()) {
            Set<MailboxName> subscriptions =
                    options.selection().contains(Selection.SUBSCRIBED) ? account.subscriptions() : Set.of();
            for (Line line : new MailboxListing(options, patterns, account.mailboxes(), subscriptions).lines()) {
                out.tell(line);
            }
        } else if (options.selection().contains(Selection.SUBSCRIBED)
                && !options.selection().contains(Selection.SPECIAL_USE)) {
            subscribed(account, patterns, out);
        } else {
            walk(account, options, patterns, out);
        }
    }

    private static void walk(Account account, ListOptions options, NameScope patterns, Teller out) throws IOException {
        MailboxWalk walk = account.mailboxes(patterns);
        for (List<MailboxWalk.Step> page = walk.next(); !page.isEmpty(); page = walk.next()) {
            for (MailboxWalk.Step step : page) {
                if (selects(options, step.mailbox())) {
                    out.tell(line(step, step.mailbox().subscribed()));
                }
            }
        }
    }

    private static void subscribed(Account account, NameScope patterns, Teller out) throws IOException {
        SubscriptionWalk walk = account.subscriptions(patterns.prefix());
        for (List<MailboxName> page = walk.next(); !page.isEmpty(); page = walk.next()) {
            for (MailboxName name : page) {
                if (patterns.matches(name)) {
                    out.tell(account.look(name)
                            .map(step -> line(step, true))
                            .orElseGet(() -> new Line(name, null, true, false, true, false)));
                }
            }
        }
    }

    private static Line line(MailboxWalk.Step step, boolean subscribed) {
        Mailbox mailbox = step.mailbox();
        return new Line(mailbox.name(), mailbox, subscribed, step.children(), true, false);
    }

    private List<Line> lines() {
        List<Line> candidates = candidates();
        Map<MailboxName, Below> below = options.isRecursive() ? below(candidates) : Map.of();
        List<Line> told = new ArrayList<>();
        for (Line line : candidates) {
            if (!patterns.matches(line.name)) {
                continue;
            }
            Below those = below.get(line.name);
            // A name that stands here for others alone is left out where they are told themselves (RFC 5258 §3.5).
            if (line.selected || (those != null && those.someUnmatched)) {
                told.add(new Line(
                        line.name,
                        line.mailbox,
                        line.subscribed,
                        line.children,
                        line.selected,
                        those != null && those.some));
            }
        }
        return told;
    }

    /** Every name that may be told, whatever the pattern. */
    private List<Line> candidates() {
        List<Line> lines = new ArrayList<>();
        Set<MailboxName> there = new HashSet<>();
        for (int i = 0; i < mailboxes.size(); i++) {
            Mailbox mailbox = mailboxes.get(i);
            boolean children =
                    i + 1 < mailboxes.size() && mailboxes.get(i + 1).name().isWithin(mailbox.name());
            lines.add(new Line(
                    mailbox.name(), mailbox, mailbox.subscribed(), children, selects(options, mailbox), false));
            if (!subscriptions.isEmpty()) {
                there.add(mailbox.name());
            }
        }
        Map<MailboxName, Line> missing = missing(there);
        if (!missing.isEmpty()) {
            lines.addAll(missing.values());
            lines.sort((a, b) -> a.name.compareTo(b.name));
        }
        return lines;
    }

    private static boolean selects(ListOptions options, Mailbox mailbox) {
        Set<Selection> selection = options.selection();
        return (!selection.contains(Selection.SUBSCRIBED) || mailbox.subscribed())
                && (!selection.contains(Selection.SPECIAL_USE)
                        || !mailbox.roles().isEmpty());
    }

    /** Names that are no mailbox's: subscribed to, and, if they can be told for that, those above them. */
    private Map<MailboxName, Line> missing(Set<MailboxName> there) {
        Map<MailboxName, Line> missing = new TreeMap<>();
        boolean selected = !options.selection().contains(Selection.SPECIAL_USE);
        for (MailboxName name : subscriptions) {
            if (there.contains(name)) {
                continue;
            }
            missing.put(name, new Line(name, null, true, false, selected, false));
            Optional<MailboxName> above = options.isRecursive() ? name.parent() : Optional.empty();
            while (above.isPresent() && !there.contains(above.get())) {
                missing.putIfAbsent(
                        above.get(),
                        new Line(above.get(), null, subscriptions.contains(above.get()), false, false, false));
                above = above.get().parent();
            }
        }
        return missing;
    }

    private Map<MailboxName, Below> below(List<Line> candidates) {
        Map<MailboxName, Below> below = new HashMap<>();
        for (Line line : candidates) {
            if (!line.selected) {
                continue;
            }
            boolean matched = patterns.matches(line.name);
            for (Optional<MailboxName> above = line.name.parent();
                    above.isPresent();
                    above = above.get().parent()) {
                Below those = below.computeIfAbsent(above.get(), _ -> new Below());
                those.some = true;
                those.someUnmatched |= !matched;
            }
        }
        return below;
    }
}

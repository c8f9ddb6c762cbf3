package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.commands.ListOptions.Selection;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Mailbox;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.MailboxWalk;
import org.pennypost.mailbox.NameScope;
import org.pennypost.mailbox.SubscriptionWalk;

/**
 * Finds the names that a LIST is about, by the principles of RFC 5258 §3.3 and the table of §3.5. Reads in proportion to what is told: of
 * names that are passed over, one here and there.
 */
final class MailboxListing {
    private final Account account;
    private final ListOptions options;
    private final NameScope patterns;
    private final Teller out;

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

    /** Takes the names that are told. */
    @FunctionalInterface
    interface Teller {
        void tell(Line line) throws IOException;
    }

    /** What RECURSIVEMATCH has to know of a name that matches. */
    private static final class Match {
        private boolean selected;
        private boolean someBelow;
        private boolean someUnmatchedBelow;
    }

    private MailboxListing(Account account, ListOptions options, NameScope patterns, Teller out) {
        this.account = account;
        this.options = options;
        this.patterns = patterns;
        this.out = out;
    }

    /** Tells the names. RECURSIVEMATCH holds them until all are found: what is told of a name depends on those below it. */
    static void tell(Account account, ListOptions options, NameScope patterns, Teller out) throws IOException {
        MailboxListing listing = new MailboxListing(account, options, patterns, out);
        if (options.isRecursive()) {
            listing.recursive();
        } else if (options.selection().contains(Selection.SPECIAL_USE)) {
            listing.specialUses();
        } else if (options.selection().contains(Selection.SUBSCRIBED)) {
            listing.subscribed();
        } else {
            listing.all();
        }
    }

    private void all() throws IOException {
        MailboxWalk walk = account.mailboxes(patterns);
        for (List<MailboxWalk.Step> page = walk.next(); !page.isEmpty(); page = walk.next()) {
            for (MailboxWalk.Step step : page) {
                out.tell(line(step, step.mailbox().subscribed()));
            }
        }
    }

    private void subscribed() throws IOException {
        SubscriptionWalk walk = account.subscriptions(patterns.prefix());
        for (Optional<MailboxName> next = walk.next(); next.isPresent(); next = walk.next()) {
            MailboxName name = next.get();
            if (patterns.matches(name)) {
                out.tell(account.look(name)
                        .map(step -> line(step, true))
                        .orElseGet(() -> new Line(name, null, true, false, true, false)));
            }
            passOver(walk, patterns, name);
        }
    }

    /** Behind a name, those that are with it below another one are passed over if none of them can match. */
    static void passOver(SubscriptionWalk walk, NameScope patterns, MailboxName name) {
        Optional<MailboxName> dead = Optional.empty();
        for (Optional<MailboxName> above = name.parent();
                above.isPresent() && !patterns.reachesBelow(above.get());
                above = above.get().parent()) {
            dead = above;
        }
        dead.ifPresent(walk::passOver);
    }

    private void specialUses() throws IOException {
        for (Mailbox mailbox : account.mailboxesWithRoles()) {
            if (patterns.matches(mailbox.name()) && isSelected(mailbox)) {
                Optional<MailboxWalk.Step> step = account.look(mailbox.name());
                if (step.isPresent()) {
                    out.tell(line(step.get(), mailbox.subscribed()));
                }
            }
        }
    }

    /** Of one with a special use. */
    private boolean isSelected(Mailbox mailbox) {
        return !options.selection().contains(Selection.SUBSCRIBED) || mailbox.subscribed();
    }

    private static Line line(MailboxWalk.Step step, boolean subscribed) {
        Mailbox mailbox = step.mailbox();
        return new Line(mailbox.name(), mailbox, subscribed, step.children(), true, false);
    }

    private void recursive() throws IOException {
        for (Map.Entry<MailboxName, Match> each : matches().entrySet()) {
            Match match = each.getValue();
            // A name that stands here for others alone is left out where they are told themselves (RFC 5258 §3.5).
            if (match.selected || match.someUnmatchedBelow) {
                tell(each.getKey(), match);
            }
        }
    }

    /** Names that match and are selected, or have one below that is. */
    private Map<MailboxName, Match> matches() throws IOException {
        Map<MailboxName, Match> matches = new TreeMap<>();
        if (options.selection().contains(Selection.SPECIAL_USE)) {
            for (Mailbox mailbox : account.mailboxesWithRoles()) {
                if (isSelected(mailbox)) {
                    select(mailbox.name(), matches);
                }
            }
            return matches;
        }
        SubscriptionWalk walk = account.subscriptions(patterns.prefix());
        for (Optional<MailboxName> next = walk.next(); next.isPresent(); next = walk.next()) {
            select(next.get(), matches);
            // Where nothing below can match, the first that is there says as much for those above as all together.
            if (!patterns.matches(next.get())) {
                passOver(walk, patterns, next.get());
            }
        }
        return matches;
    }

    private void select(MailboxName name, Map<MailboxName, Match> matches) {
        boolean matched = patterns.matches(name);
        if (matched) {
            matches.computeIfAbsent(name, _ -> new Match()).selected = true;
        }
        for (Optional<MailboxName> above = name.parent();
                above.isPresent();
                above = above.get().parent()) {
            if (patterns.matches(above.get())) {
                Match match = matches.computeIfAbsent(above.get(), _ -> new Match());
                match.someBelow = true;
                match.someUnmatchedBelow |= !matched;
            }
        }
    }

    private void tell(MailboxName name, Match match) throws IOException {
        Optional<MailboxWalk.Step> step = account.look(name);
        out.tell(
                step.isPresent()
                        ? new Line(
                                name,
                                step.get().mailbox(),
                                step.get().mailbox().subscribed(),
                                step.get().children(),
                                match.selected,
                                match.someBelow)
                        : new Line(name, null, account.isSubscribed(name), false, match.selected, match.someBelow));
    }
}

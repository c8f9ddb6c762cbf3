package org.pennypost.imap.session;

import java.util.List;
import java.util.Optional;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.store.StoreException;

/**
 * The stored projections of the messages of one walk, some at a time: the more, the more of them in a row were asked for, so that one
 * that is looked at alone costs one. Belongs to the walk's thread.
 */
final class ProjectionsAhead {
    static final int MESSAGES_MAX = 128;

    private final Account account;
    private final MessageWalk walk;
    private List<Optional<Projection>> read = List.of();
    private long begin;

    ProjectionsAhead(Account account, MessageWalk walk) {
        this.account = account;
        this.walk = walk;
    }

    /** That of the message at which the walk stands; empty if it is gone for good. */
    Optional<Projection> here() throws StoreException {
        long at = walk.step() - begin;
        if (at >= read.size()) {
            boolean near = at <= 2L * read.size();
            int most = near ? Math.min(MESSAGES_MAX, Math.max(1, 2 * read.size())) : 1;
            read = account.storedProjections(walk.contents(most));
            begin = walk.step();
            at = 0;
        }
        Optional<Projection> stored = read.get((int) at);
        return stored.isPresent() ? stored : account.projection(walk.message().content());
    }
}

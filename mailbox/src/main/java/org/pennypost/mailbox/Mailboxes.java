package org.pennypost.mailbox;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * The mail of all accounts in a store. One for each store, so that all sessions share their views. Thread-safe.
 *
 * <p>Everything that an account does is one {@link Plan} in one {@code Store.submit}: works of one account run one after the
 * other and see each other's effects before these are durable, so fifty deliveries to one account share a sync; nobody is told of
 * anything before it is durable.
 */
public final class Mailboxes {
    /** Contents removed in one batch. */
    private static final int REMOVED_TOGETHER = 1_000;

    private final Store store;
    private final InstantSource clock;
    private final Rules rules;
    private final Views views;
    private final Glances glances = new Glances();
    private final KnownMailboxes known;
    private final TextIndex index;
    private final CommandsUnderWay commands = new CommandsUnderWay();

    public Mailboxes(Store store, InstantSource clock) {
        this(store, clock, Settings.DEFAULT);
    }

    public Mailboxes(Store store, InstantSource clock, Settings settings) {
        this(store, clock, settings, Packing.DEFAULT, TextIndex.NONE);
    }

    /** With an index that SEARCH asks; it is told of accounts that are made and removed. */
    public Mailboxes(Store store, InstantSource clock, Settings settings, TextIndex index) {
        this(store, clock, settings, Packing.DEFAULT, index);
    }

    Mailboxes(Store store, InstantSource clock, Settings settings, Packing packing) {
        this(store, clock, settings, packing, TextIndex.NONE);
    }

    private Mailboxes(Store store, InstantSource clock, Settings settings, Packing packing, TextIndex index) {
        this.store = store;
        this.clock = clock;
        this.rules = new Rules(settings, packing);
        this.views = new Views(store, settings.viewBytesMax());
        this.known = new KnownMailboxes(store);
        this.index = index;
    }

    /**
     * Makes an account with INBOX, Drafts, Sent, Junk, Trash and Archive, all subscribed. One that is there already is left as it
     * is.
     *
     * @throws StoreException if an account of this number is being removed, or the store fails
     */
    public void createAccount(AccountId id, Quota quota) throws StoreException {
        store.<@Nullable Void>update(id.partition(), (now, batch) -> {
            Optional<Versioned> there = now.get(Keys.ACCOUNT);
            if (there.isPresent()) {
                if (AccountState.decode(there.get().bytes()).removed) {
                    throw new StoreException("account " + id.number() + " is being removed");
                }
                return null;
            }
            return Plan.<@Nullable Void>found(now, batch, rules, clock.instant(), quota, plan -> {
                MailboxTree.furnish(plan);
                return null;
            });
        });
        index.follow(account(id));
    }

    /** Whether there is such an account. */
    public boolean hasAccount(AccountId id) throws StoreException {
        return store.read(id.partition(), now -> AccountState.read(now).isPresent());
    }

    /**
     * Removes an account with everything in it, history included. It is gone for all others at once; its records then go in
     * bounded steps. After a crash in the middle, calling it again goes on; an account that is not there is no harm.
     */
    public void removeAccount(AccountId id) throws StoreException {
        boolean more = store.update(id.partition(), (now, batch) -> {
            Optional<Versioned> there = now.get(Keys.ACCOUNT);
            if (there.isEmpty()) {
                return false;
            }
            batch.check(Keys.ACCOUNT, there.get().version());
            AccountState account = AccountState.decode(there.get().bytes());
            account.removed = true;
            batch.put(Keys.ACCOUNT, account.encode());
            return true;
        });
        while (more) {
            more = store.update(id.partition(), (now, batch) -> {
                List<Entry> contents = now.range(Keys.CONTENTS, Keys.CONTENTS.afterPrefix(), REMOVED_TOGETHER, false);
                for (Entry entry : contents) {
                    Content content = ContentFormat.decode(
                            entry.key().u64At(1), entry.value().bytes());
                    batch.unlink(content.blob(), entry.key());
                    batch.delete(entry.key());
                }
                if (contents.size() == REMOVED_TOGETHER) {
                    return true;
                }
                batch.deleteRange(Keys.ACCOUNT, Key.of('z').afterPrefix());
                return false;
            });
        }
        views.forget(id);
        glances.forget(id);
        index.remove(id);
    }

    /** Those who answer commands tell it when they begin and end. */
    public CommandsUnderWay commands() {
        return commands;
    }

    /** The account of this number, there or not: where it is not, everything is absent from it. */
    public Account account(AccountId id) {
        return new Account(id, store, clock, rules, views, glances, known, index, commands);
    }
}

package org.pennypost.mailbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.store.BlobId;
import org.pennypost.store.Entry;
import org.pennypost.store.Pending;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.Work;

/**
 * One account's mail: its mailboxes, what is in them, what happened to them. A light handle; thread-safe.
 *
 * <p>What a method returns, or a {@link Pending} after its {@code await}, is durable and visible to others. Where a mailbox or
 * message is not there any more, that is a result, not an exception: other sessions may have been quicker. Every method throws
 * {@link StoreException} when the store fails; then nothing of that step was done.
 */
public final class Account {
    /** Changes to more messages are made in steps of about so many, each visible by itself. */
    static final int STEP_MESSAGES = 4_096;

    /** A page of the log ends when it tells of so many runs of messages, each some 40 octets. */
    private static final int RUNS_TOGETHER = 20_000;

    /** Records of the log that are read together: each has up to {@value ChangeFormat#RUNS_MAX} runs. */
    static final int LOG_RECORDS_TOGETHER = 16;

    /** The most messages that {@link #append(MailboxId, List)} takes. */
    public static final int APPENDED_TOGETHER_MAX = Appending.MESSAGES_MAX;

    private final AccountId id;
    private final Store store;
    private final InstantSource clock;
    private final Rules rules;
    private final Views views;
    private final Glances glances;
    private final KnownMailboxes known;
    private final TextIndex index;
    private final CommandsUnderWay commands;

    Account(
            AccountId id,
            Store store,
            InstantSource clock,
            Rules rules,
            Views views,
            Glances glances,
            KnownMailboxes known,
            TextIndex index,
            CommandsUnderWay commands) {
        this.id = id;
        this.store = store;
        this.clock = clock;
        this.rules = rules;
        this.views = views;
        this.glances = glances;
        this.known = known;
        this.index = index;
        this.commands = commands;
    }

    public AccountId id() {
        return id;
    }

    /** The mailbox where mail arrives. */
    public MailboxId inbox() {
        return MailboxId.INBOX;
    }

    /** The messages of a mailbox as they are now; empty if it does not exist. Costs almost nothing while nothing changes. */
    public Optional<MailboxView> view(MailboxId mailbox) throws StoreException {
        return views.current(id, mailbox);
    }

    /**
     * The mailbox as it was at some time since a commit that a {@link #watch} has told of was durable: for the many who are told of the same one, and
     * come to look. Empty if it does not exist.
     */
    public Optional<MailboxView> viewShowing(MailboxId mailbox, long commit) throws StoreException {
        return views.showing(commit, id, mailbox);
    }

    /** Of all accounts: for who works in the background. */
    public CommandsUnderWay commands() {
        return commands;
    }

    Packing packing() {
        return rules.packing();
    }

    /** A message's octets, also of one in the history; empty if it is gone for good. The caller closes it. */
    public Optional<MessageContent> open(MessageId message) throws StoreException {
        Optional<Content> content = live(Optional.empty(), now -> {
            Optional<Versioned> record = now.get(Keys.message(message.number()));
            return record.isEmpty()
                    ? Optional.empty()
                    : Plan.content(
                            now,
                            MessageFormat.decode(message.number(), record.get().bytes())
                                    .content());
        });
        return content.isEmpty() ? Optional.empty() : open(content.get());
    }

    /**
     * The octets of a content that a view has named, without looking for the message that has it: half the reads of {@link
     * #open(MessageId)}, for who reads many. Empty if it is gone for good. The caller closes it.
     *
     * @param content {@link MailboxView.Cursor#content} or {@link Message#content}
     */
    public Optional<MessageContent> openContent(long content) throws StoreException {
        Optional<Versioned> there = store.get(id.partition(), Keys.content(content));
        return there.isEmpty()
                ? Optional.empty()
                : open(ContentFormat.decode(content, there.get().bytes()));
    }

    /**
     * The octets of some contents, opened together as far as they have 128 kB, for who reads many in a row: it costs half of {@link #openContent}
     * for each. The caller closes every one.
     *
     * @param contents {@link MailboxView.Cursor#content}; cheapest where they rise
     * @return of the first contents, at least of one, in the order given, empty where one is gone for good; it ends before one that cannot be
     *     opened
     * @throws StoreException if the first cannot be opened
     */
    public List<Optional<MessageContent>> openContents(long[] contents) throws StoreException {
        return contents().open(contents);
    }

    /**
     * Begins to find out which contents surely do not hold a text, for who looks for it in many in a row that no index knows; it is left at the end.
     *
     * @param contents {@link MailboxView.Cursor#content}; cheapest where they rise
     */
    public Screening screening(TextQuery query, long[] contents) {
        return new Screening(new Screen(store, id.partition(), query), contents);
    }

    private Optional<MessageContent> open(Content content) throws StoreException {
        return store.blobs().open(content.blob()).map(bytes -> new MessageContent(content.prefix(), bytes));
    }

    /**
     * What clients list of a message: the projection that was stored when it arrived. Where there is none, or one of another version, or one
     * that was too long to be stored whole, it is computed from the bytes. Empty if the content is gone for good.
     *
     * @param content {@link MailboxView.Cursor#content} or {@link Message#content}
     */
    public Optional<Projection> projection(long content) throws StoreException {
        return projections().one(content);
    }

    /**
     * What is remembered of a message, if it was looked at since the start: {@link #remember}. For who looks at many.
     *
     * @param content {@link MailboxView.Cursor#content}
     */
    public Optional<Glance> glance(long content) {
        return Optional.ofNullable(glances.find(id, content));
    }

    /** Remembers what {@link #glance} gives from now on, as long as there is room. */
    public Glance remember(long content, Projection projection) throws StoreException {
        Glance glance = Glance.of(projection);
        glances.keep(id, content, glance);
        return glance;
    }

    /** Is told of projections. */
    @FunctionalInterface
    public interface ProjectionVisitor {
        /** @param index into the array that was asked for */
        void message(int index, Projection projection) throws StoreException;
    }

    /**
     * Visits the projections of many contents in the order given, read some hundred at a time and not in one snapshot. Those that are gone for
     * good are left out.
     *
     * @param contents {@link MailboxView.Cursor#content}; cheapest where they rise, as they do in the order of a mailbox
     */
    public void projections(long[] contents, ProjectionVisitor visitor) throws StoreException {
        projections().each(contents, visitor);
    }

    /**
     * The projections of some contents as far as they are stored, for who reads ahead: nothing is computed, and reading ends when they take
     * about a megabyte.
     *
     * @param contents {@link MailboxView.Cursor#content}; cheapest where they rise
     * @return of the first contents, at least of one, in the order given; empty where {@link #projection} would compute it, or find nothing
     */
    public List<Optional<Projection>> storedProjections(long[] contents) throws StoreException {
        return projections().stored(contents);
    }

    /**
     * Computes and stores anew the projections that another version of this program made, or none, in bounded steps; others may work meanwhile.
     *
     * @return how many
     */
    public long renewProjections() throws StoreException {
        return projections().renew();
    }

    /** The contents that may answer a question about their text; who asks looks into each ({@link MessageText}). */
    public Candidates candidates(TextQuery query) {
        return index.candidates(this, query);
    }

    /** Whether there is an index of words, so that {@link #likeness} can tell more than whether a text is there. */
    public boolean searchesLoosely() {
        return index.searchesLoosely();
    }

    /** How much contents are like what is asked for (RFC 6203 §3); empty where only an exact answer can be given. */
    public Optional<Likeness> likeness(TextQuery query) {
        return index.likeness(this, query);
    }

    /**
     * Visits contents by rising number, for who makes an index of them. Contents get rising numbers in the order of the commits that bring them,
     * and never change, so whoever has seen all up to one only needs those after it.
     *
     * @param limit the most to visit, 1 to {@value Contents#TOGETHER_MAX}
     * @return the number of the last; {@code after} if there is none
     */
    public long contentsAfter(long after, int limit, ContentVisitor visitor) throws StoreException {
        return contents().after(after, limit, visitor);
    }

    /** The numbers of up to so many contents after one, rising. */
    public long[] contentNumbers(long after, int limit) throws StoreException {
        return contents().numbers(after, limit);
    }

    /** The number of the last content that came; contents get rising numbers. 0 if none came. */
    public long lastContent() throws StoreException {
        return contents().last();
    }

    /** Is shown contents. */
    public interface ContentVisitor {
        /** @param text good until this returns */
        void content(long number, MessageText text) throws StoreException;

        /** One whose octets are gone or damaged. */
        void unreadable(long number) throws StoreException;
    }

    private Contents contents() {
        return new Contents(store, id.partition());
    }

    private Projections projections() {
        return new Projections(store, id.partition());
    }

    /** Goes through the mailboxes whose names are asked for, reading no others. */
    public MailboxWalk mailboxes(NameScope scope) {
        return new MailboxWalk(this, scope);
    }

    /** All mailboxes by name. Reads them all: who wants some asks for {@link #mailboxes(NameScope)}. */
    public List<Mailbox> mailboxes() throws StoreException {
        return live(List.of(), MailboxTree::list);
    }

    /** The mailboxes that are for something, by name. Reads no others. */
    public List<Mailbox> mailboxesWithRoles() throws StoreException {
        return live(List.of(), MailboxTree::withRoles);
    }

    /** The mailbox that is for this. */
    public Optional<MailboxId> holder(Role role) throws StoreException {
        return live(
                Optional.empty(),
                now -> Optional.ofNullable(TreeState.read(now).holders.get(role))
                        .map(MailboxId::new));
    }

    /** One mailbox with its counters; empty if it does not exist. */
    public Optional<Mailbox> mailbox(MailboxId mailbox) throws StoreException {
        return live(Optional.empty(), now -> MailboxTree.one(now, mailbox.number()));
    }

    /** The mailbox of this name. */
    public Optional<MailboxId> find(MailboxName name) throws StoreException {
        Optional<Mailbox> there = known.find(id, name);
        if (there.isPresent()) {
            return there.map(Mailbox::id);
        }
        return live(
                Optional.empty(),
                now -> name.isInbox()
                        ? Optional.of(MailboxId.INBOX)
                        : MailboxTree.find(now, name).map(MailboxId::new));
    }

    /** The mailbox of this name with its counters, in one look, or in none while nothing changes. */
    public Optional<Mailbox> mailbox(MailboxName name) throws StoreException {
        Optional<Mailbox> there = known.find(id, name);
        return there.isPresent()
                ? there
                : known.look(id, name, () -> live(Optional.empty(), now -> mailbox(now, name)));
    }

    private static Optional<Mailbox> mailbox(Snapshot now, MailboxName name) throws StoreException {
        Optional<Long> there = name.isInbox() ? Optional.of(MailboxId.INBOX.number()) : MailboxTree.find(now, name);
        return there.isEmpty() ? Optional.empty() : Optional.of(MailboxTree.named(now, there.get(), name));
    }

    /** The mailbox of this name, as it is told on a walk. */
    public Optional<MailboxWalk.Step> look(MailboxName name) throws StoreException {
        return live(Optional.empty(), now -> {
            Optional<Long> there = MailboxTree.find(now, name);
            return there.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MailboxWalk.Step(
                            MailboxTree.named(now, there.get(), name), MailboxTree.hasChildren(now, there.get())));
        });
    }

    /** Whether this name is subscribed to, of a mailbox or not. */
    public boolean isSubscribed(MailboxName name) throws StoreException {
        return live(false, now -> now.get(Keys.subscription(name)).isPresent());
    }

    /** Goes through the names subscribed to that begin so; see {@link SubscriptionWalk}. */
    public SubscriptionWalk subscriptions(String prefix) {
        return new SubscriptionWalk(this, prefix);
    }

    /** The names subscribed to, of mailboxes or not (RFC 9051 §6.3.7). */
    public Set<MailboxName> subscriptions() throws StoreException {
        return live(Set.of(), MailboxTree::subscriptions);
    }

    /** The account's record; empty if there is no such account. */
    private Optional<AccountState> state() throws StoreException {
        return store.read(id.partition(), AccountState::read);
    }

    /** What the account holds. */
    public Usage usage() throws StoreException {
        return state().map(AccountState::usage).orElse(new Usage(0, 0));
    }

    /** What it may hold. */
    public Quota quota() throws StoreException {
        return state().map(state -> state.quota).orElse(new Quota(0, 0));
    }

    /** The last change: the state of everything in the account. */
    public ModSeq modSeq() throws StoreException {
        return state().map(state -> new ModSeq(state.counter)).orElse(ModSeq.ZERO);
    }

    /**
     * What happened after {@code since}, oldest first.
     *
     * @param limit the most values of the change counter to tell of, at least 1
     */
    public Changes changesSince(ModSeq since, int limit) throws StoreException {
        return store.read(id.partition(), now -> {
            Optional<AccountState> state = AccountState.read(now);
            if (state.isEmpty()) {
                return new Changes.Page(List.of(), since, false);
            }
            AccountState account = state.get();
            if (since.number() < account.floor) {
                return new Changes.Pruned(new ModSeq(account.floor));
            }
            List<Change> changes = new ArrayList<>();
            long upTo = since.number();
            int left = limit;
            long runs = 0;
            while (left > 0 && runs < RUNS_TOGETHER) {
                int most = Math.min(left, LOG_RECORDS_TOGETHER);
                List<Entry> entries = now.range(Keys.change(upTo + 1), Keys.LOG.afterPrefix(), most, false);
                for (Entry entry : entries) {
                    upTo = entry.key().u64At(1);
                    List<Change> here = ChangeFormat.decode(upTo, entry.value().bytes());
                    changes.addAll(here);
                    runs += here.stream().mapToLong(Account::runs).sum();
                }
                if (entries.size() < most) {
                    upTo = account.counter;
                    break;
                }
                left -= most;
            }
            return new Changes.Page(changes, new ModSeq(upTo), upTo < account.counter);
        });
    }

    /**
     * Calls the listener after changes to the account are durable. It may be called late, once for several changes, or not at
     * all; it runs on the store's thread and must return at once. The truth is in {@link #changesSince}.
     *
     * @param listener is told a number that grows from commit to commit, above 0, for {@link #viewShowing}
     * @return closes the watch
     */
    public Store.Watch watch(LongConsumer listener) {
        return store.watch(id.partition(), listener);
    }

    private static long runs(Change change) {
        return change instanceof Change.Messages messages ? messages.runs().size() : 1;
    }

    /** Adds a message. Several appends submitted before the first is awaited share a sync. */
    public Pending<AppendResult> append(MailboxId mailbox, NewMessage message) throws StoreException {
        StoredProjection projection = message.projection().isCurrent()
                ? message.projection()
                : NewMessage.project(message.content(), message.prefix());
        SurrogateNote surrogate = SurrogateNote.of(message, projection.plain());
        return submit(new NoSuchMailbox(mailbox), plan -> Appending.one(plan, mailbox, message, projection, surrogate));
    }

    /**
     * Adds a message as {@link #append} does, but under this number only once: until {@link #forgetOnce}, whoever comes again with it is told what
     * became of the first, whatever has crashed in between and whatever has been done to the message. For who takes a message from another partition, whose
     * commit this one cannot be joined to.
     *
     * @param number never used for another message of this account
     */
    public Pending<AppendResult> appendOnce(MailboxId mailbox, NewMessage message, long number) throws StoreException {
        StoredProjection projection = NewMessage.project(message.content(), message.prefix());
        SurrogateNote surrogate = SurrogateNote.of(message, projection.plain());
        return submit(new NoSuchMailbox(mailbox), plan -> {
            Optional<AppendResult.Appended> before = OnceFormat.find(plan.now(), number);
            if (before.isPresent()) {
                return before.get();
            }
            AppendResult result = Appending.one(plan, mailbox, message, projection, surrogate);
            if (result instanceof AppendResult.Appended appended) {
                plan.batch().put(Keys.once(number), OnceFormat.encode(appended));
            }
            return result;
        });
    }

    /** Ends what {@link #appendOnce} knows of a number, for nobody will come with it again. No harm where there is nothing to forget. */
    public Pending<Boolean> forgetOnce(long number) throws StoreException {
        return submit(false, plan -> {
            plan.batch().delete(Keys.once(number));
            return true;
        });
    }

    /**
     * Adds messages: all, visible at the same moment, or none (RFC 3502 §3).
     *
     * @param messages 1 to {@value #APPENDED_TOGETHER_MAX}, without prefixes
     */
    public AppendAllResult append(MailboxId mailbox, List<NewMessage> messages) throws StoreException {
        if (messages.isEmpty() || messages.size() > APPENDED_TOGETHER_MAX) {
            throw new IllegalArgumentException(messages.size() + " messages are not appended together");
        }
        if (messages.stream().anyMatch(message -> message.prefix().length > 0)) {
            throw new IllegalArgumentException("messages with prefixes are appended one by one");
        }
        List<StoredProjection> projections = Appending.projections(messages);
        List<SurrogateNote> surrogates = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            surrogates.add(SurrogateNote.of(messages.get(i), projections.get(i).plain()));
        }
        AtomicLong first = new AtomicLong();
        AppendAllResult result = update(new NoSuchMailbox(mailbox), plan -> {
            first.set(plan.account().nextMessage);
            return Appending.append(plan, mailbox, messages, projections, surrogates);
        });
        if (result instanceof AppendAllResult.Appended && !projections.stream().allMatch(StoredProjection::isCurrent)) {
            try {
                new Projections(store, id.partition()).renew(first.get(), first.get() + messages.size());
            } catch (StoreException _) {
                // The messages are there, and whoever was told that they are not would append them again. What is
                // missing is computed when it is asked for.
            }
        }
        return result;
    }

    /** Changes the flags of those of these messages that are there (RFC 9051 §6.4.6). */
    public FlagsResult flags(MailboxId mailbox, UidSet uids, FlagChange change) throws StoreException {
        return flags(mailbox, uids, change, new ModSeq(Long.MAX_VALUE));
    }

    /** The same, leaving alone messages that changed after {@code unchangedSince} (RFC 7162 §3.1.3). */
    public FlagsResult flags(MailboxId mailbox, UidSet uids, FlagChange change, ModSeq unchangedSince)
            throws StoreException {
        return MessageSteps.flags(this, mailbox, uids, change, unchangedSince);
    }

    /** Moves these messages into the history, whatever their flags. */
    public ExpungeResult expunge(MailboxId mailbox, Collection<Uid> uids) throws StoreException {
        return expunge(mailbox, UidSet.of(uids));
    }

    /** Moves these messages into the history, whatever their flags. */
    public ExpungeResult expunge(MailboxId mailbox, UidSet uids) throws StoreException {
        return MessageSteps.expunge(this, mailbox, uids, _ -> true);
    }

    /** Moves those of these messages into the history that have {@code \Deleted} at that moment (RFC 9051 §6.4.3, §6.4.9). */
    public ExpungeResult expungeDeleted(MailboxId mailbox, UidSet uids) throws StoreException {
        return MessageSteps.expunge(this, mailbox, uids, Row::isDeleted);
    }

    /**
     * Copies messages with their flags; each copy is a message of its own that shares the content. All are copied or none
     * (RFC 9051 §6.4.7), except that a crash in the middle of more than {@value #STEP_MESSAGES} leaves those copied so far.
     */
    public CopyResult copy(MailboxId from, UidSet uids, MailboxId to) throws StoreException {
        return MessageSteps.copy(this, from, uids, to);
    }

    /** Moves messages with their flags and ids (RFC 6851 §3). */
    public CopyResult move(MailboxId from, UidSet uids, MailboxId to) throws StoreException {
        return MessageSteps.move(this, from, uids, to);
    }

    /** Makes a mailbox, and those above it that are missing (RFC 9051 §6.3.4). */
    public MailboxResult create(MailboxName name) throws StoreException {
        return update(new MailboxResult.Missing(name), plan -> MailboxTree.create(plan, name, Set.of()));
    }

    /** The same, for special uses, which another mailbox may have had until now (RFC 6154 §3). */
    public MailboxResult create(MailboxName name, Set<Role> roles) throws StoreException {
        return update(new MailboxResult.Missing(name), plan -> MailboxTree.create(plan, name, roles));
    }

    /**
     * Renames a mailbox with all below it in one step. From INBOX it moves the messages into a new mailbox and leaves INBOX, and
     * what is below it, where they are (RFC 9051 §6.3.6).
     */
    public MailboxResult rename(MailboxName from, MailboxName to) throws StoreException {
        if (!from.isInbox()) {
            return update(new MailboxResult.Missing(from), plan -> MailboxTree.rename(plan, from, to));
        }
        MailboxResult made = create(to);
        if (made instanceof MailboxResult.Done(MailboxId target)) {
            move(inbox(), UidSet.ALL, target);
        }
        return made;
    }

    /** Deletes a mailbox that has none below it; its messages go into the history. */
    public MailboxResult delete(MailboxName name) throws StoreException {
        MailboxResult result = update(new MailboxResult.Missing(name), plan -> MailboxTree.delete(plan, name));
        if (result instanceof MailboxResult.Done) {
            drain();
        }
        return result;
    }

    /** Puts a name, of a mailbox or not, on the list of subscriptions. */
    public SubscriptionResult subscribe(MailboxName name) throws StoreException {
        return update(new SubscriptionResult.Done(), plan -> MailboxTree.subscribe(plan, name, true));
    }

    /** Takes a name off the list of subscriptions. */
    public void unsubscribe(MailboxName name) throws StoreException {
        this.<@Nullable Void>update(null, plan -> {
            MailboxTree.subscribe(plan, name, false);
            return null;
        });
    }

    /** Sets what the account may hold; if it holds more, only growing is refused from now on. */
    public void setQuota(Quota quota) throws StoreException {
        this.<@Nullable Void>update(null, plan -> {
            plan.account().quota = quota;
            plan.accountChanged();
            return null;
        });
    }

    /**
     * Expunged messages that can be restored, those expunged first at the front.
     *
     * @param since not those expunged before
     * @param limit about the most to return; for more, ask again from the time of the last
     */
    public List<Removed> history(Instant since, int limit) throws StoreException {
        return live(List.of(), now -> History.list(now, since, limit));
    }

    /**
     * Brings messages back from the history into the mailbox that they were in, or INBOX if that is gone, without
     * {@code \Deleted} and under new UIDs.
     */
    public RestoreResult restore(Set<MessageId> messages) throws StoreException {
        return History.restore(this, messages);
    }

    /**
     * Removes for good what was expunged before this time, in bounded steps.
     *
     * @return how many messages
     */
    public long purge(Instant before) throws StoreException {
        long purged = 0;
        int step;
        do {
            step = update(0, plan -> Emptying.purge(plan, before));
            purged += step;
        } while (step > 0);
        return purged;
    }

    /**
     * What is to be done from time to time, at least daily and at start: finishes deletions that a crash cut off, and purges the
     * history past {@link Settings#historyKept}.
     */
    public void tidy() throws StoreException {
        drain();
        keepTree();
        purge(clock.instant().minus(rules.settings().historyKept()));
    }

    /** Walks the whole account and says what does not fit together; empty if all is well. For accounts at rest. */
    public List<String> check() throws StoreException {
        return AccountCheck.run(store, id);
    }

    /**
     * Computes all projections anew and compares them with those that are stored; empty if all is well. Reads every message.
     */
    public List<String> checkProjections() throws StoreException {
        return projections().check(AccountCheck.FAULTS_MAX);
    }

    /**
     * Finds the messages whose bytes are in these blobs, by walking the whole account; in the order of the mailboxes and the UIDs. What
     * only the history has is left out.
     */
    public List<Holding> holding(Set<BlobId> blobs) throws StoreException {
        return store.read(id.partition(), now -> Holdings.of(now, blobs));
    }

    /** Accounts of older programs have no record of their tree. */
    private void keepTree() throws StoreException {
        if (live(true, now -> TreeState.kept(now).isPresent())) {
            return;
        }
        this.<@Nullable Void>update(null, plan -> {
            plan.treeToChange();
            return null;
        });
    }

    private void drain() throws StoreException {
        while (update(false, Emptying::drain)) {
            // Each step is a commit of its own.
        }
    }

    <T extends @Nullable Object> Pending<T> submit(T absent, Plan.Body<T> body) throws StoreException {
        Work<T> work = Plan.work(rules, clock.instant(), absent, body);
        return store.submit(id.partition(), work);
    }

    <T extends @Nullable Object> T update(T absent, Plan.Body<T> body) throws StoreException {
        return submit(absent, body).await();
    }

    /** What the reader says, or {@code absent} where there is no such account. */
    <T> T live(T absent, Store.Reader<T> reader) throws StoreException {
        return store.read(id.partition(), now -> AccountState.read(now).isPresent() ? reader.read(now) : absent);
    }

    <T extends @Nullable Object> T read(Store.Reader<T> reader) throws StoreException {
        return store.read(id.partition(), reader);
    }
}

package org.pennypost.imap.session;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.CommandText;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.Literal;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.UidSet;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.store.StoreException;

/**
 * The state machine of one session (RFC 9051 §3), without its socket.
 *
 * <p>Life: not authenticated until a login succeeds, then authenticated; SELECT and EXAMINE select a mailbox, CLOSE and UNSELECT leave it.
 * {@link #close} ends it, however that comes. Belongs to one thread at a time: the connection's, or in IDLE the one that tells of changes.
 */
public final class ImapSession implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ImapSession.class.getName());

    private static final String UID = "UID";

    /** The first words of web clients, which have no business here. */
    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private final ImapService service;
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private SaslChannel channel;
    private boolean secured;
    private boolean compressed;
    private @Nullable Identity identity;
    private @Nullable Account account;
    private @Nullable SelectedMailbox selected;
    private UidSet saved = UidSet.EMPTY;
    private String tag = "";

    /**
     * @param channel what is known of the connection
     * @param secured whether TLS protects it
     */
    public ImapSession(ImapService service, SaslChannel channel, boolean secured) {
        this.service = service;
        this.channel = channel;
        this.secured = secured;
    }

    /**
     * What came of a command.
     *
     * @param tag the client's; empty if there was none that can be repeated
     * @param command its name; empty if it was not understood
     */
    public record Answer(String tag, String command, Outcome outcome) {}

    // Commands

    /** The beginning of a command: its tag and what it is. */
    private record Head(String tag, String name, @Nullable CommandSpec spec, ImapReader in) {}

    private Head head(CommandText text) throws BadSyntax {
        ImapReader in = text.reader(usesUtf8());
        String tag = in.tag();
        in.sp();
        String name = in.keyword("a command");
        if (name.equals(UID) && in.isNext(' ')) {
            in.sp();
            name = UID + " " + in.keyword("a command behind UID");
        }
        return new Head(tag, name, service.vocabulary().command(name).orElse(null), in);
    }

    /** The tag of what may be no command; empty if it has none. */
    private String tagOf(CommandText text) {
        try {
            ImapReader in = text.reader(false);
            String tag = in.tag();
            return in.isNext(' ') || in.isAtEnd() ? tag : "";
        } catch (BadSyntax _) {
            return "";
        }
    }

    /**
     * Handles a command.
     *
     * @param out takes the untagged responses
     * @throws IOException when the store fails, or the connection breaks while much is written
     */
    public Answer execute(CommandText text, ResponseWriter out) throws IOException {
        out.utf8(usesUtf8());
        Head head;
        try {
            head = head(text);
        } catch (BadSyntax e) {
            return new Answer(tagOf(text), "", new Outcome.Bad(sentence(e.sentence())));
        }
        CommandSpec spec = head.spec();
        Optional<Outcome> objection = objection(head);
        if (spec == null || objection.isPresent()) {
            return new Answer(head.tag(), head.name(), objection.orElseThrow());
        }
        tag = head.tag();
        try {
            Command command = spec.parser().parse(head.in(), service.vocabulary());
            head.in().end();
            return new Answer(head.tag(), head.name(), handle(spec, command, out));
        } catch (BadSyntax e) {
            return new Answer(head.tag(), head.name(), bad(spec, e));
        }
    }

    private Outcome handle(CommandSpec spec, Command command, ResponseWriter out) throws BadSyntax, IOException {
        boolean byUid = spec.name().startsWith(UID);
        if (selected != null && spec.is(Trait.NEEDS_SYNC)) {
            selected.report(out, spec.is(Trait.MAY_EXPUNGE), byUid);
        }
        Outcome outcome = command.handle(this, out);
        if (selected == null || spec.is(Trait.CHANGES_SELECTION)) {
            return outcome;
        }
        boolean there;
        try {
            there = selected.report(out, spec.is(Trait.MAY_EXPUNGE) && !command.namesNumbers(), byUid);
        } catch (StoreException e) {
            // What the command did is done: who is told NO would do it again. The next command tells what is new.
            LOG.log(System.Logger.Level.ERROR, "what is new in a mailbox could not be read behind " + spec.name(), e);
            return outcome;
        }
        return there
                ? reached(outcome, out)
                : new Outcome.Dismiss(ResponseCode.NONE, "The selected mailbox was deleted.");
    }

    /**
     * Says up to which change the client has been told everything, where it would take something else for it: messages are expunged of which it
     * was not told (RFC 7162 §3.2, §6), or of which it was told now.
     *
     * @return the outcome that says it, if it has room for it
     */
    public Outcome reached(Outcome outcome, ResponseWriter out) throws IOException {
        Optional<ModSeq> reached =
                selected == null || !has(Feature.CONDSTORE) ? Optional.empty() : selected.takeReached();
        if (reached.isEmpty()) {
            return outcome;
        }
        ResponseCode code = ResponseCode.highestModSeq(reached.get());
        if (outcome instanceof Outcome.Ok(ResponseCode none, String text) && none.equals(ResponseCode.NONE)) {
            return new Outcome.Ok(code, text);
        }
        out.untagged("OK [" + code.text() + "] So far you know all.");
        return outcome;
    }

    /** Why the command is not even read. */
    private Optional<Outcome> objection(Head head) {
        CommandSpec spec = head.spec();
        if (spec == null) {
            return Optional.of(
                    HTTP_METHODS.contains(head.tag())
                            ? new Outcome.Dismiss(ResponseCode.NONE, "This is an IMAP server, not a web server.")
                            : new Outcome.Bad("There is no command " + Shown.of(head.name())
                                    + "; CAPABILITY shows what there is."));
        }
        if (spec.states().contains(state())) {
            return Optional.empty();
        }
        return Optional.of(new Outcome.Bad(
                switch (state()) {
                    case NOT_AUTHENTICATED -> spec.name() + " comes after the login: give LOGIN or AUTHENTICATE first.";
                    case AUTHENTICATED ->
                        spec.states().contains(ImapState.SELECTED)
                                ? spec.name() + " needs a selected mailbox: give SELECT first."
                                : spec.name() + " comes before the login, and you are logged in.";
                    case SELECTED -> spec.name() + " comes before the login, and you are logged in.";
                }));
    }

    private static Outcome.Bad bad(CommandSpec spec, BadSyntax e) {
        return new Outcome.Bad(spec.name() + ": " + e.sentence() + ". It is written: " + spec.form());
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    /**
     * Where a literal goes that was announced.
     *
     * @param soFar what has come before it
     * @return a plan; where it is {@link LiteralPlan.Refuse}, the answer says more
     */
    public Planned literal(CommandText soFar, Literal.Announced literal) throws IOException {
        Head head;
        try {
            head = head(soFar);
        } catch (BadSyntax e) {
            return refused(tagOf(soFar), "", new Outcome.Bad(sentence(e.sentence())));
        }
        CommandSpec spec = head.spec();
        Optional<Outcome> objection = objection(head);
        if (spec == null || objection.isPresent()) {
            return refused(head.tag(), head.name(), objection.orElseThrow());
        }
        try {
            LiteralPlan plan = spec.literals().plan(this, head.in(), literal);
            return plan instanceof LiteralPlan.Refuse(Outcome outcome)
                    ? refused(head.tag(), head.name(), outcome)
                    : new Planned(plan, new Answer(head.tag(), head.name(), new Outcome.Bad("Dropped.")));
        } catch (BadSyntax e) {
            return refused(head.tag(), head.name(), bad(spec, e));
        }
    }

    /**
     * What is done with a literal.
     *
     * @param answer what the client is told if it cannot be done; the outcome of a plan to refuse it
     */
    public record Planned(LiteralPlan plan, Answer answer) {
        /** The answer with another outcome. */
        public Answer answer(Outcome outcome) {
            return new Answer(answer.tag(), answer.command(), outcome);
        }
    }

    private static Planned refused(String tag, String command, Outcome outcome) {
        return new Planned(new LiteralPlan.Refuse(outcome), new Answer(tag, command, outcome));
    }

    /** The answer to a command that was dropped. */
    public Answer refusal(CommandText soFar, Outcome outcome) {
        return new Answer(tagOf(soFar), "", outcome);
    }

    // What commands ask and do

    /** The tag of the command that is handled. */
    public String tag() {
        return tag;
    }

    public ImapService service() {
        return service;
    }

    public ImapState state() {
        if (account == null) {
            return ImapState.NOT_AUTHENTICATED;
        }
        return selected == null ? ImapState.AUTHENTICATED : ImapState.SELECTED;
    }

    /** Who has logged in. */
    public Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    /** The account, after the login. */
    public Account account() {
        if (account == null) {
            throw new IllegalStateException("no command reaches the account before the login");
        }
        return account;
    }

    /** Whether STARTTLS can be given: TLS is at hand and not yet there. */
    public boolean canStartTls() {
        return service.offersTls() && !secured;
    }

    /** Whether a password may be sent now: over TLS, or where the configuration allows it (RFC 8314 §3). */
    public boolean takesPasswords() {
        return channel.takesLogins();
    }

    /** TLS has begun. Nothing that matters was said before: there was no login, and nothing can be enabled without one. */
    public void secured(SaslChannel protectedChannel) {
        channel = protectedChannel;
        secured = true;
    }

    /** Whether the connection is compressed (RFC 4978). */
    public boolean isCompressed() {
        return compressed;
    }

    /** It is from the next octet on, and stays so. */
    public void compress() {
        compressed = true;
    }

    /** What is known of the connection. */
    public SaslChannel channel() {
        return channel;
    }

    /** Checks a password, wipes it, and logs in if it is right. */
    public Outcome login(String name, byte[] password, String thanks) {
        try {
            return switch (service.authenticator().verify(name, password, channel.peer())) {
                case org.pennypost.sasl.Outcome.Accepted accepted -> enter(accepted.identity(), thanks);
                case org.pennypost.sasl.Outcome.Rejected _ ->
                    new Outcome.Denied(new Outcome.No(
                            ResponseCode.AUTHENTICATIONFAILED, "The name or the password is wrong; try again."));
                case org.pennypost.sasl.Outcome.Blocked blocked ->
                    new Outcome.Denied(new Outcome.No(ResponseCode.EXPIRED, "No login (" + blocked.reason() + ")."));
                case org.pennypost.sasl.Outcome.TemporarilyUnavailable later ->
                    new Outcome.Denied(new Outcome.No(
                            ResponseCode.UNAVAILABLE, "No login just now (" + later.reason() + "); try again later."));
            };
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /** Somebody has shown who they are. */
    public Outcome enter(Identity who, String thanks) {
        if (!service.counts().enter(who.account())) {
            return new Outcome.No(
                    ResponseCode.LIMIT,
                    "This account has " + service.limits().sessionsPerAccountMax()
                            + " sessions already; end one of them first.");
        }
        identity = who;
        account = service.mailboxes().account(new AccountId(who.account()));
        return new Outcome.Ok(capabilityCode(), thanks);
    }

    /** {@code CAPABILITY ...}, as the greeting and logins tell it (RFC 9051 §7.1). */
    public ResponseCode capabilityCode() {
        return new ResponseCode(
                "CAPABILITY " + String.join(" ", service.vocabulary().capabilities(this)));
    }

    /** Whether the client has enabled it. */
    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** From now on the server speaks so. QRESYNC brings CONDSTORE with it (RFC 7162 §3.2.3). */
    public void enable(Feature feature) {
        features.add(feature);
        if (feature == Feature.QRESYNC) {
            features.add(Feature.CONDSTORE);
        }
    }

    /**
     * The client has shown that it knows mod-sequences: from now on it is told of them, first of that of the selected mailbox (RFC 7162 §3.1
     * "CONDSTORE enabling commands").
     */
    public void enableCondstore(ResponseWriter out) throws IOException {
        if (!has(Feature.CONDSTORE)) {
            enable(Feature.CONDSTORE);
            tellHighestModSeq(out);
        }
    }

    /** {@code * OK [HIGHESTMODSEQ ...]}, if a mailbox is selected. */
    public void tellHighestModSeq(ResponseWriter out) throws IOException {
        if (selected != null) {
            out.untagged("OK [" + ResponseCode.highestModSeq(selected.reached()).text() + "] The last change.");
        }
    }

    /** Whether mailbox names are in UTF-8 (RFC 9051 §5.1, RFC 6855 §3). */
    public boolean usesUtf8() {
        return has(Feature.IMAP4REV2) || has(Feature.UTF8_ACCEPT);
    }

    /** The selected mailbox, in the selected state. */
    public SelectedMailbox selected() {
        if (selected == null) {
            throw new IllegalStateException("no command reaches the selected mailbox without one");
        }
        return selected;
    }

    /** Selects a mailbox; one that was selected is left. */
    public SelectedMailbox select(MailboxView view, boolean readOnly) {
        saved = UidSet.EMPTY;
        SelectedMailbox mailbox = new SelectedMailbox(
                account(),
                view,
                readOnly,
                features,
                service.recent(),
                service.differences(),
                service.limits().ghostsMax());
        selected = mailbox;
        return mailbox;
    }

    /** Leaves the selected mailbox. */
    public void unselect() {
        selected = null;
        saved = UidSet.EMPTY;
    }

    /** What the last SEARCH with SAVE found (RFC 5182). */
    public UidSet saved() {
        return saved;
    }

    /** Remembers what a SEARCH found, as {@code $}. */
    public void save(UidSet found) {
        saved = found;
    }

    /** Nobody is logged in any more, and nothing enabled (RFC 8437 §2). */
    public void leave() {
        close();
        features.clear();
    }

    @Override
    public void close() {
        unselect();
        if (identity != null) {
            service.counts().leave(identity.account());
            identity = null;
            account = null;
        }
    }
}

package org.pennypost.imap.session;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Glance;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.MessageText;
import org.pennypost.mailbox.SurrogateNote;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.Projector;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.store.StoreException;

/**
 * A message of the selected mailbox that a command looks at: one object for all messages of a {@link MessageWalk}, good until the walk goes
 * on. What has to be read is read when it is asked for, once.
 */
public final class SelectedMessage {
    /** So many projections are read at a time at most. */
    private static final int PROJECTIONS_MAX = 256;

    /** So many messages are opened at a time at most. */
    private static final int CONTENTS_MAX = 64;

    private final SelectedMailbox mailbox;
    private final MessageWalk walk;
    private final Ahead<Projection> projections;
    private final Ahead<MessageContent> contents;
    private final Screens screens;
    private @Nullable MessageContent open;
    private @Nullable MessageContent surrogate;
    private @Nullable Projection surrogateProjection;
    private Optional<Projection> projection = Optional.empty();
    private @Nullable ParsedMessage parsed;
    private @Nullable MessageText text;

    SelectedMessage(SelectedMailbox mailbox, MessageWalk walk) {
        this.mailbox = mailbox;
        this.walk = walk;
        Account account = mailbox.account();
        this.projections = new Ahead<>(walk, PROJECTIONS_MAX, 2, account::storedProjections, _ -> {});
        this.contents = new Ahead<>(walk, CONTENTS_MAX, 1, account::openContents, MessageContent::close);
        this.screens = new Screens(walk, account);
    }

    /** The mailbox that it is in. */
    public SelectedMailbox mailbox() {
        return mailbox;
    }

    /** The message's number, from 1. */
    public int number() {
        return walk.number();
    }

    public long uid() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.uid().number() : walk.cursor().uid();
    }

    public long modSeq() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.modSeq().number() : walk.cursor().modSeq();
    }

    /** The number of the message, which a move does not change. */
    public long id() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.id().number() : walk.cursor().id();
    }

    /** The number of the content that it shares with its copies. */
    public long content() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.content().number() : walk.cursor().content();
    }

    public Set<Flag> flags() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.flags() : walk.cursor().flags();
    }

    public boolean isSeen() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.flags().contains(Flag.SEEN) : walk.cursor().isSeen();
    }

    /** Whether it is {@code \Recent} to this session; never after ENABLE IMAP4rev2 (RFC 9051 §2.3.2). */
    public boolean isRecent() {
        return mailbox.isRecent(uid());
    }

    /** Of what the client is told: of its surrogate, if it needs one. */
    public long sizeOctets() {
        Message ghost = walk.ghost();
        long size = ghost != null ? ghost.sizeOctets() : walk.cursor().sizeOctets();
        SurrogateNote note = note();
        return note.isFor(mailbox.takesUtf8()) ? size + note.extraOctets() : size;
    }

    private SurrogateNote note() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.surrogate() : walk.cursor().surrogate();
    }

    private boolean needsSurrogate() {
        return note().isFor(mailbox.takesUtf8());
    }

    /** Whether the client was told of a surrogate since UTF-8 in its headers is not for it (RFC 6858 §3). */
    public boolean wasDowngraded() {
        boolean told = surrogate != null || surrogateProjection != null;
        return told && note().header() && !mailbox.takesUtf8();
    }

    /** The internal date, in seconds since 1970. */
    public long receivedSeconds() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.received().getEpochSecond() : walk.cursor().receivedSeconds();
    }

    /** When it came into the mailbox, in seconds since 1970. */
    public long savedSeconds() {
        Message ghost = walk.ghost();
        return ghost != null ? ghost.saved().getEpochSecond() : walk.cursor().savedSeconds();
    }

    /** Whether it is expunged, and the client does not know yet. */
    public boolean isGone() {
        return walk.ghost() != null;
    }

    /** Its octets, closed when the walk goes on; empty if they are gone for good. */
    public Optional<MessageContent> octets() throws StoreException {
        if (open == null) {
            open = contents.take().orElse(null);
        }
        return Optional.ofNullable(open);
    }

    /**
     * Its octets as FETCH tells them to this client: those of its surrogate, if the client cannot take it as it came (RFC 6855 §7, RFC 3516 §6). Closed when
     * the walk goes on.
     */
    public Optional<MessageContent> toldOctets() throws StoreException {
        Optional<MessageContent> original = octets();
        if (original.isEmpty() || !needsSurrogate()) {
            return original;
        }
        MessageContent told = surrogate;
        if (told == null) {
            told = original.get().surrogate();
            surrogate = told;
        }
        return Optional.of(told);
    }

    /** The same for what may be told in a literal8: a NUL alone is no reason for a surrogate (RFC 9051 §4.3.1). */
    public Optional<MessageContent> binaryOctets() throws StoreException {
        return note().header() ? toldOctets() : octets();
    }

    /** What stands in {@link #toldOctets} where. */
    public Optional<Projection> toldProjection() throws IOException {
        if (!needsSurrogate()) {
            return projection();
        }
        if (surrogateProjection == null) {
            Optional<MessageContent> told = toldOctets();
            if (told.isEmpty()) {
                return Optional.empty();
            }
            surrogateProjection = Projector.whole(told.get().source(), new byte[0]);
        }
        return Optional.of(surrogateProjection);
    }

    /** What was noted of it when it came, or is computed now; empty if its octets are gone for good. */
    public Optional<Projection> projection() throws StoreException {
        if (projection.isEmpty()) {
            projection = projections.take();
            if (projection.isEmpty()) {
                projection = mailbox.account().projection(content());
            }
        }
        return projection;
    }

    /** What it is sorted and searched by most; remembered, so that the next who asks for a whole mailbox reads nothing. Empty if its octets are gone for good. */
    public Optional<Glance> glance() throws StoreException {
        Optional<Glance> known = mailbox.account().glance(content());
        if (known.isPresent()) {
            return known;
        }
        Optional<Projection> read = projection();
        return read.isEmpty() ? Optional.empty() : Optional.of(mailbox.account().remember(content(), read.get()));
    }

    /** Whether it may hold a text: if not, it surely does not, and need not be read. The same object stands for the same question. */
    public boolean mayHold(TextQuery query) {
        return screens.mayHold(query);
    }

    /** Its text as SEARCH sees it; empty if its octets are gone for good. */
    public Optional<MessageText> text() throws StoreException {
        if (text == null) {
            Optional<Projection> noted = projection();
            Optional<MessageContent> content = octets();
            if (noted.isPresent() && content.isPresent()) {
                text = new MessageText(noted.get(), content.get());
            }
        }
        return Optional.ofNullable(text);
    }

    /**
     * Its parts, found once for all that is asked of it.
     *
     * @param content what {@link #toldOctets} gave
     */
    public ParsedMessage parsed(MessageContent content) throws IOException {
        ParsedMessage known = parsed;
        if (known == null) {
            known = ParsedMessage.parse(content.source(), ParserOptions.DEFAULT);
            parsed = known;
        }
        return known;
    }

    /** The walk goes on. */
    void leave() {
        parsed = null;
        text = null;
        projection = Optional.empty();
        surrogate = null;
        surrogateProjection = null;
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** The walk has ended. */
    void end() {
        leave();
        contents.leave();
        screens.leave();
    }
}

package org.pennypost.imap.commands;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.Literal;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.LiteralPlan;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AppendAllResult;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.NoSuchMailbox;
import org.pennypost.mailbox.OverQuota;
import org.pennypost.mailbox.TooManyKeywords;
import org.pennypost.store.BlobDraft;

/**
 * APPEND puts a message into a mailbox (RFC 9051 §6.3.12), or several, all or none (RFC 3502). Their octets go to the store as they come;
 * what cannot be taken is refused before it is sent, where the client waits for that.
 */
record Append(GivenName name, List<Item> items) implements Command {
    private static final String FORM = "APPEND mailbox [(flag ...)] [\"date\"] literal";

    static final CommandSpec SPEC = new CommandSpec(
            "APPEND", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), FORM, Append::parse, Append::plan);

    /** The most messages of one command. */
    private static final int MESSAGES_MAX = Account.APPENDED_TOGETHER_MAX;

    /**
     * A message to append.
     *
     * @param received the internal date; null for now
     */
    record Item(Set<Flag> flags, @Nullable Instant received, BlobDraft draft) {}

    /** {@code append = "APPEND" SP mailbox 1*append-message}, each {@code [SP flag-list] [SP date-time] SP append-data}. */
    private static Append parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        GivenName name = GivenName.parse(in);
        List<Item> items = new ArrayList<>();
        do {
            in.sp();
            Set<Flag> flags = in.isNext('(') ? flags(in) : Set.of();
            Instant received = in.isNext('"') ? received(in) : null;
            boolean utf8 = isUtf8(in);
            if (!(in.message() instanceof Literal.Stored stored)) {
                throw in.expected("a message");
            }
            if (utf8) {
                in.expect(')');
            }
            items.add(new Item(flags, received, stored.draft()));
        } while (!in.isAtEnd());
        return new Append(name, items);
    }

    /**
     * {@code utf8-literal = "UTF8" SP "(" literal8 ")"} (RFC 6855 §4). Lenient: messages with other than ASCII in their headers are taken without it
     * too; programs that know nothing of it send such drafts.
     */
    private static boolean isUtf8(ImapReader in) throws BadSyntax {
        if (!in.acceptWord("UTF8")) {
            return false;
        }
        in.sp();
        in.expect('(');
        return true;
    }

    private static Set<Flag> flags(ImapReader in) throws BadSyntax {
        Set<Flag> flags = in.flagList();
        in.sp();
        return flags;
    }

    private static Instant received(ImapReader in) throws BadSyntax {
        Instant received = Dates.dateTime(in).toInstant();
        in.sp();
        return received;
    }

    /** The first literal may be the mailbox's name; all others are messages. */
    private static LiteralPlan plan(ImapSession session, ImapReader soFar, Literal.Announced literal)
            throws BadSyntax, IOException {
        soFar.sp();
        if (soFar.isAtEnd()) {
            return new LiteralPlan.Keep();
        }
        MailboxName name = soFar.mailbox();
        int messages = 0;
        while (!soFar.isAtEnd()) {
            soFar.sp();
            if (soFar.isNext('(')) {
                flags(soFar);
            }
            if (soFar.isNext('"')) {
                received(soFar);
            }
            boolean utf8 = isUtf8(soFar);
            if (soFar.isAtEnd()) {
                return plan(session, name, literal, messages);
            }
            soFar.message();
            if (utf8) {
                soFar.expect(')');
            }
            messages++;
        }
        throw soFar.expected("a blank");
    }

    private static LiteralPlan plan(ImapSession session, MailboxName name, Literal.Announced literal, int messages)
            throws IOException {
        long octetsMax = session.service().limits().messageBytesMax();
        if (literal.octets() > octetsMax) {
            return new LiteralPlan.Refuse(
                    new Outcome.No(ResponseCode.TOOBIG, "A message has at most " + octetsMax + " octets here."));
        }
        if (messages == MESSAGES_MAX) {
            return new LiteralPlan.Refuse(new Outcome.No(
                    ResponseCode.LIMIT, "At most " + MESSAGES_MAX + " messages are appended by one command."));
        }
        if (messages == 0 && target(session.account(), name).isEmpty()) {
            return new LiteralPlan.Refuse(Refusals.tryCreate());
        }
        return new LiteralPlan.Store(session.service().blobs().draft());
    }

    /** INBOX is always there, and need not be asked for: most mail goes there. */
    private static Optional<MailboxId> target(Account account, MailboxName name) throws IOException {
        return name.isInbox() ? Optional.of(account.inbox()) : account.find(name);
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        Account account = session.account();
        Optional<MailboxId> target = target(account, name.name());
        if (target.isEmpty()) {
            return Refusals.tryCreate();
        }
        name.tell(session, "", out);
        List<NewMessage> messages = new ArrayList<>();
        for (Item item : items) {
            item.draft().finish();
            Instant received =
                    item.received() == null ? session.service().clock().instant() : item.received();
            messages.add(new NewMessage(item.draft(), new byte[0], received, item.flags()));
        }
        return append(account, target.get(), messages);
    }

    private static Outcome append(Account account, MailboxId target, List<NewMessage> messages) throws IOException {
        return switch (account.append(target, messages)) {
            case AppendAllResult.Appended appended ->
                new Outcome.Ok(ResponseCode.appendUid(appended.uidValidity(), appended.uids()), "APPEND done.");
            case OverQuota full -> Refusals.overQuota(full);
            case NoSuchMailbox _ -> Refusals.tryCreate();
            case TooManyKeywords refused -> Refusals.tooManyKeywords(refused);
        };
    }
}

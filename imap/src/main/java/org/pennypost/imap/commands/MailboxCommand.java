package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.MailboxResult;
import org.pennypost.mailbox.SubscriptionResult;

/** The commands that name one mailbox and change the tree or the subscriptions: DELETE, SUBSCRIBE, UNSUBSCRIBE (RFC 9051 §6.3.5, §6.3.7, §6.3.8). */
record MailboxCommand(GivenName name, Deed deed) implements Command {
    static final CommandSpec DELETE = spec("DELETE", MailboxCommand::delete);

    /** A name that is no mailbox's can be subscribed to (RFC 9051 §6.3.7). */
    static final CommandSpec SUBSCRIBE = spec("SUBSCRIBE", (session, name, _) -> {
        return switch (session.account().subscribe(name.name())) {
            case SubscriptionResult.Done _ -> new Outcome.Ok("SUBSCRIBE done.");
            case SubscriptionResult.TooMany(int most) ->
                new Outcome.No(ResponseCode.LIMIT, "An account is subscribed to at most " + most + " names.");
        };
    });

    static final CommandSpec UNSUBSCRIBE = spec("UNSUBSCRIBE", (session, name, _) -> {
        session.account().unsubscribe(name.name());
        return new Outcome.Ok("UNSUBSCRIBE done.");
    });

    /** What is done to the mailbox. */
    @FunctionalInterface
    interface Deed {
        Outcome perform(ImapSession session, GivenName name, ResponseWriter out) throws BadSyntax, IOException;
    }

    private static CommandSpec spec(String keyword, Deed deed) {
        return new CommandSpec(
                keyword, CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), keyword + " mailbox", (in, _) -> {
                    in.sp();
                    return new MailboxCommand(GivenName.parse(in), deed);
                });
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
        return deed.perform(session, name, out);
    }

    /** Whoever deletes the mailbox that it has selected is in none from then on; other sessions are told at their next command. */
    private static Outcome delete(ImapSession session, GivenName given, ResponseWriter out) throws IOException {
        MailboxName name = given.name();
        Account account = session.account();
        Optional<MailboxId> id = account.find(name);
        MailboxResult result = account.delete(name);
        if (result instanceof MailboxResult.Done
                && session.state() == ImapState.SELECTED
                && id.isPresent()
                && session.selected().id().equals(id.get())) {
            session.unselect();
        }
        if (result instanceof MailboxResult.Done) {
            given.tell(session, "\\NonExistent", out);
        }
        return Refusals.of(result, "DELETE done.");
    }
}

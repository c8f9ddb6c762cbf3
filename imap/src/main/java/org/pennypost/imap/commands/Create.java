package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxResult;
import org.pennypost.mailbox.Role;

/**
 * CREATE makes a mailbox, and those above it that are missing (RFC 9051 §6.3.4), for special uses if the client names some (RFC 6154 §3).
 *
 * @param uses the special uses as the client spells them, known ones or not
 */
record Create(GivenName given, Set<String> uses) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "CREATE",
            CommandSpec.LOGGED_IN,
            Set.of(Trait.MAY_EXPUNGE),
            "CREATE mailbox [(USE (attribute ...))]",
            Create::parse);

    /** {@code create = "CREATE" SP mailbox [create-params]} (RFC 4466 §6); a parameter that is not known is an error (§2.2). */
    private static Create parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        GivenName given = GivenName.parse(in);
        Set<String> uses = new LinkedHashSet<>();
        if (in.accept(' ')) {
            in.expect('(');
            boolean used = false;
            do {
                String name = in.keyword("a parameter");
                if (!name.equals("USE")) {
                    throw new BadSyntax("there is no parameter " + Shown.of(name));
                }
                if (used) {
                    throw new BadSyntax("the parameter USE comes once");
                }
                used = true;
                in.sp();
                uses(in, uses);
            } while (in.accept(' '));
            in.expect(')');
        }
        return new Create(given, uses);
    }

    /** {@code "(" [use-attr *(SP use-attr)] ")"} (RFC 6154 §6). */
    private static void uses(ImapReader in, Set<String> uses) throws BadSyntax {
        in.expect('(');
        if (in.accept(')')) {
            return;
        }
        do {
            in.expect('\\');
            uses.add("\\" + in.atom());
        } while (in.accept(' '));
        in.expect(')');
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String use : uses) {
            Optional<Role> role = Role.ofAttribute(use);
            if (role.isEmpty()) {
                return Refusals.unfitUse(use);
            }
            roles.add(role.get());
        }
        MailboxResult result = session.account().create(given.name(), roles);
        if (result instanceof MailboxResult.Done(MailboxId id)) {
            given.tell(session, "", out);
            return new Outcome.Ok(ResponseCode.mailboxId(id), "CREATE done.");
        }
        return Refusals.of(result, "CREATE done.");
    }
}

package org.pennypost.imap.extensions;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.StatusItem;
import org.pennypost.mailbox.Mailbox;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Usage;

/**
 * QUOTA: what the account may hold and holds (RFC 9208). There is one quota root, the account's, called {@code ""}, which all its mailboxes
 * share; an account without limits has none. Only whoever runs the server sets quotas.
 */
final class QuotaRoots implements ImapExtension {
    private static final int STORAGE_UNIT_OCTETS = 1024;

    private static final CommandSpec GETQUOTA = new CommandSpec(
            "GETQUOTA", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), "GETQUOTA root", (in, _) -> quotaOf(in));

    private static final CommandSpec GETQUOTAROOT = new CommandSpec(
            "GETQUOTAROOT",
            CommandSpec.LOGGED_IN,
            Set.of(Trait.MAY_EXPUNGE),
            "GETQUOTAROOT mailbox",
            (in, _) -> quotaRoots(in));

    private static final CommandSpec SETQUOTA = new CommandSpec(
            "SETQUOTA",
            CommandSpec.LOGGED_IN,
            Set.of(Trait.MAY_EXPUNGE),
            "SETQUOTA root (resource limit ...)",
            (in, _) -> setQuota(in));

    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED
                ? List.of()
                : List.of("QUOTA", "QUOTA=RES-STORAGE", "QUOTA=RES-MESSAGE");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(GETQUOTA, GETQUOTAROOT, SETQUOTA);
    }

    @Override
    public List<StatusItem> statusItems() {
        return List.of(new StatusItem("DELETED-STORAGE", QuotaRoots::deletedOctets));
    }

    /** Octets that EXPUNGE would free (RFC 9208 §4.1.4). */
    private static long deletedOctets(ImapSession session, Mailbox mailbox) throws IOException {
        Optional<MailboxView> view = session.account().view(mailbox.id());
        long octets = 0;
        if (view.isPresent() && mailbox.deleted() > 0) {
            for (MailboxView.Cursor each = view.get().cursor(0); each.next(); ) {
                octets += each.isDeleted() ? each.sizeOctets() : 0;
            }
        }
        return octets;
    }

    /** {@code getquota = "GETQUOTA" SP quota-root-name}. */
    private static Command quotaOf(ImapReader in) throws BadSyntax {
        in.sp();
        String root = in.astring();
        return (session, out) -> {
            Quota quota = session.account().quota();
            if (!root.isEmpty() || isUnlimited(quota)) {
                return new Outcome.No(
                        ResponseCode.NONEXISTENT,
                        "There is no such quota root; GETQUOTAROOT tells which a mailbox has.");
            }
            tell(quota, session.account().usage(), out);
            return new Outcome.Ok("GETQUOTA done.");
        };
    }

    /** {@code getquotaroot = "GETQUOTAROOT" SP mailbox}. */
    private static Command quotaRoots(ImapReader in) throws BadSyntax {
        in.sp();
        MailboxName name = in.mailbox();
        return (session, out) -> {
            if (session.account().find(name).isEmpty()) {
                return new Outcome.No(ResponseCode.NONEXISTENT, "There is no such mailbox.");
            }
            Quota quota = session.account().quota();
            boolean limited = !isUnlimited(quota);
            out.begin()
                    .raw("QUOTAROOT ")
                    .mailbox(name)
                    .raw(limited ? " \"\"" : "")
                    .end();
            if (limited) {
                tell(quota, session.account().usage(), out);
            }
            return new Outcome.Ok("GETQUOTAROOT done.");
        };
    }

    /** {@code setquota = "SETQUOTA" SP quota-root-name SP setquota-list}. */
    private static Command setQuota(ImapReader in) throws BadSyntax {
        in.sp();
        in.astring();
        in.sp();
        in.expect('(');
        if (!in.accept(')')) {
            do {
                in.keyword("a resource");
                in.sp();
                in.number64();
            } while (in.accept(' '));
            in.expect(')');
        }
        return (_, _) -> new Outcome.No(ResponseCode.NOPERM, "Quotas are set by whoever runs this server.");
    }

    private static boolean isUnlimited(Quota quota) {
        return quota.octets() == Long.MAX_VALUE && quota.messages() == Long.MAX_VALUE;
    }

    /** {@code quota-response}; storage in units of 1024 octets, used ones rounded up and allowed ones down (RFC 9208 §5.1). */
    private static void tell(Quota quota, Usage usage, ResponseWriter out) throws IOException {
        out.begin().raw("QUOTA \"\" (");
        boolean storage = quota.octets() != Long.MAX_VALUE;
        if (storage) {
            out.raw("STORAGE ").number((usage.octets() + STORAGE_UNIT_OCTETS - 1) / STORAGE_UNIT_OCTETS);
            out.sp().number(quota.octets() / STORAGE_UNIT_OCTETS);
        }
        if (quota.messages() != Long.MAX_VALUE) {
            out.raw(storage ? " " : "").raw("MESSAGE ").number(usage.messages());
            out.sp().number(quota.messages());
        }
        out.raw(')').end();
    }
}

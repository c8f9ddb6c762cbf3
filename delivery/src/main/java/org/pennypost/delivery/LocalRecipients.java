package org.pennypost.delivery;

import java.util.List;
import java.util.Optional;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Usage;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Reply;
import org.pennypost.store.StoreException;

/** What RCPT is answered for an address that is, or might be, one of ours. */
final class LocalRecipients {
    static final Reply OK = Reply.of(250, "2.1.5", "Recipient accepted.");

    private final Directory directory;
    private final Mailboxes mailboxes;

    LocalRecipients(Directory directory, Mailboxes mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    /** Whether the path leads to this server: {@code <Postmaster>}, or an address of a hosted domain, there or not. */
    boolean ours(ForwardPath path) {
        return path.mailbox().map(to -> directory.hosts(to.domain())).orElse(true);
    }

    /** Says whether there is such a mailbox, and early, for this recipient alone, what the end of the data could only say for all. */
    Reply answer(Envelope soFar, ForwardPath path) {
        Optional<AccountEntry> account = switch (path) {
            case ForwardPath.Postmaster _ -> directory.resolve("postmaster", "");
            case ForwardPath.Recipient to -> resolve(to.address());
        };
        return account.map(entry -> room(soFar, entry))
                .orElseGet(() -> Reply.of(
                        550,
                        "5.1.1",
                        "There is no mailbox " + Reply.quoted(path.toString())
                                + " here; check how the name is spelled."));
    }

    /**
     * What VRFY is told where it is told the truth (RFC 5321 §3.5.1): the address that mail for this one goes to.
     *
     * @param argument an address, with or without angle brackets, or a name, which may be one of any domain here
     */
    Reply verified(String argument) {
        String bare = argument.startsWith("<") && argument.endsWith(">")
                ? argument.substring(1, argument.length() - 1)
                : argument;
        int at = bare.lastIndexOf('@');
        String domain = bare.substring(at + 1);
        if (at >= 0 && !directory.hosts(domain)) {
            return Reply.of(252, "2.0.0", "That is no domain of this server, which cannot say who is there.");
        }
        List<AccountEntry> found = at >= 0
                ? directory.resolve(bare.substring(0, at), domain).stream().toList()
                : directory.domains().stream()
                        .flatMap(each -> directory.resolve(bare, each.name()).stream())
                        .distinct()
                        .toList();
        return switch (found.size()) {
            case 0 -> Reply.of(550, "5.1.1", "There is no mailbox " + Reply.quoted(bare) + " here.");
            case 1 -> Reply.of(250, "2.1.5", "<" + found.getFirst().address() + ">");
            default -> Reply.of(553, "5.1.4", Reply.quoted(bare) + " is ambiguous here; write it as name@domain.");
        };
    }

    private Optional<AccountEntry> resolve(Mailbox mailbox) {
        return directory.hosts(mailbox.domain())
                ? directory.resolve(mailbox.localPart(), mailbox.domain())
                : Optional.empty();
    }

    private Reply room(Envelope soFar, AccountEntry account) {
        if (account.quotaBytes() == 0) {
            return OK;
        }
        try {
            Usage usage = mailboxes.account(new AccountId(account.number())).usage();
            long announced = soFar.mail().sizeOctets().orElse(0);
            return usage.octets() + announced < account.quotaBytes() ? OK : Copies.MAILBOX_FULL;
        } catch (StoreException e) {
            return StoreReplies.of(e);
        }
    }
}

package org.pennypost.imap.commands;

import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.Shown;
import org.pennypost.mailbox.MailboxResult;
import org.pennypost.mailbox.OverQuota;
import org.pennypost.mailbox.Role;
import org.pennypost.mailbox.TooManyKeywords;

/** What several commands say when they are refused. */
final class Refusals {
    private Refusals() {}

    /** The mailbox was opened with EXAMINE. */
    static Outcome.No readOnly() {
        return new Outcome.No(ResponseCode.READ_ONLY, "The mailbox was opened with EXAMINE; SELECT it to change it.");
    }

    /** There is no mailbox to put messages in; the client may make it (RFC 9051 §6.3.12, §6.4.7). */
    static Outcome.No tryCreate() {
        return new Outcome.No(ResponseCode.TRYCREATE, "There is no such mailbox; CREATE it first.");
    }

    /** There is no such mailbox. */
    static Outcome.No nonexistent() {
        return new Outcome.No(ResponseCode.NONEXISTENT, "There is no such mailbox.");
    }

    /** The account is full. */
    static Outcome.No overQuota(OverQuota full) {
        return new Outcome.No(
                ResponseCode.OVERQUOTA,
                "That does not fit: " + full.usage().octets() + " of "
                        + full.quota().octets() + " octets and " + full.usage().messages() + " of "
                        + full.quota().messages() + " messages are there.");
    }

    /** The mailbox knows as many keywords as it can. */
    static Outcome.No tooManyKeywords(TooManyKeywords refused) {
        return new Outcome.No(
                ResponseCode.LIMIT, "A mailbox has at most " + refused.most() + " keywords, and this one has them.");
    }

    /** Messages are gone that the client still counts (RFC 2180 §4). */
    static Outcome.No expungeIssued() {
        return new Outcome.No(ResponseCode.EXPUNGEISSUED, "Some of these messages are expunged; NOOP tells which.");
    }

    /** No mailbox here can be for that (RFC 6154 §5.3). */
    static Outcome.No unfitUse(String attribute) {
        return new Outcome.No(ResponseCode.USEATTR, "No mailbox here can be for " + Shown.of(attribute) + ".");
    }

    /** What became of a change to mailboxes. */
    static Outcome of(MailboxResult result, String done) {
        return switch (result) {
            case MailboxResult.Done _ -> new Outcome.Ok(done);
            case MailboxResult.AlreadyExists _ ->
                new Outcome.No(ResponseCode.ALREADYEXISTS, "There is such a mailbox already.");
            case MailboxResult.Missing _ -> nonexistent();
            case MailboxResult.HasChildren _ ->
                new Outcome.No(ResponseCode.HASCHILDREN, "There are mailboxes below it; delete them first.");
            case MailboxResult.TooMany(int most) ->
                new Outcome.No(ResponseCode.LIMIT, "An account has at most " + most + " mailboxes.");
            case MailboxResult.UnfitRole(Role role) -> unfitUse(role.attribute());
            case MailboxResult.Refused refused -> new Outcome.No(ResponseCode.CANNOT, refused.why());
        };
    }
}

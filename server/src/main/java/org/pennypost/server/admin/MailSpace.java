package org.pennypost.server.admin;

import org.pennypost.directory.AccountEntry;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Quota;
import org.pennypost.store.StoreException;

/** The place for an account's mail, which the directory does not make. */
public final class MailSpace {
    private MailSpace() {}

    /** Makes it, with INBOX and the other usual mailboxes; no harm where it is there already. */
    public static void make(Mailboxes mailboxes, AccountEntry account) throws StoreException {
        Quota quota = account.quotaBytes() == 0
                ? Quota.UNLIMITED
                : new Quota(account.quotaBytes(), Quota.UNLIMITED.messages());
        mailboxes.createAccount(new AccountId(account.number()), quota);
    }
}

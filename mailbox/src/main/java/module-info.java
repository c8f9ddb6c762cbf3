/** Accounts' mailboxes, messages, flags, changes, quotas: all mail semantics, once. */
module org.pennypost.mailbox {
    requires static org.jspecify;
    requires transitive org.pennypost.store;

    exports org.pennypost.mailbox;
}

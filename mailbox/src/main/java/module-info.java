/** Accounts' mailboxes, messages, flags, changes, quotas: all mail semantics, once. */
module org.pennypost.mailbox {
    requires static org.jspecify;
    requires org.jsoup;
    requires transitive org.pennypost.mime;
    requires transitive org.pennypost.store;

    exports org.pennypost.mailbox;
    exports org.pennypost.mailbox.projection;
    exports org.pennypost.mailbox.text;
    exports org.pennypost.mailbox.thread;
}

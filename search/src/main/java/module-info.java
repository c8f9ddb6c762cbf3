/** The full-text index of the mailboxes: derived from the store, and made anew when it is lost. */
module org.pennypost.search {
    requires static org.jspecify;
    requires org.apache.lucene.core;
    requires transitive org.pennypost.mailbox;

    exports org.pennypost.search;
}

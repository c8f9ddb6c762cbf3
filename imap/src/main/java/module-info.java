/** IMAP: grammar, server session, client (RFC 9051, RFC 3501). */
module org.pennypost.imap {
    requires static org.jspecify;
    requires transitive org.pennypost.mailbox;
    requires transitive org.pennypost.sasl;
    requires transitive org.pennypost.store;
    requires transitive org.pennypost.wire;
    requires transitive org.pennypost.mime;

    exports org.pennypost.imap;
    exports org.pennypost.imap.client;
    exports org.pennypost.imap.grammar;
    exports org.pennypost.imap.server;
}

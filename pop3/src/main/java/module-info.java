/** POP3: grammar, server session, client (RFC 1939). */
module org.pennypost.pop3 {
    requires static org.jspecify;
    requires transitive org.pennypost.mailbox;
    requires transitive org.pennypost.sasl;
    requires transitive org.pennypost.wire;
    requires org.pennypost.store;

    exports org.pennypost.pop3;
    exports org.pennypost.pop3.client;
}

/** SMTP: grammar, server session, client. */
module org.pennypost.smtp {
    requires static org.jspecify;
    requires org.pennypost.names;
    requires transitive org.pennypost.sasl;
    requires transitive org.pennypost.wire;

    exports org.pennypost.smtp;
    exports org.pennypost.smtp.client;
    exports org.pennypost.smtp.server;
}

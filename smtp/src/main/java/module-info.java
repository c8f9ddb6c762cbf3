/** SMTP: grammar, server session, client. */
module org.pennypost.smtp {
    requires static org.jspecify;
    requires transitive org.pennypost.wire;
    requires org.pennypost.sasl;

    exports org.pennypost.smtp;
}

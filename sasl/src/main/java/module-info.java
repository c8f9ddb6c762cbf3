/** SASL mechanisms, client and server side (RFC 4422). */
module org.pennypost.sasl {
    requires static org.jspecify;

    exports org.pennypost.sasl;
}

/** Names in every script: domains (IDNA2008), user names and passwords (PRECIS). */
module org.pennypost.names {
    requires static org.jspecify;

    exports org.pennypost.names;
}

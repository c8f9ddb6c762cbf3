/** A connection: bytes, lines, dot blocks, TLS, deadlines, limits, wire log. */
module org.pennypost.wire {
    requires jdk.net;
    requires static org.jspecify;

    exports org.pennypost.wire;
}

/** A connection: bytes, lines, dot blocks, TLS, deadlines, limits, wire log. */
module org.pennypost.wire {
    requires static org.jspecify;

    exports org.pennypost.wire;
}

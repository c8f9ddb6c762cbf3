package org.pennypost.testkit;

/** How the client's lines are cut into writes. What the server says must not depend on it. */
public enum Pace {
    /** Each line in one write, when the replies before it have come. */
    WHOLE_LINES,
    /** Each byte in a write of its own. */
    BYTE_BY_BYTE,
    /** All lines up to the next one that must wait for a reply, in one write. */
    PIPELINED
}

package org.pennypost.sasl;

/** What became of a login. */
public sealed interface Outcome {
    /** Name and password are right. */
    record Accepted(Identity identity) implements Outcome {}

    /** Name or password is wrong; which of them is told to nobody. */
    record Rejected() implements Outcome {}

    /**
     * It was not checked: the same login may be right later.
     *
     * @param reason for the person who logs in, without a dot at its end
     */
    record TemporarilyUnavailable(String reason) implements Outcome {}
}

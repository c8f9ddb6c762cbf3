package org.pennypost.sasl;

/** What became of a login. */
public sealed interface Outcome {
    /** Name and password are right. */
    record Accepted(Identity identity) implements Outcome {}

    /** Name or password is wrong; which of them is told to nobody. */
    record Rejected() implements Outcome {}

    /**
     * Name and password are right, and the account is blocked until it has another password: this one is known to everybody
     * (RFC 9051 §11.7).
     *
     * @param reason for the person who logs in, without a dot at its end
     */
    record Blocked(String reason) implements Outcome {}

    /**
     * It was not checked: the same login may be right later.
     *
     * @param reason for the person who logs in, without a dot at its end
     */
    record TemporarilyUnavailable(String reason) implements Outcome {}
}

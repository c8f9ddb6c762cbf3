package org.pennypost.sasl;

/** What became of a token. */
public sealed interface TokenVerdict {
    /** It is good, and for this account. */
    record Good(Identity identity) implements TokenVerdict {}

    /**
     * It is not.
     *
     * @param status {@code invalid_token} or another word of RFC 6750 §3.1
     * @param scope which scope a token needs; empty if that is not told
     * @param configuration the URL of the OpenID configuration, with which a client finds out where to get one; empty if there is none
     */
    record Bad(String status, String scope, String configuration) implements TokenVerdict {}

    /** @param reason why it was not checked, for the person who logs in, without a dot at its end */
    record Later(String reason) implements TokenVerdict {}
}

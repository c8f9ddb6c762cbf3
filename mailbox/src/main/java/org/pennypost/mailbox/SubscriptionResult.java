package org.pennypost.mailbox;

/** What became of a subscription. */
public sealed interface SubscriptionResult {
    /** The name is on the list, or off it, as was asked, whether it was before or not. */
    record Done() implements SubscriptionResult {}

    /** The account is subscribed to as many names as it may be (RFC 5530 §3 LIMIT). */
    record TooMany(int most) implements SubscriptionResult {}
}

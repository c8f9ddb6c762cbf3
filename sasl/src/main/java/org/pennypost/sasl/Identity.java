package org.pennypost.sasl;

/**
 * Who has logged in, and for whom.
 *
 * @param address the address of the account in whose name everything is done (the authorization identity of RFC 4422 §2), whatever was
 *     typed
 * @param account the number of that account, and of the store's partition with its mail
 * @param login the address of the account whose secret was proved; the same as {@code address} unless somebody acts for another
 */
public record Identity(String address, long account, String login) {
    /** Somebody in their own name. */
    public Identity(String address, long account) {
        this(address, account, address);
    }
}

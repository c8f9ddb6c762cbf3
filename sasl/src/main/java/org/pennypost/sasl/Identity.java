package org.pennypost.sasl;

/**
 * Who has logged in.
 *
 * @param address the account's own address, whatever was typed
 * @param account the number of the account, and of the store's partition with its mail
 */
public record Identity(String address, long account) {}

package org.pennypost.store;

/**
 * A value with the version that a conditional batch can ask for.
 *
 * @param bytes the value; not to be changed by anyone
 * @param version grows each time the key is written; never 0
 */
@SuppressWarnings(
        "ArrayRecordComponent") // values are read once, by one caller, and are large: a copy each would be waste
public record Versioned(byte[] bytes, long version) {}

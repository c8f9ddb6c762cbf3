package org.pennypost.search;

/**
 * How much of an account its index knows.
 *
 * @param documents contents in the index
 * @param through it knows all contents up to this number; 0 without an index
 * @param last the number of the account's last content
 */
public record SearchProgress(long documents, long through, long last) {}

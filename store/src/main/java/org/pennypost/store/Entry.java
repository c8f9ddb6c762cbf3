package org.pennypost.store;

/** One row of a range: a key and its value. */
public record Entry(Key key, Versioned value) {}

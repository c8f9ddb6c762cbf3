package org.pennypost.directory;

import java.time.Instant;

/**
 * A hosted domain.
 *
 * @param name in lower case, internationalised labels as A-labels
 * @param created when it was added, to the millisecond
 */
public record DomainEntry(String name, Instant created) {}

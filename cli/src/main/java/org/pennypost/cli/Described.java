package org.pennypost.cli;

import picocli.CommandLine.Model.CommandSpec;

/**
 * What describes itself to picocli by code instead of by annotations. For annotations the JVM makes classes and accessors anew in each process, which was a tenth of the time
 * in which the server starts (docs/adr/0031-what-a-start-costs.md). The other commands carry {@code @Command}: shorter to read, and nobody waits for them twice.
 */
public interface Described {
    /** Returns the description, whose user object is this object. */
    CommandSpec spec();
}

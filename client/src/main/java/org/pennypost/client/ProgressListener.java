package org.pennypost.client;

/** Sees how far long work has come. Called by the working thread, often; must not throw. */
@FunctionalInterface
public interface ProgressListener {
    /** Sees nothing. */
    ProgressListener NONE = (_, _) -> {};

    /**
     * @param octets how much is done
     * @param total how much there is, as far as is known; more may come
     */
    void progress(long octets, long total);
}

package org.pennypost.store.conformance;

import java.io.IOException;
import java.time.Duration;
import org.pennypost.store.Store;

/** A store under test, with the handles that a test needs and a user has not. */
public interface Rig extends AutoCloseable {
    Store store();

    /** Commits from now on stay pending; returns when none is on its way to the disk. */
    void hold() throws Exception;

    /** Lets pending commits go on. */
    void release();

    /** The next commit that brings bytes of a blob fails with {@link org.pennypost.store.StoreFull}. */
    void failNextBlob();

    /** Moves the store's clock. */
    void advance(Duration time);

    /** Frees what no link holds, where the engine does that later. */
    void sweep() throws Exception;

    /** Closes the store and opens it again on what is durable. */
    void reopen() throws Exception;

    /** Closes the store, after making sure that its check finds it sound. */
    @Override
    void close() throws IOException;
}

package org.pennypost.search;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RateLimitedIndexOutput;
import org.apache.lucene.store.RateLimiter;

/** The folder of an index, whose files are written with pauses: segments take seconds to be merged, in one go. */
final class YieldingDirectory extends FilterDirectory {
    /** So many octets are written between two pauses, in some milliseconds. */
    private static final long PIECE_OCTETS = 64 << 10;

    private final Runnable pause;

    /** @param pause between two pieces */
    YieldingDirectory(Directory directory, Runnable pause) {
        super(directory);
        this.pause = pause;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return new RateLimitedIndexOutput(new Pauses(), super.createOutput(name, context));
    }

    /** Lucene's limiter without a rate: an output asks it for a pause alone, and never for or about a rate. */
    private final class Pauses extends RateLimiter {
        @Override
        public void setMBPerSec(double rate) {
            throw new UnsupportedOperationException("the index is written with pauses, not at a rate");
        }

        @Override
        public double getMBPerSec() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public long pause(long octets) {
            pause.run();
            return 0;
        }

        @Override
        public long getMinPauseCheckBytes() {
            return PIECE_OCTETS;
        }
    }
}

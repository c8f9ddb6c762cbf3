package org.pennypost.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.pennypost.wire.Places;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many file descriptors the system gives this process, and how many of them connections may take. */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    /** For the store, whose open files grow with it, and for jars, logs and resolvers. */
    private static final int FOR_FILES_MAX = 2_048;

    private static final int FOR_FILES_MIN = 128;
    private static final int CONNECTIONS_MIN = 16;
    private static final int USUAL_CONNECTIONS = 10_000;

    private Descriptors() {}

    /** A quarter is left for files, at least {@value #FOR_FILES_MIN} and at most {@value #FOR_FILES_MAX}. */
    static Places places() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return Places.unlimited();
        }
        long all = system.getMaxFileDescriptorCount();
        long places = connections(all);
        if (places < USUAL_CONNECTIONS) {
            LOG.atWarn()
                    .addKeyValue("descriptors", all)
                    .addKeyValue("connections", places)
                    .log("the system gives this program few file descriptors, so not more connections are held at once:"
                            + " raise them with 'ulimit -n' or LimitNOFILE");
        }
        return new Places(Math.toIntExact(places));
    }

    static long connections(long descriptors) {
        long files = Math.clamp(descriptors / 4, FOR_FILES_MIN, FOR_FILES_MAX);
        return Math.clamp(descriptors - files, CONNECTIONS_MIN, Integer.MAX_VALUE);
    }
}

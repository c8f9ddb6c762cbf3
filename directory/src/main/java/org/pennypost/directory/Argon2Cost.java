package org.pennypost.directory;

/**
 * What computing one password's hash costs, RFC 9106 §3.1.
 *
 * @param memoryKib memory in units of 1,024 bytes
 * @param iterations passes over that memory
 * @param parallelism lanes; they are computed one after the other here
 */
public record Argon2Cost(int memoryKib, int iterations, int parallelism) {
    /** The least that OWASP's Password Storage Cheat Sheet recommends for Argon2id: 19 MiB, two passes. */
    public static final Argon2Cost DEFAULT = new Argon2Cost(19_456, 2, 1);

    private static final int MEMORY_KIB_MAX = 1 << 20;
    private static final int ITERATIONS_MAX = 100;
    private static final int PARALLELISM_MAX = 64;

    public Argon2Cost {
        if (parallelism < 1 || parallelism > PARALLELISM_MAX) {
            throw new IllegalArgumentException("parallelism is 1 to " + PARALLELISM_MAX + ", not " + parallelism);
        }
        if (memoryKib < 8 * parallelism || memoryKib > MEMORY_KIB_MAX) {
            throw new IllegalArgumentException(
                    "memory is 8 KiB for each lane to " + MEMORY_KIB_MAX + " KiB, not " + memoryKib);
        }
        if (iterations < 1 || iterations > ITERATIONS_MAX) {
            throw new IllegalArgumentException("iterations are 1 to " + ITERATIONS_MAX + ", not " + iterations);
        }
    }
}

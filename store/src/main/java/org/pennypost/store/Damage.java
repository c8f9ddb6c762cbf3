package org.pennypost.store;

import java.util.Optional;

/**
 * Something that a check found wrong.
 *
 * @param blob whose bytes cannot be had, if it is that
 * @param sentence what is wrong, with file and offset or key
 */
public record Damage(Optional<BlobId> blob, String sentence) {
    /** Returns damage to something else than a blob's bytes. */
    public static Damage of(String sentence) {
        return new Damage(Optional.empty(), sentence);
    }

    /** Returns damage to a blob. */
    public static Damage of(BlobId blob, String sentence) {
        return new Damage(Optional.of(blob), sentence);
    }

    /** The sentence. */
    @Override
    public String toString() {
        return sentence;
    }
}

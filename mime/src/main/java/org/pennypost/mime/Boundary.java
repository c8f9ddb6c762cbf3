package org.pennypost.mime;

import java.util.random.RandomGenerator;

/**
 * The line between the parts of a multipart (RFC 2046 §5.1.1).
 *
 * <p>It cannot occur in content: it begins with {@code =_}, which neither quoted-printable nor base64 can produce (RFC 2045 §6.7 suggests this), and
 * content that has a line beginning so is never sent as it is ({@link ContentScan#boundaryLike}).
 */
final class Boundary {
    static final String BEGIN = "=_";
    private static final int BITS = 100;

    private Boundary() {}

    static String create(RandomGenerator random) {
        return BEGIN + Randomness.letters(random, BITS);
    }
}

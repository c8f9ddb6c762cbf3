package org.pennypost.imap.grammar;

import java.util.Optional;

/**
 * Which octets of a section are wanted (RFC 9051 §9 {@code partial}).
 *
 * @param origin the first octet, from 0
 * @param length how many, at least 1
 */
public record Partial(long origin, long length) {
    /** {@code <origin.length>}, if it follows. */
    public static Optional<Partial> parse(ImapReader in) throws BadSyntax {
        if (!in.accept('<')) {
            return Optional.empty();
        }
        long origin = in.number64();
        in.expect('.');
        long length = in.number64();
        if (length == 0) {
            throw new BadSyntax("a partial FETCH asks for at least one octet");
        }
        in.expect('>');
        return Optional.of(new Partial(origin, length));
    }
}

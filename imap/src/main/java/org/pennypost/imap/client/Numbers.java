package org.pennypost.imap.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/** Numbers and sets of them, as servers spell them (RFC 9051 §9 {@code number}, {@code uid-set}). */
final class Numbers {
    private static final int DIGITS_MAX = 18;

    private Numbers() {}

    /** A number of up to 63 bits; empty if it is none. */
    static OptionalLong parse(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= DIGITS_MAX + 1
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /** Ranges in any order, without {@code *}; empty if it is no set. */
    static Optional<UidSet> parseSet(String text) {
        List<UidSet.Range> ranges = new ArrayList<>();
        for (String range : text.split(",", -1)) {
            int colon = range.indexOf(':');
            OptionalLong one = parse(colon < 0 ? range : range.substring(0, colon));
            OptionalLong other = colon < 0 ? one : parse(range.substring(colon + 1));
            if (!isUid(one) || !isUid(other)) {
                return Optional.empty();
            }
            ranges.add(new UidSet.Range(
                    new Uid(Math.min(one.getAsLong(), other.getAsLong())),
                    new Uid(Math.max(one.getAsLong(), other.getAsLong()))));
        }
        return Optional.of(UidSet.ofRanges(ranges));
    }

    static boolean isUid(OptionalLong number) {
        return number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= Uid.MAX;
    }
}

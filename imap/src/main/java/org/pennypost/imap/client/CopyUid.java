package org.pennypost.imap.client;

import java.util.Optional;
import java.util.OptionalLong;
import org.pennypost.mailbox.UidSet;

/**
 * Where messages of APPEND, COPY or MOVE are now (RFC 4315 §3).
 *
 * @param uidValidity of the mailbox where they are
 * @param from their UIDs where they were; empty for APPEND
 * @param to their UIDs where they are, in the same order
 */
public record CopyUid(long uidValidity, UidSet from, UidSet to) {
    /** Of APPENDUID or COPYUID; empty for another code, or a bad one. */
    static Optional<CopyUid> of(Response.Code code) {
        String[] words = code.argument().strip().split(" +", -1);
        OptionalLong validity = Numbers.parse(words[0]);
        boolean append = code.name().equals("APPENDUID") && words.length == 2;
        boolean copy = code.name().equals("COPYUID") && words.length == 3;
        if (validity.isEmpty() || !(append || copy)) {
            return Optional.empty();
        }
        Optional<UidSet> to = Numbers.parseSet(words[words.length - 1]);
        Optional<UidSet> from = append ? Optional.of(UidSet.EMPTY) : Numbers.parseSet(words[1]);
        return from.flatMap(old -> to.map(now -> new CopyUid(validity.getAsLong(), old, now)));
    }
}

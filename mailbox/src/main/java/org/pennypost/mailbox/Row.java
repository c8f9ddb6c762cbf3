package org.pennypost.mailbox;

/**
 * A message in a mailbox, in numbers: what a mailbox is scanned for.
 *
 * @param content the number of the content, at most {@code id}
 * @param flags the system flags' bits, then the mailbox's keywords': see {@link Keywords}
 * @param size in octets
 * @param received in seconds since 1970
 * @param saved in seconds since 1970
 * @param surrogate {@link SurrogateNote#code}
 */
record Row(
        long uid,
        long modSeq,
        long id,
        long content,
        long flags,
        long size,
        long received,
        long saved,
        long surrogate) {
    boolean isUnseen() {
        return (flags & Keywords.SEEN) == 0;
    }

    boolean isDeleted() {
        return (flags & Keywords.DELETED) != 0;
    }

    Row withFlags(long newFlags, long newModSeq) {
        return new Row(uid, newModSeq, id, content, newFlags, size, received, saved, surrogate);
    }

    Row inMailbox(long newUid, long newFlags, long newModSeq, long nowSeconds) {
        return new Row(newUid, newModSeq, id, content, newFlags, size, received, nowSeconds, surrogate);
    }

    Row copied(long newId) {
        return new Row(uid, modSeq, newId, content, flags, size, received, saved, surrogate);
    }
}

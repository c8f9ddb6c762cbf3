package org.pennypost.imap.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;

/** What a FETCH response tells of a message (RFC 9051 §7.5.2), without its contents. Immutable once it is handed out. */
public final class FetchedMessage {
    private final long number;
    private final Map<String, Value> others = new LinkedHashMap<>();
    private final Map<String, Long> contents = new LinkedHashMap<>();
    private @Nullable Uid uid;
    private @Nullable Set<Flag> flags;
    private @Nullable Instant received;
    private long octets = -1;
    private long modSeq = -1;

    FetchedMessage(long number) {
        this.number = number;
    }

    void uid(Uid told) {
        uid = told;
    }

    void flags(Set<Flag> told) {
        flags = Set.copyOf(told);
    }

    void received(Instant told) {
        received = told;
    }

    void octets(long told) {
        octets = told;
    }

    void modSeq(long told) {
        modSeq = told;
    }

    void content(String section, long count) {
        contents.put(section, count);
    }

    void other(String attribute, Value value) {
        others.put(attribute, value);
    }

    /** Its number in the mailbox, from 1. */
    public long number() {
        return number;
    }

    public Optional<Uid> uid() {
        return Optional.ofNullable(uid);
    }

    /** Its flags, without {@code \Recent} and what is no flag of the standard; empty if they were not told. */
    public Optional<Set<Flag>> flags() {
        return Optional.ofNullable(flags);
    }

    /** INTERNALDATE. */
    public Optional<Instant> received() {
        return Optional.ofNullable(received);
    }

    /** RFC822.SIZE. */
    public OptionalLong octets() {
        return octets < 0 ? OptionalLong.empty() : OptionalLong.of(octets);
    }

    /** MODSEQ (RFC 7162 §3.1.2). */
    public OptionalLong modSeq() {
        return modSeq < 0 ? OptionalLong.empty() : OptionalLong.of(modSeq);
    }

    /** Which sections came, by their names in capitals, and how many octets each had; −1 for NIL. */
    public Map<String, Long> contents() {
        return Map.copyOf(contents);
    }

    /** An attribute that has no method of its own here, by its name in capitals: {@code ENVELOPE}, {@code EMAILID}. */
    public Optional<Value> attribute(String name) {
        return Optional.ofNullable(others.get(name));
    }

    @Override
    public String toString() {
        return "message " + number + (uid == null ? "" : " (UID " + uid.number() + ")");
    }
}

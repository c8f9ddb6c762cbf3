package org.pennypost.queue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was counted during the last hour, or day, in slots of equal length: a slot counts until all of it is that old. Immutable.
 *
 * @param span the length of slot and window
 * @param slots in the order of time, none that is empty
 */
record Tally(Span span, List<Slot> slots) {
    /** Twelve to thirteen slots in an hour, twenty-four to twenty-five in a day. */
    enum Span {
        HOUR(Duration.ofMinutes(5), Duration.ofHours(1)),
        DAY(Duration.ofHours(1), Duration.ofDays(1));

        private final long slotSeconds;
        private final long windowSeconds;

        Span(Duration slot, Duration window) {
            this.slotSeconds = slot.toSeconds();
            this.windowSeconds = window.toSeconds();
        }

        private int slotsMax() {
            return (int) (windowSeconds / slotSeconds) + 1;
        }
    }

    /**
     * What was counted in it.
     *
     * @param start its first second, since 1970
     */
    record Slot(long start, int messages, int newRecipients) {
        /** The year 5138: far beyond what a clock says, and within what an Instant can hold. */
        private static final long START_MAX = 100_000_000_000L;

        Slot {
            if (start < 0 || start > START_MAX || messages < 0 || newRecipients < 0) {
                throw new IllegalArgumentException("nothing was counted so: " + start);
            }
        }

        int of(LimitReached.Counted counted) {
            return switch (counted) {
                case MESSAGES -> messages;
                case NEW_RECIPIENTS -> newRecipients;
            };
        }
    }

    /** Octets of a written slot. */
    private static final int SLOT_OCTETS = 8 + 4 + 4;

    Tally {
        slots = List.copyOf(slots);
    }

    /** Returns the tally with this counted too, and without what is too old to count. */
    Tally plus(Instant now, int messages, int newRecipients) {
        long start = now.getEpochSecond() - Math.floorMod(now.getEpochSecond(), span.slotSeconds);
        List<Slot> kept = new ArrayList<>(current(now));
        // A clock that was set back counts in the last slot there is: the slots stay in order, and nothing is
        // forgotten.
        if (!kept.isEmpty() && kept.getLast().start >= start) {
            Slot last = kept.removeLast();
            kept.add(new Slot(last.start, last.messages + messages, last.newRecipients + newRecipients));
        } else {
            kept.add(new Slot(start, messages, newRecipients));
        }
        return new Tally(span, kept);
    }

    /**
     * When {@code more} could be counted without exceeding {@code max}: now, or later; never where it is more than {@code max} by
     * itself.
     */
    Optional<Instant> roomAt(Instant now, LimitReached.Counted counted, int more, int max) {
        if (more > max) {
            return Optional.empty();
        }
        List<Slot> recent = current(now);
        long over = more - (long) max;
        for (Slot slot : recent) {
            over += slot.of(counted);
        }
        Instant free = now;
        for (Slot slot : recent) {
            if (over <= 0) {
                break;
            }
            over -= slot.of(counted);
            free = Instant.ofEpochSecond(slot.start + span.slotSeconds + span.windowSeconds);
        }
        return Optional.of(free);
    }

    private List<Slot> current(Instant now) {
        long oldest = now.getEpochSecond() - span.windowSeconds - span.slotSeconds;
        List<Slot> counted = slots.stream().filter(slot -> slot.start > oldest).toList();
        return counted.size() <= span.slotsMax()
                ? counted
                : counted.subList(counted.size() - span.slotsMax(), counted.size());
    }

    int octets() {
        return 1 + slots.size() * SLOT_OCTETS;
    }

    /** Number of slots u8, then for each its start u64, messages u32, new recipients u32. */
    void write(ByteBuffer out) {
        out.put((byte) slots.size());
        slots.forEach(slot -> out.putLong(slot.start).putInt(slot.messages).putInt(slot.newRecipients));
    }

    static Tally read(Span span, ByteBuffer in) {
        int count = in.get();
        if (count < 0) {
            throw new IllegalArgumentException("a tally of " + count + " slots");
        }
        List<Slot> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.add(new Slot(in.getLong(), in.getInt(), in.getInt()));
        }
        return new Tally(span, slots);
    }
}

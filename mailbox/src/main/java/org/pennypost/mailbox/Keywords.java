package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * The keywords of a mailbox, in the order in which it met them: the meaning of the flag bits of its rows. Bits 0 to 4 are the
 * system flags, bit 5 the first keyword. Immutable.
 *
 * <p>Kept under {@link Keys#keywords}: version 1 (u8), count (number), the names (texts). A mailbox without keywords has no such
 * record. A keyword keeps its bit for the mailbox's life.
 */
record Keywords(List<Flag> names) {
    static final long SEEN = bit(Flag.SEEN);
    static final long DELETED = bit(Flag.DELETED);

    /** The most keywords that a mailbox can have: the bits of a positive long. */
    static final int COUNT_MAX = Long.SIZE - 1 - Flag.SYSTEM.size();

    static final Keywords NONE = new Keywords(List.of());

    private static final int VERSION = 1;

    Keywords {
        names = List.copyOf(names);
    }

    private static long bit(Flag system) {
        return 1L << Flag.SYSTEM.indexOf(system);
    }

    /** With those of the flags that it does not know yet; empty if they are too many. */
    Optional<Keywords> with(Collection<Flag> flags) {
        Set<Flag> all = new LinkedHashSet<>(names);
        flags.stream().filter(Flag::isKeyword).forEach(all::add);
        if (all.size() == names.size()) {
            return Optional.of(this);
        }
        return all.size() > COUNT_MAX ? Optional.empty() : Optional.of(new Keywords(new ArrayList<>(all)));
    }

    /** The bits of these flags; those it does not know have none. */
    long mask(Collection<Flag> flags) {
        long mask = 0;
        for (Flag flag : flags) {
            int place = flag.isKeyword() ? names.indexOf(flag) : Flag.SYSTEM.indexOf(flag);
            if (place >= 0) {
                mask |= 1L << (flag.isKeyword() ? Flag.SYSTEM.size() + place : place);
            }
        }
        return mask;
    }

    /** The flags of these bits. */
    Set<Flag> flags(long mask) {
        Set<Flag> flags = new LinkedHashSet<>();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            flags.add(bit < Flag.SYSTEM.size() ? Flag.SYSTEM.get(bit) : names.get(bit - Flag.SYSTEM.size()));
        }
        return flags;
    }

    byte[] encode() {
        Packer out = new Packer(20 * names.size()).u8(VERSION).number(names.size());
        names.forEach(name -> out.text(name.name()));
        return out.toBytes();
    }

    static Keywords decode(byte[] value) throws StoreException {
        Unpacker in = new Unpacker("a mailbox's keywords", value).version(VERSION);
        List<Flag> names = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            names.add(Flag.parse(in.text()).orElseThrow(in::torn));
        }
        return new Keywords(names);
    }
}

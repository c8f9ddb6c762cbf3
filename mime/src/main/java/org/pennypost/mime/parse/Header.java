package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header of a part: its fields in their order.
 *
 * <p>Immutable. Where the source is not in memory, each call reads the header from it, and throws {@link UncheckedIOException} when that fails.
 */
public final class Header {
    private final FieldTable table;
    private final int first;
    private final int count;
    private final long start;
    private final long end;

    Header(FieldTable table, int first, int count, long start, long end) {
        this.table = table;
        this.first = first;
        this.count = count;
        this.start = start;
        this.end = end;
    }

    /** Returns the offset in the source of its first byte. */
    public long start() {
        return start;
    }

    /** Returns the offset in the source behind its last field. */
    public long end() {
        return end;
    }

    /** Returns all fields; lines in the header that are no field are left out. */
    public List<HeaderField> fields() {
        return matching("", Integer.MAX_VALUE);
    }

    /** Returns all fields of a name, in any case of letters. */
    public List<HeaderField> all(String name) {
        return matching(name, Integer.MAX_VALUE);
    }

    /** Returns the first field of a name, in any case of letters. */
    public Optional<HeaderField> first(String name) {
        List<HeaderField> found = matching(name, 1);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** Returns the value of the first field of a name ({@link HeaderField#value}), or an empty text. */
    public String value(String name) {
        return first(name).map(HeaderField::value).orElse("");
    }

    /** Returns the text of the first field of a name ({@link HeaderField#text}), or an empty text. */
    public String text(String name) {
        return first(name).map(HeaderField::text).orElse("");
    }

    private List<HeaderField> matching(String name, int most) {
        List<HeaderField> found = new ArrayList<>();
        if (count == 0) {
            return found;
        }
        return table.source() instanceof ArraySource array
                ? collect(name, most, found, array.array(), -array.start())
                : collect(name, most, found, read(), start);
    }

    /** @param base the offset in the source of the array's first byte */
    private List<HeaderField> collect(String name, int most, List<HeaderField> found, byte[] bytes, long base) {
        for (int i = first; i < first + count && found.size() < most; i++) {
            int length = table.nameLength(i);
            long offset = table.start(i);
            int from = (int) (offset - base);
            if (length > 0 && (name.isEmpty() || HeaderField.isNamed(bytes, from, length, name))) {
                long behind = i + 1 < first + count ? table.start(i + 1) : end;
                found.add(new HeaderField(bytes, from, (int) (behind - base), length, offset));
            }
        }
        return found;
    }

    private byte[] read() {
        try {
            return table.source().bytes(start, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

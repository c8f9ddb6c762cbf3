package org.pennypost.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the holes of a transcript have been filled with so far. Values are bytes as ISO 8859-1 text. */
final class Holes {
    private static final Pattern HOLE = Pattern.compile("\\{\\{([a-z][a-z0-9-]*)}}");

    private final Map<String, String> values = new HashMap<>();

    /** The value of a hole as seen from a line: a repeated line has its own holes beside those of the whole transcript. */
    Optional<String> value(String name, Round round) {
        if (round.repeated() && name.equals("i")) {
            return Optional.of(Integer.toString(round.number()));
        }
        String everywhere = values.get(name);
        return Optional.ofNullable(everywhere != null ? everywhere : values.get(round.key(name)));
    }

    void fill(String name, Round round, String value) {
        values.put(round.key(name), value);
    }

    /** Forgets what a line that is said once has filled. */
    void empty(String name) {
        values.remove(name);
    }

    /** A text with the holes in it that have a value filled; what merely looks like a hole stays. */
    String fillIn(String text) {
        return HOLE.matcher(text).replaceAll(hole -> {
            String value = values.get(hole.group(1));
            return Matcher.quoteReplacement(value == null ? hole.group() : value);
        });
    }

    /**
     * Which time a line is said.
     *
     * @param line the line where the repetition begins, 0 for a line that is said once
     * @param number the value of {@code {{i}}}
     */
    record Round(int line, int number) {
        static final Round ONCE = new Round(0, 0);

        boolean repeated() {
            return line > 0;
        }

        String key(String name) {
            return repeated() ? name + "#" + line + "." + number : name;
        }
    }
}

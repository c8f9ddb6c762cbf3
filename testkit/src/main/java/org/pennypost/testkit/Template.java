package org.pennypost.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.pennypost.testkit.Holes.Round;

/**
 * One line of text with holes. {@code {{name}}} stands for any text, the same wherever the name stands again; {@code {{name:REGEX}}} for
 * what the regular expression matches; {@code {{text}}} and {@code {{*}}} for any text, each time anew, {@code {{:REGEX}}} likewise for
 * what matches. Bytes are handled as ISO 8859-1 text.
 */
final class Template {
    private static final Set<String> FREE = Set.of("text", "*");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*|\\*");

    private static final Pattern SPOKEN = Pattern.compile("\\{\\{([a-z][a-z0-9-]*)}}");

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Hole(String name, String regex) implements Part {}
    }

    private final String source;
    private final List<Part> parts;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads the text after {@code C: } or {@code S: }.
     *
     * @throws IllegalArgumentException when a hole is not well formed; the message says what to write
     */
    static Template parse(String source) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", at)) {
            int close = source.indexOf("}}", open);
            if (close < 0) {
                throw new IllegalArgumentException(
                        "a hole is not closed: write {{name}}, or \\x7b\\x7b in a ~: line for two braces");
            }
            while (source.startsWith("}}}", close)) {
                close++;
            }
            parts.add(new Part.Literal(latin(source.substring(at, open))));
            parts.add(hole(source.substring(open + 2, close)));
            at = close + 2;
        }
        parts.add(new Part.Literal(latin(source.substring(at))));
        return new Template(source, parts);
    }

    /**
     * Reads the text after {@code C: }, where only the names that a server's line has filled are holes: what a client says is recorded as it
     * is, and may hold braces of its own.
     */
    static Template spoken(String source, Set<String> known) {
        List<Part> parts = new ArrayList<>();
        Matcher hole = SPOKEN.matcher(source);
        int at = 0;
        while (hole.find()) {
            if (known.contains(hole.group(1))) {
                parts.add(new Part.Literal(latin(source.substring(at, hole.start()))));
                parts.add(new Part.Hole(hole.group(1), ".*"));
                at = hole.end();
            }
        }
        parts.add(new Part.Literal(latin(source.substring(at))));
        return new Template(source, parts);
    }

    private static Part hole(String inside) {
        int colon = inside.indexOf(':');
        String before = colon < 0 ? inside : inside.substring(0, colon);
        String name = before.isEmpty() ? "*" : before;
        String regex = colon < 0 ? ".*" : inside.substring(colon + 1);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a hole: use lower-case letters, digits and hyphens");
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern of {{" + name + "}} is wrong: " + e.getDescription(), e);
        }
        return new Part.Hole(name, regex);
    }

    /** The names of the holes, each as often as it stands there. */
    List<String> holes() {
        return parts.stream()
                .filter(Part.Hole.class::isInstance)
                .map(part -> ((Part.Hole) part).name())
                .toList();
    }

    /** The text with every hole filled, empty when a hole has no value yet. */
    Optional<String> fill(Holes holes, Round round) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Hole hole -> {
                    Optional<String> value = holes.value(hole.name(), round);
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    text.append(value.get());
                }
            }
        }
        return Optional.of(text.toString());
    }

    /**
     * Whether a line fits.
     *
     * @return the holes that this line fills for the first time, empty when the line does not fit
     */
    Optional<Map<String, String>> match(String line, Holes holes, Round round) {
        StringBuilder pattern = new StringBuilder();
        Map<String, String> groups = new LinkedHashMap<>();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> pattern.append(Pattern.quote(literal.text()));
                case Part.Hole hole -> {
                    Optional<String> value = holes.value(hole.name(), round);
                    String group = groups.get(hole.name());
                    if (value.isPresent()) {
                        pattern.append(Pattern.quote(value.get()));
                    } else if (FREE.contains(hole.name())) {
                        pattern.append("(?:").append(hole.regex()).append(')');
                    } else if (group != null) {
                        pattern.append("\\k<").append(group).append('>');
                    } else {
                        group = "hole" + groups.size();
                        groups.put(hole.name(), group);
                        pattern.append("(?<")
                                .append(group)
                                .append('>')
                                .append(hole.regex())
                                .append(')');
                    }
                }
            }
        }
        Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        groups.replaceAll((name, group) -> matcher.group(group));
        return Optional.of(groups);
    }

    /** UTF-8 bytes as ISO 8859-1 text. */
    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** As it stands in the transcript. */
    @Override
    public String toString() {
        return source;
    }
}

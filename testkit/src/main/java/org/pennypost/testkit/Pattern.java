package org.pennypost.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * A server's line, literal but for its holes: {@code {{name}}} stands for any text, the same wherever the name stands again;
 * {@code {{name:REGEX}}} for what the regular expression matches; {@code {{text}}} and {@code {{*}}} for any text, each time anew.
 */
final class Pattern {
    private static final java.util.regex.Pattern HOLE =
            java.util.regex.Pattern.compile("\\{\\{([a-z*][a-z0-9-]*)?(?::(.*?))?}}");
    private static final List<String> FREE = List.of("text", "*");

    private final String source;
    private final java.util.regex.Pattern regex;
    private final List<String> names;

    Pattern(String source) {
        this.source = source;
        this.names = new ArrayList<>();
        StringBuilder built = new StringBuilder();
        Matcher hole = HOLE.matcher(source);
        int end = 0;
        while (hole.find()) {
            built.append(java.util.regex.Pattern.quote(source.substring(end, hole.start())));
            built.append('(')
                    .append(hole.group(2) == null ? ".*" : hole.group(2).replaceAll("\\((?!\\?)", "(?:"))
                    .append(')');
            names.add(hole.group(1) == null ? "*" : hole.group(1));
            end = hole.end();
        }
        built.append(java.util.regex.Pattern.quote(source.substring(end)));
        this.regex = java.util.regex.Pattern.compile(built.toString());
    }

    /** Whether the line is like this; what new holes stood for is then added to {@code values}. */
    boolean matches(String line, Map<String, String> values) {
        Matcher matcher = regex.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            String known = values.get(names.get(i));
            if (known != null && !known.equals(matcher.group(i + 1))) {
                return false;
            }
        }
        for (int i = 0; i < names.size(); i++) {
            if (!FREE.contains(names.get(i))) {
                values.put(names.get(i), matcher.group(i + 1));
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return source;
    }
}

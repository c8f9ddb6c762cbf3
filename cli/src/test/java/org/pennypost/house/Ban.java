package org.pennypost.house;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that must not stand in a file.
 *
 * @param what is banned, and what to do instead
 * @param where the files that are looked at
 * @param pattern what is banned
 * @param codeOnly whether comments and literals of Java do not count
 * @param allowed paths where it may stand all the same, each with its reason
 * @param offender an example that must be found: a path, and the text of the file
 */
record Ban(
        String what,
        Predicate<Source> where,
        Pattern pattern,
        boolean codeOnly,
        Map<String, String> allowed,
        Source offender) {

    /** Every place in these files that breaks the rule, and every permission that nobody needs any more. */
    List<String> violations(List<Source> sources) {
        List<String> violations = new ArrayList<>();
        Set<String> needed = new HashSet<>();
        for (Source source : sources) {
            if (!where.test(source)) {
                continue;
            }
            String text = codeOnly && source.isJava() ? source.code().text() : source.text();
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                if (allowed.containsKey(source.path())) {
                    needed.add(source.path());
                } else {
                    violations.add(source.path() + ":" + source.line(matcher.start()) + ": "
                            + matcher.group().strip());
                }
            }
        }
        for (String path : allowed.keySet()) {
            boolean present = sources.stream().anyMatch(source -> source.path().equals(path));
            if (present && !needed.contains(path)) {
                violations.add(path + ": needs no permission any more: take it off the list");
            }
        }
        return violations;
    }

    @Override
    public String toString() {
        return what;
    }
}

package org.pennypost.house;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The requirements of one standard, {@code docs/rfc/requirements/NNNN.tsv}; its columns are explained in {@code docs/rfc/README.md}.
 *
 * @param number the number of the RFC
 * @param rows in the order of its text
 * @param defects what is wrong with the file by itself
 */
record Requirements(String number, List<Row> rows, List<String> defects) {
    private static final Set<String> LEVELS =
            Set.of("MUST", "MUST NOT", "SHALL", "SHALL NOT", "SHOULD", "SHOULD NOT", "REQUIRED", "RECOMMENDED");
    private static final Set<String> SUBJECTS = Set.of("server", "client", "both", "nobody");
    private static final Pattern LINES = Pattern.compile("[1-9][0-9]*(,[1-9][0-9]*)*");
    private static final Pattern SECTION = Pattern.compile("-|[0-9A-Z]+(\\.[0-9A-Z]+)*");
    private static final int COLUMNS = 7;

    /** What has become of a requirement. */
    enum Status {
        SHOWN("shown"),
        SAME("same"),
        UNTESTED("untested"),
        NOT_DONE("not done"),
        NOT_OURS("not ours");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        static Optional<Status> of(String word) {
            return Stream.of(values())
                    .filter(status -> status.word.equals(word))
                    .findAny();
        }
    }

    /**
     * One requirement.
     *
     * @param lines where its key words stand in the text of the RFC
     * @param evidence tests, another standard's row, or a reason, as the status asks
     */
    record Row(List<Integer> lines, Status status, String evidence) {
        Row {
            lines = List.copyOf(lines);
        }
    }

    static Requirements parse(String number, String text) {
        List<Row> rows = new ArrayList<>();
        List<String> defects = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int last = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> cells = Arrays.asList(line.split("\t", -1));
            String place = number + ".tsv line " + (i + 1) + ": ";
            List<String> found = defectsOf(cells);
            found.forEach(defect -> defects.add(place + defect));
            if (found.isEmpty()) {
                Row row = new Row(
                        Stream.of(cells.getFirst().split(",", -1))
                                .map(Integer::valueOf)
                                .toList(),
                        Status.of(cells.get(5)).orElseThrow(),
                        cells.get(6));
                if (row.lines().getFirst() < last) {
                    defects.add(place + "stands behind line " + last + " of the text");
                }
                last = row.lines().getFirst();
                rows.add(row);
            }
        }
        return new Requirements(number, List.copyOf(rows), List.copyOf(defects));
    }

    private static List<String> defectsOf(List<String> cells) {
        if (cells.size() != COLUMNS) {
            return List.of("has " + cells.size() + " columns, not " + COLUMNS);
        }
        List<String> defects = new ArrayList<>();
        if (!LINES.matcher(cells.get(0)).matches()) {
            defects.add("'" + cells.get(0) + "' is no list of line numbers: write 812 or 812,815");
        }
        if (!SECTION.matcher(cells.get(1)).matches()) {
            defects.add("'" + cells.get(1) + "' is no section: write 4.1.1");
        }
        if (!LEVELS.contains(cells.get(2))) {
            defects.add("'" + cells.get(2) + "' is no level: " + new TreeSet<>(LEVELS));
        }
        if (!SUBJECTS.contains(cells.get(3))) {
            defects.add("'" + cells.get(3) + "' is nobody it can be asked of: " + new TreeSet<>(SUBJECTS));
        }
        if (cells.get(4).isBlank()) {
            defects.add("says nothing that is required");
        }
        if (Status.of(cells.get(5)).isEmpty()) {
            defects.add("'" + cells.get(5) + "' is no status: "
                    + Stream.of(Status.values()).map(status -> status.word).toList());
        }
        if (cells.get(6).isBlank()) {
            defects.add("names no test and no reason");
        }
        return defects;
    }

    /**
     * Tests that rows name and that are not there.
     *
     * @param textOf what a file contains, by its path from the top of the project
     */
    List<String> testsMissing(Function<String, Optional<String>> textOf) {
        Map<String, Boolean> known = new HashMap<>();
        return rows.stream()
                .filter(row -> row.status() == Status.SHOWN)
                .flatMap(row -> Stream.of(row.evidence().split(" ", -1))
                        .filter(test -> !known.computeIfAbsent(test, name -> isThere(name, textOf)))
                        .map(test -> number + ".tsv, RFC line " + row.lines().getFirst() + ": " + test))
                .toList();
    }

    /** A transcript by its path, or a method of a test by path#method: a class as a whole shows nothing in particular. */
    private static boolean isThere(String test, Function<String, Optional<String>> textOf) {
        int hash = test.indexOf('#');
        if (hash < 0) {
            return test.endsWith(".txt") && textOf.apply(test).isPresent();
        }
        Pattern method = Pattern.compile(
                "(?m)^    (public )?(void|Stream<\\w+>) " + Pattern.quote(test.substring(hash + 1)) + "\\(");
        return textOf.apply(test.substring(0, hash))
                .filter(source -> method.matcher(source).find())
                .isPresent();
    }

    /** Rows that lead to one of another standard ({@code 9051:812}) that is not there, or leads on itself. */
    List<String> leadsNowhere(List<Requirements> all) {
        return rows.stream()
                .filter(row -> row.status() == Status.SAME)
                .filter(row -> all.stream().noneMatch(other -> other.has(row.evidence())))
                .map(row -> number + ".tsv, RFC line " + row.lines().getFirst() + ": " + row.evidence())
                .toList();
    }

    private boolean has(String reference) {
        return rows.stream()
                .filter(row -> row.status() != Status.SAME)
                .anyMatch(row -> row.lines().stream().anyMatch(line -> reference.equals(number + ":" + line)));
    }

    /** The table of {@code docs/rfc/support.md}. */
    static String table(List<Requirements> all) {
        StringBuilder table = new StringBuilder("""

                ## Requirements, one by one

                | RFC | %s |
                |---|%s
                """.formatted(
                        Stream.of(Status.values()).map(status -> status.word).collect(Collectors.joining(" | ")),
                        "---|".repeat(Status.values().length)));
        for (Requirements requirements : all) {
            table.append("| [")
                    .append(requirements.number())
                    .append("](requirements/")
                    .append(requirements.number())
                    .append(".tsv) |");
            for (Status status : Status.values()) {
                table.append(' ')
                        .append(requirements.rows().stream()
                                .filter(row -> row.status() == status)
                                .count())
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }
}

package org.pennypost.house;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ledger of standards, {@code docs/rfc/index.tsv}; its columns are explained in {@code docs/rfc/README.md}. */
record Ledger(List<Row> rows, List<String> defects) {
    private static final Set<String> ROLES = Set.of("server", "client", "both", "format");
    private static final Set<String> STATUSES = Set.of("full", "part", "planned", "refused", "cited");
    private static final Pattern DOCUMENT = Pattern.compile("[1-9][0-9]{0,4}|draft-[a-z0-9-]+");
    private static final Pattern SECTION = Pattern.compile("-|[0-9A-Z]+(\\.[0-9]+)*");
    private static final Pattern CITATION = Pattern.compile("\\bRFC (\\d+)");
    private static final int COLUMNS = 6;

    /** What of one section is here. */
    record Row(String document, String section, String title, String role, String status, List<String> tests) {}

    static Ledger parse(String text) {
        List<Row> rows = new ArrayList<>();
        List<String> defects = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> cells = Arrays.asList(line.split("\t", -1));
            String place = "line " + (i + 1) + ": ";
            if (cells.size() != COLUMNS) {
                defects.add(place + "has " + cells.size() + " columns, not " + COLUMNS);
                continue;
            }
            List<String> tests = Stream.of(cells.get(5).split(" ", -1))
                    .filter(test -> !test.isEmpty())
                    .toList();
            Row row = new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), tests);
            defectsOf(row).forEach(defect -> defects.add(place + defect));
            if (!seen.add(row.document() + " " + row.section() + " " + row.role() + " " + row.title())) {
                defects.add(place + "stands here twice");
            }
            rows.add(row);
        }
        return new Ledger(List.copyOf(rows), List.copyOf(defects));
    }

    private static List<String> defectsOf(Row row) {
        List<String> defects = new ArrayList<>();
        if (!DOCUMENT.matcher(row.document()).matches()) {
            defects.add("'" + row.document() + "' is no number of an RFC and no name of a draft");
        }
        if (!SECTION.matcher(row.section()).matches()) {
            defects.add("'" + row.section() + "' is no section: write 4.1.1, or - for all of it");
        }
        if (row.title().isBlank()) {
            defects.add("has no title");
        }
        if (!ROLES.contains(row.role())) {
            defects.add("'" + row.role() + "' is no role: " + new TreeSet<>(ROLES));
        }
        if (!STATUSES.contains(row.status())) {
            defects.add("'" + row.status() + "' is no status: " + new TreeSet<>(STATUSES));
        }
        if (Set.of("full", "part").contains(row.status()) && row.tests().isEmpty()) {
            defects.add("is " + row.status() + " and names no test that shows it");
        }
        return defects;
    }

    /** Tests that rows name and that are not there. */
    List<String> testsMissing(Predicate<String> exists) {
        return rows.stream()
                .flatMap(row -> row.tests().stream()
                        .filter(exists.negate())
                        .map(test -> "RFC " + row.document() + " §" + row.section() + ": " + test))
                .toList();
    }

    /** Citations of documents that have no row. */
    List<String> citationsMissing(List<Source> sources) {
        Set<String> documents = rows.stream().map(Row::document).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Source source : sources) {
            Matcher citation = CITATION.matcher(source.text());
            while (citation.find()) {
                if (!documents.contains(citation.group(1))) {
                    missing.add(source.path() + ":" + source.line(citation.start()) + ": " + citation.group());
                }
            }
        }
        return missing;
    }

    /** The page {@code docs/rfc/support.md}. */
    String page() {
        StringBuilder page = new StringBuilder("""
                # Standards

                What of which standard is here, and what shows it. Generated from [index.tsv](index.tsv), which
                [README](README.md) explains; change it there.

                | RFC | Section | What | Role | Status | Shown by |
                |---|---|---|---|---|---|
                """);
        rows.stream()
                .filter(row -> !row.status().equals("cited"))
                .sorted(Comparator.comparing((Row row) -> natural(row.document()))
                        .thenComparing(row -> natural(row.section())))
                .forEach(row -> page.append("| ")
                        .append(row.document())
                        .append(" | ")
                        .append(row.section().equals("-") ? "all" : row.section())
                        .append(" | ")
                        .append(row.title().replace("|", "\\|"))
                        .append(" | ")
                        .append(row.role())
                        .append(" | ")
                        .append(row.status())
                        .append(" | ")
                        .append(row.tests().stream().map(Ledger::link).collect(Collectors.joining(", ")))
                        .append(" |\n"));
        String cited = rows.stream()
                .filter(row -> row.status().equals("cited"))
                .sorted(Comparator.comparing((Row row) -> natural(row.document())))
                .map(row -> "RFC " + row.document() + " (" + row.title() + ")")
                .collect(Collectors.joining(", "));
        return page + (cited.isEmpty() ? "" : "\nCited in passing: " + cited + ".\n");
    }

    private static String link(String test) {
        String name = test.replaceAll("/$", "").replaceAll(".*/", "").replaceAll("\\.(java|txt)$", "");
        return "[" + name + "](../../" + test + ")";
    }

    /** A key by which 3.2 comes before 3.10, and 822 before 5321. */
    private static String natural(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .replaceAll(number -> "0".repeat(Math.max(0, 6 - number.group().length())) + number.group());
    }
}

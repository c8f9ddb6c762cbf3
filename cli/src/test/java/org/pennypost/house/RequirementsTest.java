package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Repository;

/** The files of {@code docs/rfc/requirements} are well-formed, and what they name is there. */
class RequirementsTest {
    private static final String FOLDER = "docs/rfc/requirements/";

    private static List<Requirements> all = List.of();

    @BeforeAll
    static void readEverything() throws IOException {
        all = all();
    }

    /** All of them, in the order of their numbers. */
    static List<Requirements> all() throws IOException {
        try (Stream<Path> files = Files.list(Repository.top().resolve(FOLDER))) {
            return files.filter(file -> file.toString().endsWith(".tsv"))
                    .map(file ->
                            Requirements.parse(file.getFileName().toString().replace(".tsv", ""), text(file)))
                    .sorted(Comparator.comparing(requirements -> Integer.valueOf(requirements.number())))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void theFilesAreWellFormed() {
        assertThat(all).isNotEmpty().allSatisfy(requirements -> {
            assertThat(requirements.defects()).isEmpty();
            assertThat(requirements.rows()).isNotEmpty();
        });
        assertThat(Requirements.parse("1", """
                # comment
                20,22\t1\tMUST\tserver\tdoes\tshown\ta.txt
                19\t1\tMUST\tserver\tdoes\tshown\ta.txt
                21\t1\tMUST\tserver\tdoes\tshown
                22;\t.1\tMAY\tall\t\tperhaps\t
                """).defects())
                .hasSize(9)
                .contains("1.tsv line 3: stands behind line 20 of the text");
    }

    @Test
    void theTestsAreThere() {
        assertThat(all.stream().flatMap(requirements -> requirements.testsMissing(RequirementsTest::textOf).stream()))
                .isEmpty();
        assertThat(Requirements.parse("1", """
                                20\t1\tMUST\tserver\tdoes\tshown\ta.txt A.java#a
                                21\t1\tMUST\tserver\tdoes\tshown\tb.txt A.java#b A.java
                                """).testsMissing(path -> switch (path) {
                    case "a.txt" -> Optional.of("S: * OK");
                    case "A.java" -> Optional.of("class A {\n    void a() {\n        b();\n    }\n}");
                    default -> Optional.empty();
                }))
                .containsExactly(
                        "1.tsv, RFC line 21: b.txt", "1.tsv, RFC line 21: A.java#b", "1.tsv, RFC line 21: A.java");
    }

    private static Optional<String> textOf(String path) {
        Path file = Repository.top().resolve(path);
        return Files.isRegularFile(file) ? Optional.of(text(file)) : Optional.empty();
    }

    @Test
    void whatIsTheSameElsewhereIsThere() {
        assertThat(all.stream().flatMap(requirements -> requirements.leadsNowhere(all).stream()))
                .isEmpty();

        Requirements one = Requirements.parse("1", "20,21\t1\tMUST\tserver\tdoes\tshown\ta.txt\n");
        Requirements two = Requirements.parse("2", """
                5\t1\tMUST\tserver\tdoes\tsame\t1:21
                6\t1\tMUST\tserver\tdoes\tsame\t1:22
                7\t1\tMUST\tserver\tdoes\tsame\t2:5
                """);
        assertThat(two.leadsNowhere(List.of(one, two)))
                .containsExactly("2.tsv, RFC line 6: 1:22", "2.tsv, RFC line 7: 2:5");
    }

    @Test
    void theLedgerLeadsToEach() throws IOException {
        List<String> named =
                Ledger.parse(Files.readString(Repository.top().resolve("docs/rfc/index.tsv"))).rows().stream()
                        .flatMap(row ->
                                row.tests().stream().filter(test -> test.equals(FOLDER + row.document() + ".tsv")))
                        .toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .map(requirements -> FOLDER + requirements.number() + ".tsv")
                        .toList());
    }

    @Test
    void theTableCounts() {
        assertThat(Requirements.table(List.of(Requirements.parse("1", """
                        20\t1\tMUST\tserver\tdoes\tshown\ta.txt
                        21\t1\tMUST NOT\tclient\tdoes\tnot done\twhy
                        22\t1\tSHOULD\tboth\tdoes\tshown\ta.txt
                        """)))).endsWith("""
                        | RFC | shown | same | untested | not done | not ours |
                        |---|---|---|---|---|---|
                        | [1](requirements/1.tsv) | 2 | 0 | 0 | 1 | 0 |
                        """);
    }
}

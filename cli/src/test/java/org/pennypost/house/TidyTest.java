package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pennypost.testkit.Repository;

/**
 * The rules of the house that are about files as text (docs/style.md). Each rule is shown an offender too, so that a rule that has stopped
 * working is seen. {@code -Dtidy.update=true} writes what is generated.
 */
class TidyTest {
    private static final int FILE_LINES_MAX = 700;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```|`[^`\\n]+`");

    /** Pages that are being written while others already lead to them. */
    private static final Set<String> PROMISED = Set.of("docs/operating.md", "docs/wire.md", "docs/pop3.md");

    private static List<Source> sources = List.of();
    private static Ledger ledger = Ledger.parse("");

    @BeforeAll
    static void readEverything() throws IOException {
        sources = Source.all();
        ledger = Ledger.parse(Files.readString(Repository.top().resolve("docs/rfc/index.tsv")));
    }

    static Stream<Ban> bans() {
        return Bans.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("bans")
    void nothingBannedIsThere(Ban ban) {
        assertThat(ban.violations(sources)).as(ban.what()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bans")
    void everyBanFindsItsOffender(Ban ban) {
        assertThat(ban.violations(List.of(ban.offender()))).as(ban.what()).hasSize(1);
    }

    @Test
    void whatIsOnlyInCommentsAndLiteralsIsNoOffence() {
        String code = JavaText.withoutCommentsAndLiterals(
                "a(); // b()\n/* c()\n */ d(\"e()\\\"\", 'f', \"\"\"\n  g()\"\"\"); h();");

        assertThat(code).contains("a()", "d(", "h()").doesNotContain("b()", "c()", "e()", "f", "g()");
        assertThat(code.lines()).hasSize(4);
    }

    @Test
    void aPermissionThatNobodyNeedsIsTakenBack() {
        Ban ban = Bans.ALL.getFirst();
        String path = ban.allowed().keySet().iterator().next();

        assertThat(ban.violations(List.of(new Source(path, "class A {}"))))
                .singleElement()
                .asString()
                .contains("needs no permission");
    }

    @Test
    void filesAreOfASizeThatIsRead() {
        assertThat(tooLong(sources)).isEmpty();
        assertThat(tooLong(List.of(new Source("a/A.java", "\n".repeat(FILE_LINES_MAX + 1)))))
                .hasSize(1);
    }

    private static List<String> tooLong(List<Source> sources) {
        return sources.stream()
                .filter(source -> source.isJava() && source.text().lines().count() > FILE_LINES_MAX)
                .map(Source::path)
                .toList();
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(unmarked(sources)).isEmpty();
        assertThat(unmarked(List.of(
                        new Source("a/src/main/java/p/A.java", "package p;"),
                        new Source("a/src/main/java/q/package-info.java", "package q;"))))
                .containsExactlyInAnyOrder("a p", "a q");
    }

    /** Packages without a {@code package-info.java} that says {@code @NullMarked}; one counts for main and test classes of a module. */
    private static List<String> unmarked(List<Source> sources) {
        Set<String> marked = sources.stream()
                .filter(source -> source.path().endsWith("/package-info.java")
                        && source.code().text().contains("@NullMarked"))
                .map(TidyTest::packageOf)
                .collect(Collectors.toSet());
        return sources.stream()
                .filter(source -> source.isJava()
                        && source.path().contains("/java/")
                        && !source.path().endsWith("/module-info.java"))
                .map(TidyTest::packageOf)
                .filter(name -> !marked.contains(name))
                .distinct()
                .toList();
    }

    private static String packageOf(Source source) {
        return source.module() + " "
                + source.path()
                        .replaceFirst(".*/java/", "")
                        .replaceFirst("/[^/]*$", "")
                        .replace('/', '.');
    }

    @Test
    void linksInTheDocumentationLeadSomewhere() {
        assertThat(deadLinks(sources)).isEmpty();
        assertThat(deadLinks(List.of(new Source(
                        "docs/a.md",
                        "[b](b-that-is-not-there.md), `[c](c.md)`, [top](../pom.xml), [web](https://example.org)"))))
                .containsExactly("docs/a.md:1: b-that-is-not-there.md");
    }

    private static List<String> deadLinks(List<Source> sources) {
        List<String> dead = new ArrayList<>();
        for (Source source : sources) {
            if (source.isMarkdown()) {
                Matcher fenced = FENCED.matcher(source.text());
                String prose = fenced.replaceAll(code -> code.group().replaceAll("[^\\n]", " "));
                Matcher link = LINK.matcher(prose);
                while (link.find()) {
                    String target = link.group(1).replaceFirst("#.*", "");
                    Path file = Repository.top().resolve(source.path()).resolveSibling(target);
                    boolean ours = !target.isEmpty() && !target.matches("[a-z]+:.*");
                    String path = Repository.top().relativize(file.normalize()).toString();
                    if (ours && !Files.exists(file) && !PROMISED.contains(path)) {
                        dead.add(source.path() + ":" + source.line(link.start()) + ": " + target);
                    }
                }
            }
        }
        return dead;
    }

    @Test
    void theLedgerIsWellFormed() {
        assertThat(ledger.defects()).isEmpty();
        assertThat(ledger.rows()).isNotEmpty();
        assertThat(Ledger.parse("""
                # comment
                5321\t3.1\tA title\tserver\tfull
                5321\t3.1\tA title\tserver\tfull\t
                RFC 1\tx y\t\tnobody\tperhaps\t
                1939\t5\tLIST\tserver\tplanned\t
                1939\t5\tLIST\tserver\tplanned\t
                """).defects()).hasSize(8);
    }

    @Test
    void theLedgersTestsExist() {
        assertThat(ledger.testsMissing(test -> Files.exists(Repository.top().resolve(test))))
                .isEmpty();
        assertThat(Ledger.parse("1\t-\tHost software\tboth\tfull\ta b\n").testsMissing("a"::equals))
                .containsExactly("RFC 1 §-: b");
    }

    @Test
    void everyStandardThatIsCitedIsInTheLedger() {
        List<Source> citing = sources.stream()
                .filter(source -> source.isJava() || source.isTranscript())
                .filter(source -> !source.path().contains("/house/"))
                .toList();

        assertThat(ledger.citationsMissing(citing)).isEmpty();
        assertThat(Ledger.parse("1\t-\tHost software\tboth\tplanned\t\n")
                        .citationsMissing(List.of(new Source("a.txt", "# RFC 1 §2\n# RFC 2 §2"))))
                .containsExactly("a.txt:2: RFC 2");
    }

    @Test
    void theSupportPageIsWhatTheLedgerSays() throws IOException {
        Path page = Repository.top().resolve("docs/rfc/support.md");
        String content = ledger.page() + Requirements.table(RequirementsTest.all());
        if (Boolean.getBoolean("tidy.update")) {
            Files.writeString(page, content);
        }

        assertThat(page).as("write it again with -Dtidy.update=true").hasContent(content);
    }

    @Test
    void theSupportPageIsInTheOrderOfNumbers() {
        String page = Ledger.parse("""
                5321\t3.10\tB\tserver\tplanned\t
                5321\t3.2\tA\tserver\tfull\ta/Test.java
                822\t-\tC|D\tformat\trefused\t
                2\t-\tE\tformat\tcited\t
                """).page();

        assertThat(page.lines().filter(line -> line.matches("\\| \\d.*|Cited.*")))
                .containsExactly(
                        "| 822 | all | C\\|D | format | refused |  |",
                        "| 5321 | 3.2 | A | server | full | [Test](../../a/Test.java) |",
                        "| 5321 | 3.10 | B | server | planned |  |",
                        "Cited in passing: RFC 2 (E).");
    }
}

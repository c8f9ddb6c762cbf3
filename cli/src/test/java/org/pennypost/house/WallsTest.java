package org.pennypost.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pennypost.house.offenders.Offender;
import org.pennypost.testkit.Repository;

/** The walls between the modules and inside them (docs/overview.md). Every wall is shown an {@link Offender} too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WallsTest {
    private static final String HOUSE = "org.pennypost.";

    /** In the order of the house: each module with the modules that it may know, all of them above it. */
    private static final List<Room> ROOMS = List.of(
            new Room("testkit"),
            new Room("wire"),
            new Room("names"),
            new Room("mime", "names"),
            new Room("sasl"),
            new Room("dns", "names"),
            new Room("smtp", "names", "wire", "sasl"),
            new Room("store"),
            new Room("store.embedded", "store"),
            new Room("mailbox", "mime", "store"),
            new Room("search", "mailbox", "store"),
            new Room("pop3", "wire", "mime", "sasl", "mailbox", "store"),
            new Room("imap", "wire", "sasl", "mime", "mailbox", "store"),
            new Room("directory", "names", "sasl", "store"),
            new Room("queue", "wire", "mime", "sasl", "dns", "smtp", "store"),
            new Room(
                    "delivery",
                    "names",
                    "wire",
                    "mime",
                    "sasl",
                    "dns",
                    "smtp",
                    "store",
                    "mailbox",
                    "directory",
                    "queue"),
            new Room("client", "wire", "mime", "sasl", "dns", "smtp", "pop3", "imap", "mailbox"),
            new Room(
                    "server",
                    "wire",
                    "mime",
                    "sasl",
                    "dns",
                    "smtp",
                    "store",
                    "store.embedded",
                    "mailbox",
                    "search",
                    "pop3",
                    "imap",
                    "directory",
                    "queue",
                    "delivery"),
            new Room(
                    "cli",
                    "wire",
                    "mime",
                    "sasl",
                    "dns",
                    "smtp",
                    "pop3",
                    "imap",
                    "store",
                    "store.embedded",
                    "mailbox",
                    "directory",
                    "queue",
                    "delivery",
                    "client",
                    "server"));

    /** Packages of other people, with the only ones of ours that may know them. */
    private static final Map<String, Set<String>> GUESTS = new TreeMap<>(Map.ofEntries(
            Map.entry("org.rocksdb..", Set.of("store.embedded")),
            Map.entry("org.xbill..", Set.of("dns")),
            Map.entry("org.slf4j..", Set.of("server", "cli")),
            Map.entry("ch.qos.logback..", Set.of("server", "cli")),
            Map.entry("picocli..", Set.of("cli")),
            Map.entry("org.jline..", Set.of("cli")),
            Map.entry("org.bouncycastle..", Set.of("directory", "server")),
            Map.entry("org.tomlj..", Set.of("server")),
            Map.entry("tools.jackson..", Set.of("server", "cli")),
            Map.entry("org.apache.lucene..", Set.of("search")),
            Map.entry("org.jsoup..", Set.of("mailbox")),
            Map.entry("org.junit..", Set.of("testkit"))));

    /** Beginnings of class names that may know a package which knows theirs: lists of commands, and the engine beside its contract. */
    private static final Map<String, String> LISTS = Map.of(
            "org.pennypost.cli.Commands", "org.pennypost.cli..",
            "org.pennypost.pop3.Pop3Session", "org.pennypost.pop3.commands",
            "org.pennypost.store.Memory", "org.pennypost.store.engine");

    /** Grammar, rules and spelling: values in, values out. */
    private static final List<String> PURE = List.of(
            "org.pennypost.mime..",
            "org.pennypost.mailbox.text..",
            "org.pennypost.mailbox.thread..",
            "org.pennypost.sasl..",
            "org.pennypost.smtp",
            "org.pennypost.smtp.commands..",
            "org.pennypost.smtp.extensions..",
            "org.pennypost.smtp.session..",
            "org.pennypost.pop3.commands..",
            "org.pennypost.imap.grammar..",
            "org.pennypost.imap.session..",
            "org.pennypost.imap.commands..",
            "org.pennypost.imap.fetch..",
            "org.pennypost.imap.search..",
            "org.pennypost.imap.extensions..");

    private JavaClasses ours = new ClassFileImporter().importClasses();
    private final JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

    private record Room(String name, Set<String> knows) {
        Room(String name, String... knows) {
            this(name, Set.of(knows));
        }

        String packages() {
            return HOUSE + name + "..";
        }
    }

    @BeforeAll
    void readOurClasses() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("org.pennypost");
    }

    static Stream<String> rooms() {
        return ROOMS.stream().map(Room::name);
    }

    private static Room room(String name) {
        return ROOMS.stream().filter(room -> room.name().equals(name)).findAny().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aModuleKnowsOnlyWhatTheTableSays(String name) {
        assertThat(ours.that(inside(room(name))))
                .as("classes of %s on the class path", name)
                .isNotEmpty();
        wallAround(room(name)).check(ours);
    }

    @Test
    void theWallAroundAModuleIsFound() {
        assertThatThrownBy(() -> noClasses()
                        .should()
                        .dependOnClassesThat(inside(room("store")))
                        .check(offender))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Offender");
    }

    /** The innermost package decides: {@code store.embedded} is a module of its own. */
    private static DescribedPredicate<JavaClass> inside(Room room) {
        DescribedPredicate<JavaClass> inside = resideInAPackage(room.packages());
        for (Room other : ROOMS) {
            if (other.name().startsWith(room.name() + ".")) {
                inside = inside.and(DescribedPredicate.not(resideInAPackage(other.packages())));
            }
        }
        return inside;
    }

    private static ArchRule wallAround(Room room) {
        DescribedPredicate<JavaClass> forbidden = DescribedPredicate.alwaysFalse();
        for (Room other : ROOMS) {
            if (!other.equals(room) && !room.knows().contains(other.name())) {
                forbidden = forbidden.or(inside(other));
            }
        }
        return noClasses()
                .that(inside(room))
                .should()
                .dependOnClassesThat(forbidden.as("belong to a module that %s may not know", room.name()));
    }

    @Test
    void theTableIsInTheOrderOfTheHouse() {
        List<String> above = new ArrayList<>();
        for (Room room : ROOMS) {
            assertThat(above).as(room.name()).containsAll(room.knows());
            above.add(room.name());
        }
    }

    @Test
    void thePomsAskForNothingThatTheTableForbids() throws IOException {
        String parent = Files.readString(Repository.top().resolve("pom.xml"));
        List<String> modules = Pattern.compile("<module>([^<]+)</module>")
                .matcher(parent)
                .results()
                .map(found -> found.group(1))
                // The microbenchmarks are no part of the program: they may know every module, and none knows them.
                .filter(module -> !module.equals("bench"))
                .toList();
        assertThat(modules.stream().map(module -> module.replace('-', '.')))
                .as("the modules of the parent POM and the table")
                .containsExactlyElementsOf(rooms().toList());
        for (String module : modules) {
            String pom = Files.readString(Repository.top().resolve(module).resolve("pom.xml"));
            assertThat(room(module.replace('-', '.')).knows()).as(module).containsAll(dependencies(pom));
        }
        assertThat(dependencies("""
            <dependency><artifactId>pennypost-store-embedded</artifactId></dependency>
            <dependency><artifactId>pennypost-testkit</artifactId><scope>test</scope></dependency>
            <dependency><artifactId>picocli</artifactId></dependency>
            """)).containsExactly("store.embedded");
    }

    /** Our own modules that a POM asks for outside its tests. */
    private static Set<String> dependencies(String pom) {
        Set<String> dependencies = new TreeSet<>();
        Matcher dependency =
                Pattern.compile("(?s)<dependency>(.*?)</dependency>").matcher(pom);
        while (dependency.find()) {
            Matcher module = Pattern.compile("<artifactId>pennypost-([^<]+)<").matcher(dependency.group(1));
            if (module.find() && !dependency.group(1).contains("<scope>test</scope>")) {
                dependencies.add(module.group(1).replace('-', '.'));
            }
        }
        return dependencies;
    }

    static Stream<String> guests() {
        return GUESTS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("guests")
    void aLibraryIsKnownOnlyWhereItIsNeeded(String guest) {
        String[] hosts = GUESTS.getOrDefault(guest, Set.of()).stream()
                .map(host -> HOUSE + host + "..")
                .toArray(String[]::new);
        noClasses()
                .that(resideInAPackage("org.pennypost..").and(DescribedPredicate.not(resideInAnyPackage(hosts))))
                .should()
                .dependOnClassesThat(resideInAPackage(guest))
                .check(ours);
    }

    @Test
    void aGuestInTheWrongRoomIsFound() {
        assertThatThrownBy(() -> noClasses()
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.junit.."))
                        .check(offender))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void packagesHaveNoCycles() {
        SliceRule rule = slices().matching("org.pennypost.(**)").should().beFreeOfCycles();
        for (var list : LISTS.entrySet()) {
            rule = rule.ignoreDependency(
                    DescribedPredicate.describe("a list", type -> type.getName().startsWith(list.getKey())),
                    resideInAPackage(list.getValue()));
        }
        rule.check(ours);
        JavaClasses cycle = new ClassFileImporter().importPackages("org.pennypost.house.offenders");
        assertThatThrownBy(() -> slices().matching("org.pennypost.house.(**)")
                        .should()
                        .beFreeOfCycles()
                        .check(cycle))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    @Test
    void grammarAndRulesTouchNoSocketThreadOrClock() {
        noClasses()
                .that(resideInAnyPackage(PURE.toArray(String[]::new)))
                // A message that is larger than memory is read from its file; the parser itself knows only the port.
                .and()
                .doNotHaveFullyQualifiedName("org.pennypost.mime.parse.FileSource")
                .should()
                .dependOnClassesThat(theWorld())
                .orShould()
                .accessTargetWhere(asksTheTime())
                .check(ours);
        assertThatThrownBy(() -> noClasses()
                        .should()
                        .dependOnClassesThat(theWorld())
                        .orShould()
                        .accessTargetWhere(asksTheTime())
                        .check(offender))
                .hasMessageContaining("Thread")
                .hasMessageContaining("nanoTime");
    }

    private static DescribedPredicate<JavaClass> theWorld() {
        return resideInAnyPackage("java.nio.channels..", "java.util.concurrent.locks..", "javax.net..")
                .or(DescribedPredicate.describe(
                        "sockets and threads",
                        type -> Set.of(
                                        "java.lang.Thread",
                                        "java.net.Socket",
                                        "java.net.ServerSocket",
                                        "java.util.concurrent.ExecutorService")
                                .contains(type.getName())))
                .as("sockets, threads and locks");
    }

    private static DescribedPredicate<JavaAccess<?>> asksTheTime() {
        return DescribedPredicate.describe("ask for the time", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getName();
            return (owner.equals("java.lang.System")
                            && Set.of("nanoTime", "currentTimeMillis").contains(name))
                    || (owner.startsWith("java.time.") && name.equals("now"));
        });
    }

    @Test
    void nobodyReflectsOrLogsWithTheJdksLogger() {
        ArchRule rule = noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.lang.reflect..", "java.util.logging.."))
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .because("style.md rules 5 and 45");
        rule.check(ours);
        assertThatThrownBy(() -> rule.check(offender)).hasMessageContaining("forName");
    }

    @Test
    void everyClassOfOursBelongsToAModule() {
        DescribedPredicate<JavaClass> known = DescribedPredicate.alwaysFalse();
        for (Room room : ROOMS) {
            known = known.or(inside(room));
        }
        assertThat(ours.that(DescribedPredicate.not(known)))
                .as("classes in packages that are no module's")
                .isEmpty();
    }
}

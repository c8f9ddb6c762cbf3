package org.pennypost.house;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What must not stand in the project's files. */
final class Bans {
    private static final String MAIN_EXAMPLE = "wire/src/main/java/org/pennypost/wire/Example.java";
    private static final String TEST_EXAMPLE = "wire/src/test/java/org/pennypost/wire/ExampleTest.java";

    static final List<Ban> ALL = List.of(
            code(
                    "Thread.sleep: wait for what is waited for, or on a fake clock",
                    Source::isJava,
                    "\\bThread\\.sleep\\(",
                    Map.of(
                            "pop3/src/main/java/org/pennypost/pop3/Pop3Connection.java",
                            "the pause behind a wrong password is meant; tests give their own",
                            "imap/src/main/java/org/pennypost/imap/server/ImapConnection.java",
                            "the pause behind a wrong password is meant; tests give their own"),
                    TEST_EXAMPLE,
                    "void f() { Thread.sleep(1); }"),
            code(
                    "System.out and System.err: a library logs with System.Logger, a command writes to its Console",
                    source -> source.isMainJava() && !source.module().equals("cli"),
                    "\\bSystem\\.(out|err)\\b",
                    Map.of(
                            "testkit/src/main/java/org/pennypost/testkit/Gen.java",
                            "the seed belongs into the output of the test"),
                    MAIN_EXAMPLE,
                    "void f() { System.err.println(); }"),
            code(
                    "a clock of one's own: take an InstantSource, which Wiring gives",
                    Source::isMainJava,
                    "\\b(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now\\(|\\bSystem\\.currentTimeMillis\\("
                            + "|\\bClock\\.system|\\bInstantSource\\.system\\(|\\bnew Date\\(\\)",
                    Map.of(
                            "cli/src/main/java/org/pennypost/cli/Console.java", "the wiring of the commands",
                            "server/src/main/java/org/pennypost/server/Wiring.java", "the wiring of the server",
                            "store-embedded/src/main/java/org/pennypost/store/embedded/EmbeddedStore.java",
                                    "the constructor for those who do not care",
                            "store/src/main/java/org/pennypost/store/MemoryStore.java",
                                    "the constructor for those who do not care"),
                    MAIN_EXAMPLE,
                    "Instant t = Instant.now();"),
            code(
                    "chance of one's own: take a RandomGenerator, which Wiring gives",
                    Source::isMainJava,
                    "\\bnew (Secure)?Random\\(|\\bMath\\.random\\(|\\bThreadLocalRandom\\b",
                    Map.of(
                            "cli/src/main/java/org/pennypost/cli/Console.java", "the wiring of the commands",
                            "cli/src/main/java/org/pennypost/cli/rehearsal/Preparation.java",
                                    "the wiring of the packaging",
                            "server/src/main/java/org/pennypost/server/Wiring.java", "the wiring of the server",
                            "sasl/src/main/java/org/pennypost/sasl/SaslClient.java",
                                    "nonces of SCRAM: nobody may foresee them",
                            "store-embedded/src/main/java/org/pennypost/store/embedded/PackFormat.java",
                                    "salts of packs: no sender may foresee them",
                            "wire/src/main/java/org/pennypost/wire/ClientTls.java",
                                    "keys of TLS: no test may foresee them"),
                    MAIN_EXAMPLE,
                    "int i = new Random().nextInt();"),
            code(
                    "printStackTrace: log the exception",
                    Source::isMainJava,
                    "\\.printStackTrace\\(",
                    Map.of(
                            "cli/src/main/java/org/pennypost/cli/Pennypost.java",
                            "a bug in a command is shown to the person in front of it, who asked for it"),
                    MAIN_EXAMPLE,
                    "e.printStackTrace();"),
            code(
                    "catching everything (style rule 33): catch what can happen, bugs end the connection",
                    Source::isMainJava,
                    "\\bcatch \\((final )?([\\w.]+ \\| )*(Exception|RuntimeException|Throwable|Error)\\b",
                    Bans.catchers(),
                    MAIN_EXAMPLE,
                    "try { f(); } catch (IOException | RuntimeException e) { }"),
            code(
                    "java.util.logging: use System.Logger",
                    Source::isMainJava,
                    "\\bjava\\.util\\.logging\\b",
                    Map.of(),
                    MAIN_EXAMPLE,
                    "import java.util.logging.Logger;"),
            code(
                    "names that say nothing (style rule 9): use the standard's noun",
                    Source::isJava,
                    "\\b(class|record|interface|enum) (Abstract\\w*|\\w+(Impl|Manager|Helper|Util|Utils)\\b|I[A-Z][a-z]\\w*)",
                    Map.of(),
                    MAIN_EXAMPLE,
                    "final class ConnectionManager {}"),
            code(
                    "get prefix (style rule 9): call a value by its name",
                    Source::isMainJava,
                    "(?m)(?<!@Override\\n)^ +(?!return |throw |else |case |new )((public|protected|private|static|final|abstract|default|synchronized) )*"
                            + "[\\w.<>\\[\\]?, ]+ get[A-Z]\\w*\\([^;{]*\\)[^;{]*[;{]",
                    Map.of(),
                    MAIN_EXAMPLE,
                    "class A {\n    public int getSize() {\n"),
            text(
                    "marks of unfinished work: finish it, or write an issue",
                    source -> !source.path().endsWith("/house/Bans.java"),
                    "\\b(TODO|FIXME|XXX|HACK)\\b",
                    Map.of(),
                    MAIN_EXAMPLE,
                    "// TODO later"),
            text(
                    "blanks at the end of a line: in a transcript write the line as bytes, 'S~: 250 \\r\\n'",
                    source -> true,
                    "(?m)[ \\t]+$",
                    Map.of("docs/rfc/index.tsv", "a tab stands before an empty last column"),
                    "smtp/src/test/transcripts/example.txt",
                    "S: 250 \n"),
            text(
                    "names of package registries: whoever builds has their own",
                    source -> !source.path().endsWith("/house/Bans.java"),
                    "(?i)\\b(repo1?|central|registry|oss|search)\\.(maven|sonatype|npmjs)\\.(org|com)\\b|\\bpypi\\.org\\b|\\bmaven-central\\b",
                    Map.of(),
                    "pom.xml",
                    "<url>https://repo1." + "maven.org</url>"),
            text(
                    "paths of one machine",
                    source -> !source.path().endsWith("/house/Bans.java"),
                    "(?<![\\w./])/(work|home/\\w+|root)/",
                    Map.of(),
                    "docs/example.md",
                    "see /wor" + "k/shared"));

    private Bans() {}

    /** Who may catch everything, and why. */
    private static Map<String, String> catchers() {
        return Map.ofEntries(
                Map.entry(
                        "server/src/main/java/org/pennypost/server/admin/Administration.java",
                        "the shell of the administration socket: a bug ends its own call"),
                Map.entry(
                        "cli/src/main/java/org/pennypost/cli/Pennypost.java",
                        "the outermost frame of every command: a bug gets exit code 70"),
                Map.entry(
                        "search/src/main/java/org/pennypost/search/Indexer.java",
                        "Lucene throws whatever comes on damaged files: the index is given up, the thread goes on"),
                Map.entry(
                        "search/src/main/java/org/pennypost/search/Niceness.java",
                        "a method handle is declared to throw anything: without the call all goes on, a little slower"),
                Map.entry(
                        "dns/src/main/java/org/pennypost/dns/Exchange.java",
                        "dnsjava throws unchecked exceptions on malformed replies"),
                Map.entry(
                        "smtp/src/main/java/org/pennypost/smtp/server/SmtpConnection.java",
                        "the shell: a bug ends its own connection with 421"),
                Map.entry(
                        "store-embedded/src/main/java/org/pennypost/store/embedded/Committer.java",
                        "every waiter is told before the thread ends"),
                Map.entry(
                        "store/src/main/java/org/pennypost/store/engine/Watches.java",
                        "one watcher's bug is not another's"),
                Map.entry(
                        "wire/src/main/java/org/pennypost/wire/Deadlines.java",
                        "the sweeping thread outlives one owner's bug"),
                Map.entry(
                        "wire/src/main/java/org/pennypost/wire/Listener.java",
                        "the shell: a bug ends its own connection and is counted"),
                Map.entry(
                        "testkit/src/main/java/org/pennypost/testkit/TranscriptRun.java",
                        "whatever a stage throws gets the transcript's file and line"),
                Map.entry(
                        "testkit/src/main/java/org/pennypost/testkit/Transcripts.java",
                        "what ended the thread of a run is the test's result"));
    }

    private static Ban code(
            String what,
            Predicate<Source> where,
            String pattern,
            Map<String, String> allowed,
            String path,
            String offender) {
        return new Ban(what, where, Pattern.compile(pattern), true, allowed, new Source(path, offender));
    }

    private static Ban text(
            String what,
            Predicate<Source> where,
            String pattern,
            Map<String, String> allowed,
            String path,
            String offender) {
        return new Ban(what, where, Pattern.compile(pattern), false, allowed, new Source(path, offender));
    }
}

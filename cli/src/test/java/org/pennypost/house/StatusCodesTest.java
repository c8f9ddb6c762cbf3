package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pennypost.smtp.EnhancedStatus;
import org.pennypost.smtp.StatusMeaning;
import org.pennypost.testkit.Repository;

/** Every enhanced status code that we say is in the registry (RFC 5248 §2.1), and the registry's table is {@link StatusMeaning}. */
final class StatusCodesTest {
    private static final Pattern CODE = Pattern.compile("\"([245]\\.\\d{1,3}\\.\\d{1,3})\"");

    /** A row of docs/statuses.md that says when a code is said. */
    private static final Pattern SAID_ROW = Pattern.compile("(?m)^\\| `([245]\\.\\d+\\.\\d+)` \\|");

    /** A subject and detail, without class, in the rest of the page. */
    private static final Pattern NOT_SAID = Pattern.compile("`(\\d+\\.\\d+)`");

    private static final int SUBJECT_MAX = 9;
    private static final int DETAIL_MAX = 99;

    private static final Pattern REPLIES_ROW = Pattern.compile("(?m)^\\| `([245]\\.\\d+\\.\\d+)` \\| ([0-9, ]+) \\|");
    private static final Pattern REPLY = Pattern.compile("\\b(\\d{3}),\\s*\"([245]\\.\\d+\\.\\d+)\"");

    /** @param besides the end of the path of a source that is left out */
    private static SortedMap<String, String> said(String besides) {
        SortedMap<String, String> said = new TreeMap<>();
        for (Source source : Source.all()) {
            if (source.path().startsWith("bench/")
                    || source.path().endsWith(besides)
                    || !source.path().contains("/src/main/java/")) {
                continue;
            }
            Matcher codes = CODE.matcher(source.text());
            while (codes.find()) {
                said.putIfAbsent(codes.group(1), source.path());
            }
        }
        return said;
    }

    @Test
    void everyCodeThatWeSayIsRegistered() {
        SortedMap<String, String> said = said("/none");
        assertThat(said).containsKeys("2.1.5", "4.2.2", "5.1.1", "5.4.6", "5.7.8");
        SortedSet<String> unknown = new TreeSet<>();
        said.forEach((code, where) -> {
            if (!StatusMeaning.isRegistered(EnhancedStatus.of(code))) {
                unknown.add(code + " in " + where);
            }
        });
        assertThat(unknown).isEmpty();
    }

    /** The page names the replies with which each code is said in so many words; some codes are constants, so it may name more. */
    @Test
    void thePageNamesTheReplies() throws IOException {
        String page = Files.readString(Repository.top().resolve("docs/statuses.md"));
        SortedSet<String> listed = new TreeSet<>();
        REPLIES_ROW
                .matcher(page)
                .results()
                .forEach(row ->
                        List.of(row.group(2).split(", ")).forEach(reply -> listed.add(reply + " " + row.group(1))));
        List<String> missing = Source.all().stream()
                .filter(source -> source.path().contains("/src/main/java/"))
                .flatMap(source -> REPLY.matcher(source.text()).results())
                .map(reply -> reply.group(1) + " " + reply.group(2))
                .filter(reply -> !listed.contains(reply))
                .toList();
        assertThat(missing).isEmpty();
    }

    /** The page of the codes names those that the sources say, and why each of the others is not said. */
    @Test
    void thePageOfTheCodesIsTrue() throws IOException {
        String page = Files.readString(Repository.top().resolve("docs/statuses.md"));
        SortedSet<String> rows = new TreeSet<>(
                SAID_ROW.matcher(page).results().map(row -> row.group(1)).toList());
        // SendReport names codes of other servers.
        assertThat(rows).isEqualTo(said("/SendReport.java").keySet());

        SortedSet<String> listed = new TreeSet<>(NOT_SAID.matcher(page.substring(page.indexOf("## Not said")))
                .results()
                .map(code -> code.group(1))
                .toList());
        rows.forEach(code -> assertThat(listed).doesNotContain(code.substring(2)));
        rows.forEach(code -> listed.add(code.substring(2)));
        SortedSet<String> registered = new TreeSet<>();
        for (int subject = 0; subject <= SUBJECT_MAX; subject++) {
            for (int detail = 0; detail <= DETAIL_MAX; detail++) {
                if (StatusMeaning.isRegistered(new EnhancedStatus(5, subject, detail))) {
                    registered.add(subject + "." + detail);
                }
            }
        }
        assertThat(listed).isEqualTo(registered);
    }
}

package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pennypost.smtp.EnhancedStatus;
import org.pennypost.smtp.StatusMeaning;

/** Every enhanced status code that we say is in the registry (RFC 5248 §2.1), and the registry's table is {@link StatusMeaning}. */
final class StatusCodesTest {
    private static final Pattern CODE = Pattern.compile("\"([245]\\.\\d{1,3}\\.\\d{1,3})\"");

    @Test
    void everyCodeThatWeSayIsRegistered() {
        SortedMap<String, String> said = new TreeMap<>();
        for (Source source : Source.all()) {
            if (source.path().startsWith("bench/") || !source.path().contains("/src/main/java/")) {
                continue;
            }
            Matcher codes = CODE.matcher(source.text());
            while (codes.find()) {
                said.putIfAbsent(codes.group(1), source.path());
            }
        }
        assertThat(said).containsKeys("2.1.5", "4.2.2", "5.1.1", "5.4.6", "5.7.8");
        SortedSet<String> unknown = new TreeSet<>();
        said.forEach((code, where) -> {
            if (!StatusMeaning.isRegistered(EnhancedStatus.of(code))) {
                unknown.add(code + " in " + where);
            }
        });
        assertThat(unknown).isEmpty();
    }
}

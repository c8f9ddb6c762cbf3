package org.pennypost.smtp.client;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.pennypost.smtp.Reply;

/** What a server offers: the lines of its reply to EHLO behind the first (RFC 5321 §4.1.1.1, {@code ehlo-line}), keywords in capitals. Empty after HELO. */
public final class Capabilities {
    static final Capabilities NONE = new Capabilities(Map.of());

    private final Map<String, List<String>> byKeyword;

    /* Asked for each message, so read once. */
    private final OptionalLong sizeOctetsMax;
    private final OptionalInt recipientsMax;
    private final OptionalInt messagesMax;

    private Capabilities(Map<String, List<String>> byKeyword) {
        this.byKeyword = byKeyword;
        this.sizeOctetsMax = size(parameters("SIZE"));
        this.recipientsMax = limit("RCPTMAX");
        this.messagesMax = limit("MAILMAX");
    }

    static Capabilities of(Reply ehlo) {
        Map<String, List<String>> byKeyword = new LinkedHashMap<>();
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            // Workaround: old servers of Microsoft and others announce "AUTH=LOGIN".
            List<String> words =
                    List.of(line.strip().replaceFirst("(?i)^AUTH=", "AUTH ").split(" +"));
            byKeyword.putIfAbsent(words.getFirst().toUpperCase(Locale.ROOT), words.subList(1, words.size()));
        }
        return new Capabilities(Collections.unmodifiableMap(byKeyword));
    }

    /** @param keyword in capitals */
    public boolean offers(String keyword) {
        return byKeyword.containsKey(keyword);
    }

    /** @return the words behind the keyword; empty also when it is not offered */
    public List<String> parameters(String keyword) {
        return byKeyword.getOrDefault(keyword, List.of());
    }

    /** @return the largest message that the server takes, when it says (RFC 1870 §4: 0 means no limit) */
    public OptionalLong sizeOctetsMax() {
        return sizeOctetsMax;
    }

    private static OptionalLong size(List<String> size) {
        boolean number = !size.isEmpty() && size.getFirst().matches("[0-9]{1,18}");
        long octets = number ? Long.parseLong(size.getFirst()) : 0;
        return octets > 0 ? OptionalLong.of(octets) : OptionalLong.empty();
    }

    /**
     * @return the shortest time that can be asked for with BY and the mode R, in seconds, when the server says: {@code min-by-time *(',' extension-token)} (RFC 2852
     *     §2)
     */
    public OptionalLong deliverBySecondsMin() {
        return seconds(parameters("DELIVERBY").stream().flatMap(word -> Stream.of(word.split(",", 2))));
    }

    /** @return for how many seconds a message is held back at most, when the server says (RFC 4865 §3) */
    public OptionalLong holdSecondsMax() {
        return seconds(parameters("FUTURERELEASE").stream());
    }

    /** @return until when a message is held back at most, when the server says (RFC 4865 §3) */
    public Optional<Instant> holdUntilMax() {
        List<String> words = parameters("FUTURERELEASE");
        try {
            return words.size() > 1
                    ? Optional.of(
                            DateTimeFormatter.ISO_INSTANT.parse(words.get(1).toUpperCase(Locale.ROOT), Instant::from))
                    : Optional.empty();
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    private static OptionalLong seconds(Stream<String> words) {
        return words.limit(1)
                .filter(word -> word.matches("[0-9]{1,9}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** @return of how many domains the recipients of a session may be, when the server says (RFC 9422 §4.3) */
    public OptionalInt recipientDomainsMax() {
        return limit("RCPTDOMAINMAX");
    }

    /** @return how many recipients a message may have, when the server says (RFC 9422 §4.2) */
    public OptionalInt recipientsMax() {
        return recipientsMax;
    }

    /** @return how many messages a session may have, those that are refused counted, when the server says (RFC 9422 §4.1) */
    public OptionalInt messagesMax() {
        return messagesMax;
    }

    /** {@code limit-name=value}; what is no number of at most six digits is no limit (RFC 9422 §3.7). */
    private OptionalInt limit(String name) {
        return parameters("LIMITS").stream()
                .map(word -> word.toUpperCase(Locale.ROOT))
                .filter(word -> word.matches(name + "=[1-9][0-9]{0,5}"))
                .mapToInt(word -> Integer.parseInt(word.substring(name.length() + 1)))
                .findFirst();
    }

    @Override
    public String toString() {
        return byKeyword.toString();
    }
}

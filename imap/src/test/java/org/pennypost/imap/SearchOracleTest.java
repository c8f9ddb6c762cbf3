package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/**
 * Every SEARCH key there is, in any nesting of NOT, OR and parentheses, on generated mailboxes: what is found is what a naive reading of RFC 9051 §6.4.4, RFC
 * 3501 §6.4.4, RFC 5032, RFC 5182, RFC 7162 §3.1.5, RFC 8474 §5 and RFC 8514 §4.3 finds, which knows the messages from before they were written.
 */
class SearchOracleTest {
    private static final int MAILBOXES = 12;
    private static final int MESSAGES = 40;
    private static final int SEARCHES = 250;

    /** None is a part of a field's name or value that a message has otherwise. */
    private static final List<String> WORDS =
            List.of("penny", "POST", "K\u00f6ln", "na\u00efve", "\u65e5\u672c", "\u03a9mega", "quartz", "two  blanks");

    private static final List<String> NEEDLES = List.of(
            "PENNY", "ost", "k\u00d6L", "\u00cf", "\u672c", "\u03c9MEG", "artz", "o  b", "o b", "zzz", "@example", "");

    private static final List<String> FIELDS = List.of("From", "To", "Cc", "Bcc", "Subject", "X-Own");
    private static final List<Flag> FLAGS = List.of(
            Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.DRAFT, Flag.of("$Work"), Flag.of("other"));

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MAIL_DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss xx", Locale.ENGLISH);
    private static final Pattern FETCHED = Pattern.compile("\\* ([0-9]+) FETCH \\(UID ([0-9]+) RFC822.SIZE ([0-9]+)"
            + " EMAILID \\((\\S+)\\) THREADID \\((\\S+)\\) FLAGS \\(([^)]*)\\) MODSEQ \\(([0-9]+)\\)\\)");

    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Gen gen = Gen.seeded("SearchOracleTest");
    private Instant base = clock.instant();

    @AfterEach
    void close() {
        store.close();
    }

    /** What was written. */
    private record Written(Map<String, String> fields, Optional<LocalDate> sent, String body) {
        boolean fieldContains(String name, String needle) {
            String value = fields.get(name);
            return value != null && contains(value, needle);
        }
    }

    /** A message as the oracle knows it. */
    private record Known(
            Written written,
            int number,
            long uid,
            long size,
            String email,
            String thread,
            Set<String> flags,
            long modSeq,
            Instant received,
            Instant saved) {
        boolean has(String flag) {
            return flags.contains(flag.toLowerCase(Locale.ROOT));
        }
    }

    /** A key, and which messages it finds. */
    private record Asked(String key, Predicate<Known> finds) {}

    private static boolean contains(String text, String needle) {
        return text.toUpperCase(Locale.ROOT).contains(needle.toUpperCase(Locale.ROOT));
    }

    // Messages

    private String words() {
        return String.join(" ", gen.list(1, 4, () -> gen.oneOf(WORDS)));
    }

    private String encodedWords(String text) {
        if (text.chars().allMatch(c -> c < 0x80) && gen.onceIn(2)) {
            return text;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return switch (gen.number(0, 2)) {
            case 0 -> text;
            case 1 -> "=?utf-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
            default -> "=?UTF-8?q?" + quoted(octets) + "?=";
        };
    }

    private static String quoted(byte[] octets) {
        StringBuilder quoted = new StringBuilder();
        for (byte octet : octets) {
            quoted.append(String.format("=%02X", octet & 0xff));
        }
        return quoted.toString();
    }

    private Written write(StringBuilder message) {
        Map<String, String> fields = new HashMap<>();
        for (String name : FIELDS) {
            if (gen.onceIn(3)) {
                continue;
            }
            boolean address = !name.equals("Subject") && !name.equals("X-Own");
            String text = words();
            String address1 = " <" + gen.oneOf(List.of("ann", "bob")) + "@example.test>";
            message.append(name).append(": ").append(encodedWords(address ? text.replace("  ", " ") : text));
            message.append(address ? address1 : "").append("\r\n");
            fields.put(name, address ? text.replace("  ", " ") + address1 : text);
        }
        Optional<LocalDate> sent = Optional.empty();
        if (!gen.onceIn(4)) {
            OffsetDateTime date = base.plus(Duration.ofHours(gen.number(0, 24 * 30)))
                    .atOffset(ZoneOffset.ofHours(gen.number(-11, 12)));
            message.append("Date: ").append(MAIL_DATE.format(date)).append("\r\n");
            sent = Optional.of(date.toLocalDate());
        }
        if (gen.onceIn(2)) {
            String id = "<" + gen.number(1, 30) + "@example.test>";
            message.append("Message-ID: ").append(id).append("\r\n");
            fields.put("Message-ID", id);
        }
        if (gen.onceIn(3)) {
            String id = "<" + gen.number(1, 5) + "@example.test>";
            message.append("References: ").append(id).append("\r\n");
            fields.put("References", id);
        }
        String body = words();
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        message.append("MIME-Version: 1.0\r\n");
        boolean inParts = gen.onceIn(3);
        if (inParts) {
            // What is no text is not looked into.
            message.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/x\r\n\r\n");
            message.append(words()).append("\r\n--b\r\n");
        }
        message.append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ");
        message.append(
                switch (gen.number(0, 2)) {
                    case 0 -> "8bit\r\n\r\n" + body;
                    case 1 -> "base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(octets);
                    default -> "quoted-printable\r\n\r\n" + quoted(octets).replace("=20", "=\r\n=20");
                });
        message.append(inParts ? "\r\n--b--\r\n" : "\r\n");
        return new Written(fields, sent, body);
    }

    private List<Written> fill(Account account) throws IOException {
        List<Written> written = new ArrayList<>();
        for (int i = gen.number(1, MESSAGES); i > 0; i--) {
            StringBuilder message = new StringBuilder();
            written.add(write(message));
            byte[] octets = message.toString().getBytes(StandardCharsets.UTF_8);
            Set<Flag> flags = new HashSet<>(gen.list(0, 4, () -> gen.oneOf(FLAGS)));
            Instant received = base.plusSeconds(gen.number(0, 30 * 86_400));
            clock.advance(Duration.ofHours(gen.number(0, 40)));
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(octets, 0, octets.length);
                draft.finish();
                account.append(account.inbox(), new NewMessage(draft, new byte[0], received, flags))
                        .await();
            }
        }
        return written;
    }

    /** What FETCH tells now, joined with what was written. */
    private static List<Known> known(LocalSession session, Account account, Map<Long, Written> written)
            throws IOException {
        List<Known> known = new ArrayList<>();
        List<Message> listed = new ArrayList<>();
        account.view(account.inbox()).orElseThrow().forEach(listed::add);
        for (String line : session.say("FETCH 1:* (UID RFC822.SIZE EMAILID THREADID FLAGS MODSEQ)")
                .lines()) {
            Matcher told = FETCHED.matcher(line);
            if (!told.matches()) {
                continue;
            }
            long uid = Long.parseLong(told.group(2));
            Message message = listed.get(known.size());
            assertThat(message.uid()).isEqualTo(new Uid(uid));
            known.add(new Known(
                    Objects.requireNonNull(written.get(uid)),
                    Integer.parseInt(told.group(1)),
                    uid,
                    Long.parseLong(told.group(3)),
                    told.group(4),
                    told.group(5),
                    Set.of(told.group(6).toLowerCase(Locale.ROOT).split(" ")),
                    Long.parseLong(told.group(7)),
                    message.received(),
                    message.saved()));
        }
        assertThat(known).hasSameSizeAs(listed);
        return known;
    }

    // Keys

    private static Map<String, Supplier<Asked>> plain(String key, Predicate<Known> finds) {
        return Map.of(key, () -> new Asked(key, finds));
    }

    private Map<String, Supplier<Asked>> days(String prefix, Function<Known, Optional<LocalDate>> day) {
        Map<String, Supplier<Asked>> keys = new HashMap<>();
        Map<String, BiFunction<LocalDate, LocalDate, Boolean>> compared =
                Map.of("BEFORE", LocalDate::isBefore, "ON", LocalDate::equals, "SINCE", (a, b) -> !a.isBefore(b));
        compared.forEach((name, test) -> keys.put(prefix + name, () -> {
            LocalDate date = day(base).plusDays(gen.number(-1, 45));
            String spelled = DATE.format(date);
            return new Asked(
                    prefix + name + " " + (gen.onceIn(2) ? spelled : "\"" + spelled + "\""),
                    message -> day.apply(message)
                            .filter(each -> test.apply(each, date))
                            .isPresent());
        }));
        return keys;
    }

    private Map<String, Supplier<Asked>> needles(String key, BiFunction<Written, String, Boolean> finds) {
        return Map.of(key, () -> {
            String needle = gen.oneOf(NEEDLES);
            return new Asked(key + " \"" + needle + "\"", message -> finds.apply(message.written(), needle));
        });
    }

    private Map<String, Supplier<Asked>> numbers(String key, int from, int to, BiFunction<Known, Long, Boolean> finds) {
        return Map.of(key, () -> {
            long number = gen.number(from, to);
            return new Asked(key + " " + number, message -> finds.apply(message, number));
        });
    }

    private String headerName() {
        String name = gen.oneOf(FIELDS);
        return gen.onceIn(2) ? name : name.toUpperCase(Locale.ROOT);
    }

    /** Every key that holds no others, by its name. */
    private Map<String, Supplier<Asked>> keys(List<Known> all) {
        Map<String, Supplier<Asked>> keys = new HashMap<>();
        keys.putAll(plain("ALL", _ -> true));
        keys.putAll(plain("SAVEDATESUPPORTED", _ -> true));
        for (String flag : List.of("Answered", "Deleted", "Draft", "Flagged", "Seen")) {
            keys.putAll(plain(flag.toUpperCase(Locale.ROOT), message -> message.has("\\" + flag)));
            keys.putAll(plain("UN" + flag.toUpperCase(Locale.ROOT), message -> !message.has("\\" + flag)));
        }
        keys.putAll(plain("RECENT", message -> message.has("\\Recent")));
        keys.putAll(plain("OLD", message -> !message.has("\\Recent")));
        keys.putAll(plain("NEW", message -> message.has("\\Recent") && !message.has("\\Seen")));
        List<String> keywords = List.of("$work", "OTHER", "none");
        keys.put("KEYWORD", () -> {
            String keyword = gen.oneOf(keywords);
            return new Asked("KEYWORD " + keyword, message -> message.has(keyword));
        });
        keys.put("UNKEYWORD", () -> {
            String keyword = gen.oneOf(keywords);
            return new Asked("UNKEYWORD " + keyword, message -> !message.has(keyword));
        });
        keys.putAll(days("", message -> Optional.of(day(message.received()))));
        keys.putAll(days("SENT", message -> message.written().sent()));
        keys.putAll(days("SAVED", message -> Optional.of(day(message.saved()))));
        keys.putAll(numbers("LARGER", 200, 700, (message, octets) -> message.size() > octets));
        keys.putAll(numbers("SMALLER", 200, 700, (message, octets) -> message.size() < octets));
        int now = (int) (clock.instant().getEpochSecond() - base.getEpochSecond() + 86_400);
        keys.putAll(numbers("OLDER", 1, now, (message, age) -> age(message) >= age));
        keys.putAll(numbers("YOUNGER", 1, now, (message, age) -> age(message) <= age));
        for (String name : List.of("From", "To", "Cc", "Bcc", "Subject")) {
            keys.putAll(
                    needles(name.toUpperCase(Locale.ROOT), (message, needle) -> message.fieldContains(name, needle)));
        }
        keys.put("HEADER", () -> {
            String name = headerName();
            String needle = gen.oneOf(NEEDLES);
            String spelled =
                    FIELDS.stream().filter(name::equalsIgnoreCase).findFirst().orElseThrow();
            return new Asked(
                    "HEADER " + name + " \"" + needle + "\"",
                    message -> message.written().fieldContains(spelled, needle));
        });
        keys.putAll(needles("BODY", (message, needle) -> contains(message.body(), needle)));
        keys.putAll(needles("TEXT", SearchOracleTest::text));
        keys.put("MODSEQ", () -> {
            long modSeq = gen.oneOf(all).modSeq() + gen.number(0, 1);
            String entry =
                    gen.onceIn(2) ? "" : "\"/flags/\\\\draft\" " + gen.oneOf(List.of("all ", "priv ", "shared "));
            return new Asked("MODSEQ " + entry + modSeq, message -> message.modSeq() >= modSeq);
        });
        keys.put("EMAILID", () -> {
            String id = gen.onceIn(4) ? "M0" : gen.oneOf(all).email();
            return new Asked("EMAILID " + id, message -> message.email().equals(id));
        });
        keys.put("THREADID", () -> {
            String id = gen.oneOf(all).thread();
            return new Asked("THREADID " + id, message -> message.thread().equals(id));
        });
        return keys;
    }

    private static boolean text(Written message, String needle) {
        return contains(message.body(), needle)
                || message.fields().values().stream().anyMatch(value -> contains(value, needle));
    }

    private long age(Known message) {
        return clock.instant().getEpochSecond() - message.received().getEpochSecond();
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private Asked set(boolean byUid, long highest) {
        List<String> ranges = new ArrayList<>();
        List<Predicate<Long>> finds = new ArrayList<>();
        for (int i = gen.number(1, 3); i > 0; i--) {
            long from = gen.number(1, (int) highest);
            long to = gen.number(1, (int) highest);
            boolean star = gen.onceIn(5);
            boolean one = gen.onceIn(3);
            ranges.add(one ? star ? "*" : "" + from : from + ":" + (star ? "*" : to));
            long end = star ? highest : to;
            finds.add(
                    one
                            ? number -> number == (star ? highest : from)
                            : number -> number >= Math.min(from, end) && number <= Math.max(from, end));
        }
        return new Asked(
                (byUid ? "UID " : "") + String.join(",", ranges),
                message -> finds.stream().anyMatch(each -> each.test(byUid ? message.uid() : (long) message.number())));
    }

    private Asked key(Map<String, Supplier<Asked>> keys, List<Known> all, Set<Long> saved, int depth) {
        int kind = depth == 0 ? 9 : gen.number(0, 9);
        if (kind == 0 || kind == 1) {
            Asked inside = key(keys, all, saved, depth - 1);
            return new Asked("NOT " + inside.key, inside.finds.negate());
        }
        if (kind == 2 || kind == 3) {
            Asked one = key(keys, all, saved, depth - 1);
            Asked other = key(keys, all, saved, depth - 1);
            return new Asked("OR " + one.key + " " + other.key, one.finds.or(other.finds));
        }
        if (kind == 4) {
            Asked inside = list(keys, all, saved, depth - 1);
            return new Asked("(" + inside.key + ")", inside.finds);
        }
        if (kind == 5) {
            boolean byUid = gen.onceIn(2);
            return set(byUid, byUid ? all.getLast().uid() : all.size());
        }
        if (kind == 6) {
            return new Asked("$", message -> saved.contains(message.uid()));
        }
        String name = gen.oneOf(List.copyOf(new TreeSet<>(keys.keySet())));
        return Objects.requireNonNull(keys.get(name)).get();
    }

    private Asked list(Map<String, Supplier<Asked>> keys, List<Known> all, Set<Long> saved, int depth) {
        List<Asked> list = gen.list(1, 3, () -> key(keys, all, saved, depth));
        return new Asked(
                list.stream().map(Asked::key).collect(Collectors.joining(" ")),
                message -> list.stream().allMatch(each -> each.finds.test(message)));
    }

    // Searches

    @Test
    void everyKeyIsHere() {
        Set<String> here = keys(List.of()).keySet();
        Set<String> there = new TreeSet<>();
        ImapServer.vocabulary().searchKeys().forEach(key -> there.add(key.name()));
        assertThat(new TreeSet<>(here)).isEqualTo(there);
    }

    @Test
    void whatIsFoundIsWhatANaiveReadingFinds() throws IOException {
        for (int i = 0; i < MAILBOXES; i++) {
            Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
            mailboxes.createAccount(account.id(), Quota.UNLIMITED);
            try (LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock))) {
                search(session, account);
            }
            mailboxes.removeAccount(account.id());
        }
    }

    private void search(LocalSession session, Account account) throws IOException {
        session.say("SELECT INBOX");
        base = clock.instant();
        List<Written> written = fill(account);
        Map<Long, Written> byUid = new HashMap<>();
        for (int i = 0; i < written.size(); i++) {
            byUid.put(i + 1L, written.get(i));
        }
        Set<Long> saved = new HashSet<>();
        List<Known> all = List.of();
        for (int i = 0; i < SEARCHES; i++) {
            if (i % 50 == 0) {
                change(account, byUid.size());
                session.say("NOOP");
                all = known(session, account, byUid);
                if (all.isEmpty()) {
                    return;
                }
            }
            Asked asked = list(keys(all), all, Set.copyOf(saved), 3);
            List<Known> found = all.stream().filter(asked.finds).toList();
            compare(session, asked, found, saved);
        }
    }

    /** Somebody else sets flags and expunges. */
    private void change(Account account, int messages) throws IOException {
        for (int i = 0; i < 5; i++) {
            Uid uid = new Uid(gen.number(1, messages));
            Flag flag = gen.oneOf(FLAGS);
            account.flags(
                    account.inbox(), UidSet.of(uid), gen.onceIn(2) ? FlagChange.add(flag) : FlagChange.remove(flag));
        }
        if (gen.onceIn(2) && messages > 3) {
            account.expunge(account.inbox(), UidSet.of(new Uid(gen.number(1, messages))));
        }
    }

    private void compare(LocalSession session, Asked asked, List<Known> found, Set<Long> saved) throws IOException {
        boolean byUid = gen.onceIn(2);
        Function<Known, Long> told = message -> byUid ? message.uid() : (long) message.number();
        List<Long> expected = found.stream().map(told).toList();
        String charset = gen.onceIn(2) ? "CHARSET UTF-8 " : "";
        String search = byUid ? "UID SEARCH " : "SEARCH ";
        if (gen.onceIn(3)) {
            boolean save = gen.onceIn(2);
            String line = answer(
                    session, search + "RETURN (COUNT ALL MIN MAX" + (save ? " SAVE" : "") + ") " + charset + asked.key);
            assertThat(set(line)).as(asked.key).isEqualTo(expected);
            assertThat(line).as(asked.key).contains(" COUNT " + expected.size());
            if (!expected.isEmpty()) {
                assertThat(line).as(asked.key).contains(" MIN " + expected.getFirst(), " MAX " + expected.getLast());
            }
            if (save) {
                saved.clear();
                found.forEach(message -> saved.add(message.uid()));
            }
            return;
        }
        String line = answer(session, search + charset + asked.key);
        String numbers = line.replaceFirst("^\\* SEARCH ?", "").replaceFirst(" ?\\(MODSEQ ([0-9]+)\\)$", "");
        assertThat(numbers)
                .as(asked.key)
                .isEqualTo(expected.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        if (line.contains("MODSEQ")) {
            long highest = found.stream().mapToLong(Known::modSeq).max().orElseThrow();
            assertThat(line).as(asked.key).endsWith("(MODSEQ " + highest + ")");
        }
    }

    private static String answer(LocalSession session, String command) throws IOException {
        LocalSession.Reply reply = session.say(command);
        assertThat(reply.isOk()).as("%s: %s", command, reply.last()).isTrue();
        return reply.lines().stream()
                .filter(line -> line.contains("SEARCH"))
                .findFirst()
                .orElseThrow();
    }

    /** The numbers behind ALL. */
    private static List<Long> set(String line) {
        Matcher all = Pattern.compile(" ALL ([0-9:,]+)").matcher(line);
        List<Long> numbers = new ArrayList<>();
        if (all.find()) {
            for (String range : all.group(1).split(",", -1)) {
                String[] ends = range.split(":", -1);
                for (long i = Long.parseLong(ends[0]); i <= Long.parseLong(ends[ends.length - 1]); i++) {
                    numbers.add(i);
                }
            }
        }
        return numbers;
    }
}

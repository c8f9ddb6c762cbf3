package org.pennypost.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pennypost.testkit.Holes.Round;

/** Reads the notation of {@code docs/transcripts.md} into steps. Used once, by one thread. */
final class TranscriptReader {
    private static final String INDENT = "    ";
    private static final int TIMES_MAX = 100_000;
    private static final int CONNECTIONS_MAX = 1000;

    private static final Pattern CONNECTION = Pattern.compile("\\[([0-9]{1,4})]\\s*(.*)");
    private static final Pattern SAID =
            Pattern.compile("([CS])(?:\\*([0-9]{1,6})(?:\\.\\.([0-9]{1,6}))?)?([~<]?):(.*)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("([a-z][a-z0-9-]*)(?:\\s+(.*))?");
    private static final Pattern REASON = Pattern.compile("#\\s*\\S");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /** A line, and the connection that it is about: [1] where it names none. */
    private record Numbered(boolean written, int connection, String rest) {
        static Numbered of(String text) {
            Matcher numbered = CONNECTION.matcher(text);
            if (!numbered.matches()) {
                return new Numbered(false, 1, text);
            }
            int connection = Integer.parseInt(numbered.group(1));
            if (connection < 1 || connection > CONNECTIONS_MAX) {
                throw new IllegalArgumentException("connections are numbered from [1] to [" + CONNECTIONS_MAX + "]");
            }
            return new Numbered(true, connection, numbered.group(2));
        }
    }

    /** A {@code C} or {@code S} line. */
    private record Said(int line, int connection, boolean client, Saying saying, int first, int last) {}

    private final String name;
    private final List<String> lines;
    private final Transcript.Files files;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Integer> opened = new HashSet<>();
    private final Set<Integer> beginWithTls = new HashSet<>();
    private final Set<String> holes = new HashSet<>();
    private Set<Pace> paces = EnumSet.allOf(Pace.class);
    private Set<Carrier> carriers = EnumSet.allOf(Carrier.class);
    /** The line that is being read, counted from 1; also the index of the next one. */
    private int line;

    TranscriptReader(String name, String text, Transcript.Files files) {
        this.name = name;
        this.lines = text.lines().toList();
        this.files = files;
    }

    Transcript read() {
        try {
            while (line < lines.size()) {
                line++;
                readLine(lines.get(line - 1));
            }
            if (steps.isEmpty()) {
                throw new IllegalArgumentException(
                        "nothing is said here: write what the client says as 'C: ...' and the server as 'S: ...'");
            }
            return new Transcript(name, steps, paces, carriers);
        } catch (IllegalArgumentException e) {
            throw new BadTranscript(name, Math.max(line, 1), String.valueOf(e.getMessage()));
        }
    }

    private void readLine(String text) {
        if (text.isBlank() || text.startsWith("#")) {
            return;
        }
        if (Character.isWhitespace(text.charAt(0))) {
            throw new IllegalArgumentException(
                    "an indented line belongs to a block under a word such as 'stored', four blanks deep: begin others at the margin");
        }
        Numbered numbered = Numbered.of(text);
        int connection = numbered.connection();
        String rest = numbered.rest();
        Optional<Said> said = said(line, numbered);
        if (said.isPresent()) {
            addSaid(said.get());
            return;
        }
        Matcher word = WORD.matcher(rest);
        if (!word.matches()) {
            throw new IllegalArgumentException(
                    "'" + rest + "' is no line of a transcript: write 'C: ...' for the client, 'S: ...' for the server,"
                            + " '# ...' for a comment, or a lower-case word such as 'given'");
        }
        String args = word.group(2) == null ? "" : word.group(2);
        if (!readConnectionWord(connection, word.group(1), args)) {
            if (numbered.written()) {
                throw new IllegalArgumentException(
                        "'" + word.group(1) + "' is not about one connection: write it without [" + connection + "]");
            }
            readWord(word.group(1), args);
        }
    }

    private Optional<Said> said(int number, Numbered numbered) {
        String text = numbered.rest();
        Matcher said = SAID.matcher(text);
        if (!said.matches()) {
            return Optional.empty();
        }
        int first = 0;
        int last = 0;
        if (said.group(2) != null) {
            first = said.group(3) == null ? 1 : Integer.parseInt(said.group(2));
            last = Integer.parseInt(said.group(3) == null ? said.group(2) : said.group(3));
            if (last < first || last - first >= TIMES_MAX) {
                throw new IllegalArgumentException(
                        "repeat a line 1 to " + TIMES_MAX + " times: 'C*1000: ...' or 'C*5..9: ...'");
            }
        }
        String after = said.group(5);
        if (!after.isEmpty() && after.charAt(0) != ' ') {
            throw new IllegalArgumentException(
                    "write a blank after the colon: '" + text.substring(0, said.start(5)) + " " + after + "'");
        }
        String spelling = after.isEmpty() ? "" : after.substring(1);
        Saying saying = switch (said.group(4)) {
            case "~" -> raw(spelling);
            case "<" -> message(spelling.strip());
            default ->
                new Saying.Text(said.group(1).equals("C") ? spoken(spelling, last > 0) : Template.parse(spelling));
        };
        return Optional.of(new Said(number, numbered.connection(), said.group(1).equals("C"), saying, first, last));
    }

    private static Saying raw(String spelling) {
        byte[] bytes = RawBytes.parse(spelling);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("no bytes follow ~: here; an empty line is 'C:' or 'S:' alone");
        }
        return Saying.Raw.of(bytes);
    }

    private Saying message(String file) {
        try {
            byte[] stuffed = MessageFile.stuffed(files.bytes(file));
            return new Saying.Message(file, new String(stuffed, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read '" + file + "', which should stand beside the transcript: " + e, e);
        }
    }

    /** Adds a line; a repeated one takes the lines under it that are repeated alike into its rounds. */
    private void addSaid(Said begin) {
        if (begin.last() == 0) {
            add(begin, Round.ONCE);
            return;
        }
        List<Said> group = new ArrayList<>(List.of(begin));
        for (Optional<Said> next = repeatedAlike(begin); next.isPresent(); next = repeatedAlike(group.getLast())) {
            line++;
            group.add(next.get());
        }
        for (int i = begin.first(); i <= begin.last(); i++) {
            for (Said said : group) {
                add(said, new Round(begin.line(), i));
            }
        }
    }

    /** The next line, if it belongs to the same rounds as this one. */
    private Optional<Said> repeatedAlike(Said before) {
        if (line == lines.size()) {
            return Optional.empty();
        }
        Numbered next = Numbered.of(lines.get(line));
        Matcher said = SAID.matcher(next.rest());
        boolean repeated = next.connection() == before.connection() && said.matches() && said.group(2) != null;
        return repeated
                ? said(line + 1, next)
                        .filter(alike -> alike.first() == before.first() && alike.last() == before.last())
                        .filter(alike -> before.client() || !alike.client())
                : Optional.empty();
    }

    private void add(Said said, Round round) {
        needOpen(said.connection());
        if (!said.client() && said.saying() instanceof Saying.Text(Template template)) {
            remember(template, round);
        }
        steps.add(
                said.client()
                        ? new Step.Send(said.line(), said.connection(), said.saying(), round)
                        : new Step.Expect(said.line(), said.connection(), said.saying(), round));
    }

    /** Remembers what a server's line names, for the client's lines behind it. */
    private void remember(Template template, Round round) {
        if (template.holes().contains("i") && !round.repeated()) {
            throw new IllegalArgumentException(
                    "{{i}} counts repetitions: write 'S*1000: ...', or name this hole differently");
        }
        holes.addAll(template.holes());
    }

    private Template spoken(String text, boolean repeated) {
        Set<String> known = new HashSet<>(holes);
        known.removeAll(Set.of("text", "*", "i"));
        if (repeated) {
            known.add("i");
        }
        return Template.spoken(text, known);
    }

    private void needOpen(int connection) {
        if (!opened.contains(connection)) {
            open(connection, List.of());
        }
    }

    private void open(int connection, List<String> as) {
        if (!opened.add(connection)) {
            throw new IllegalArgumentException("connection " + connection + " is open already: number another one, '["
                    + (connection + 1) + "] as'");
        }
        steps.add(new Step.Open(line, connection, as, beginWithTls.remove(connection)));
    }

    /** Reads a word that belongs to one connection; false when it is no such word. */
    private boolean readConnectionWord(int connection, String word, String args) {
        switch (word) {
            case "as" -> open(connection, Words.split(args));
            case "tls" -> {
                if (opened.contains(connection)) {
                    throw new IllegalArgumentException(
                            "'tls' stands before the connection's first line; an upgrade is 'starttls'");
                }
                beginWithTls.add(connection);
                List<String> rest = Words.split(args);
                if (!rest.isEmpty() && !rest.getFirst().equals("as")) {
                    throw new IllegalArgumentException("behind 'tls' stands nothing, or 'as' and who the client is");
                }
                if (!rest.isEmpty()) {
                    open(connection, rest.subList(1, rest.size()));
                }
            }
            case "starttls", "deflate" -> {
                noArguments(word, args);
                needOpen(connection);
                steps.add(
                        word.equals("deflate")
                                ? new Step.StartDeflate(line, connection)
                                : new Step.StartTls(line, connection));
            }
            case "closed", "vanish" -> {
                noArguments(word, args);
                needOpen(connection);
                opened.remove(connection);
                steps.add(
                        word.equals("closed") ? new Step.Closed(line, connection) : new Step.Vanish(line, connection));
            }
            case "never" -> {
                if (args.isEmpty() || args.startsWith("S:")) {
                    throw new IllegalArgumentException("write the server's line itself: 'never 250 {{text}}'");
                }
                steps.add(new Step.Never(line, connection, Template.parse(args)));
            }
            case "any-order" -> {
                noArguments(word, args);
                anyOrder();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void anyOrder() {
        int begin = line;
        int connection = 0;
        List<Template> templates = new ArrayList<>();
        while (true) {
            if (line == lines.size()) {
                throw new IllegalArgumentException(
                        "the any-order of line " + begin + " has no end: write 'end' on a line of its own");
            }
            line++;
            String text = lines.get(line - 1);
            Numbered numbered = Numbered.of(text);
            if (Words.split(numbered.rest()).equals(List.of("end"))) {
                break;
            }
            int here = numbered.connection();
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            Said said =
                    said(line, numbered).filter(TranscriptReader::fitsAnyOrder).orElse(null);
            if (said == null || (connection != 0 && connection != here)) {
                throw new IllegalArgumentException("between any-order and end stand 'S: ...' lines of one connection");
            }
            if (said.saying() instanceof Saying.Text(Template template)) {
                connection = here;
                templates.add(template);
                needOpen(here);
                remember(template, Round.ONCE);
            }
        }
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("nothing stands between any-order and end");
        }
        steps.add(new Step.ExpectAnyOrder(begin, connection, List.copyOf(templates)));
    }

    private static boolean fitsAnyOrder(Said said) {
        return !said.client() && said.last() == 0 && said.saying() instanceof Saying.Text;
    }

    /** Reads a word that is about the world; those that the notation does not know are the stage's. */
    private void readWord(String word, String args) {
        switch (word) {
            case "given" -> {
                List<String> words = Words.split(args);
                if (words.isEmpty()) {
                    throw new IllegalArgumentException("say what is given: 'given account alice password secret'");
                }
                steps.add(new Step.Given(line, words));
            }
            case "wait" -> steps.add(new Step.Wait(line, duration(Words.split(args))));
            case "restart" -> {
                noArguments(word, args);
                opened.clear();
                steps.add(new Step.Restart(line));
            }
            case "only" -> only(args);
            case "end" -> throw new IllegalArgumentException("'end' without 'any-order' above it");
            default -> perform(word, args);
        }
    }

    private static void noArguments(String word, String args) {
        if (!Words.split(args).isEmpty()) {
            throw new IllegalArgumentException("'" + word + "' stands alone on its line");
        }
    }

    private static Duration duration(List<String> words) {
        Matcher duration = DURATION.matcher(words.size() == 1 ? words.getFirst() : "");
        if (!duration.matches()) {
            throw new IllegalArgumentException("write one time after wait: 250ms, 10s, 31m, 2h or 3d");
        }
        long count = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** {@code only whole-lines memory  # reason}: of what none is named, all stay. */
    private void only(String args) {
        List<String> words = Words.split(args);
        if (words.isEmpty() || !REASON.matcher(args).find()) {
            throw new IllegalArgumentException(
                    "write the ways that remain, and the reason behind a #: 'only whole-lines   # because ...'");
        }
        if (!steps.stream().allMatch(Step.Given.class::isInstance)) {
            throw new IllegalArgumentException("'only' stands before the conversation");
        }
        Set<Pace> namedPaces = EnumSet.noneOf(Pace.class);
        Set<Carrier> namedCarriers = EnumSet.noneOf(Carrier.class);
        for (String word : words) {
            Optional<Pace> pace = Arrays.stream(Pace.values())
                    .filter(p -> p.word().equals(word))
                    .findAny();
            Optional<Carrier> carrier = Arrays.stream(Carrier.values())
                    .filter(c -> c.word().equals(word))
                    .findAny();
            if (pace.isEmpty() && carrier.isEmpty()) {
                throw new IllegalArgumentException("'only' knows no '" + word + "': there are " + ways());
            }
            pace.ifPresent(namedPaces::add);
            carrier.ifPresent(namedCarriers::add);
        }
        paces = namedPaces.isEmpty() ? paces : namedPaces;
        carriers = namedCarriers.isEmpty() ? carriers : namedCarriers;
    }

    private static String ways() {
        return Stream.concat(
                        Arrays.stream(Pace.values()).map(Pace::word),
                        Arrays.stream(Carrier.values()).map(Carrier::word))
                .collect(Collectors.joining(", "));
    }

    private void perform(String word, String args) {
        int begin = line;
        boolean fenced = args.equals("<<<") || args.endsWith(" <<<");
        List<String> words = Words.split(fenced ? args.substring(0, args.length() - 3) : args);
        String block = fenced ? fencedBlock(begin) : indentedBlock();
        steps.add(new Step.Perform(begin, word, words, block));
    }

    private String fencedBlock(int begin) {
        List<String> block = new ArrayList<>();
        while (true) {
            if (line == lines.size()) {
                throw new IllegalArgumentException(
                        "the block of line " + begin + " has no end: write '>>>' on a line of its own");
            }
            line++;
            if (lines.get(line - 1).equals(">>>")) {
                return String.join("\r\n", block);
            }
            block.add(lines.get(line - 1));
        }
    }

    /** The lines that follow with an indentation of four, and blank ones between them. */
    private String indentedBlock() {
        int end = line;
        for (int i = line;
                i < lines.size() && (lines.get(i).isBlank() || lines.get(i).startsWith(INDENT));
                i++) {
            end = lines.get(i).isBlank() ? end : i + 1;
        }
        List<String> block = lines.subList(line, end).stream()
                .map(text -> text.isBlank() ? "" : text.substring(INDENT.length()))
                .toList();
        line = end;
        return String.join("\r\n", block);
    }
}

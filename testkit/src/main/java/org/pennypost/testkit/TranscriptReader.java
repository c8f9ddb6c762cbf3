package org.pennypost.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/** Reads the notation of transcripts into steps. */
final class TranscriptReader {
    private static final java.util.regex.Pattern CONNECTION = java.util.regex.Pattern.compile("\\[(\\d+)] +(.*)");
    private static final java.util.regex.Pattern SPOKEN =
            java.util.regex.Pattern.compile("([CS])(~|<|\\*(\\d+))?:(?: (.*))?");
    private static final java.util.regex.Pattern TIME = java.util.regex.Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final String INDENT = "    ";

    private final String name;
    private final List<String> lines;
    private final Transcript.Files files;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Integer> connected = new HashSet<>();
    private List<Pace> paces = List.of(Pace.values());
    private int at;
    private boolean tlsNext;

    TranscriptReader(String name, String text, Transcript.Files files) {
        this.name = name;
        this.lines = text.lines().toList();
        this.files = files;
    }

    Transcript read() {
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (!line.isBlank() && !line.startsWith("#")) {
                line(line);
            }
        }
        return new Transcript(name, steps, paces);
    }

    private BadTranscript bad(String message) {
        return new BadTranscript(name, at, message);
    }

    private void line(String line) {
        Matcher prefixed = CONNECTION.matcher(line);
        int connection = 1;
        String rest = line;
        if (prefixed.matches()) {
            connection = Integer.parseInt(prefixed.group(1));
            rest = prefixed.group(2);
        }
        Matcher spoken = SPOKEN.matcher(rest);
        if (spoken.matches()) {
            connectIfNew(connection);
            spoken(connection, spoken);
        } else if (rest.startsWith("never ")) {
            steps.add(new Step.Never(at, connection, new Pattern(rest.substring("never ".length()))));
        } else {
            directive(connection, rest.replaceFirst("\\s+#.*$", "").strip());
        }
    }

    private void connectIfNew(int connection) {
        if (connected.add(connection)) {
            steps.add(new Step.Connect(at, connection, List.of(), tlsNext));
            tlsNext = false;
        }
    }

    private void spoken(int connection, Matcher spoken) {
        boolean client = spoken.group(1).equals("C");
        String how = spoken.group(2) == null ? "" : spoken.group(2);
        String text = spoken.group(4) == null ? "" : spoken.group(4);
        int times = spoken.group(3) == null ? 1 : Integer.parseInt(spoken.group(3));
        if (client) {
            steps.add(sent(connection, how, text, times));
        } else if (how.equals("<")) {
            steps.add(new Step.ExpectBlock(at, connection, text, file(text)));
        } else if (how.equals("~")) {
            throw bad("a server's line is text: write S:, with holes {{name}} for what changes");
        } else {
            steps.add(new Step.Expect(at, connection, List.of(new Pattern(text)), times, false));
        }
    }

    private Step sent(int connection, String how, String text, int times) {
        try {
            byte[] bytes = switch (how) {
                case "~" -> RawBytes.parse(text);
                case "<" -> stuffed(file(text));
                default -> repeated(text, times);
            };
            return new Step.Send(at, connection, text, bytes, times);
        } catch (BadTranscript e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] repeated(String text, int times) {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= times; i++) {
            all.append(times == 1 ? text : text.replace("{{i}}", Integer.toString(i)))
                    .append("\r\n");
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] file(String file) {
        try {
            return files.bytes(file);
        } catch (IOException | IllegalArgumentException e) {
            throw bad("cannot read '" + file + "': " + e.getMessage());
        }
    }

    /** The bytes as they stand between DATA's 354 and its answer, the final dot included. */
    static byte[] stuffed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 5);
        boolean lineStart = true;
        for (byte b : message) {
            if (lineStart && b == '.') {
                out.write('.');
            }
            out.write(b);
            lineStart = b == '\n';
        }
        if (!lineStart) {
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private void directive(int connection, String text) {
        List<String> words = List.of(text.split("\\s+"));
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "only" -> paces = only(rest);
            case "given" -> steps.add(new Step.Given(at, rest));
            case "tls" -> {
                tlsNext = true;
                if (!rest.isEmpty()) {
                    directive(connection, String.join(" ", rest));
                }
            }
            case "as" -> {
                connected.add(connection);
                steps.add(new Step.Connect(at, connection, rest, tlsNext));
                tlsNext = false;
            }
            case "starttls" -> steps.add(new Step.StartTls(at, connection));
            case "closed" -> {
                steps.add(new Step.Closed(at, connection));
                connected.remove(connection);
            }
            case "vanish" -> {
                steps.add(new Step.Vanish(at, connection));
                connected.remove(connection);
            }
            case "wait" -> steps.add(new Step.Wait(at, time(rest)));
            case "restart" -> {
                steps.add(new Step.Restart(at));
                connected.clear();
            }
            case "any-order" -> steps.add(anyOrder(connection));
            case "end" -> throw bad("'end' without 'any-order' before it");
            default -> steps.add(new Step.Perform(at, words.getFirst(), rest, block()));
        }
    }

    private List<Pace> only(List<String> words) {
        try {
            return words.stream()
                    .map(word -> Pace.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw bad(
                    "'only' takes the names of paces (whole-lines, byte-by-byte, pipelined), and the reason behind a #");
        }
    }

    private Duration time(List<String> words) {
        Matcher time = TIME.matcher(String.join("", words));
        if (!time.matches()) {
            throw bad("'wait' takes a time such as 31m, 10s or 250ms");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private Step anyOrder(int connection) {
        int begun = at;
        List<Pattern> patterns = new ArrayList<>();
        while (at < lines.size()) {
            String line = lines.get(at++).replaceFirst("^\\[\\d+] +", "");
            if (line.strip().equals("end")) {
                return new Step.Expect(begun, connection, patterns, 1, true);
            }
            if (!line.startsWith("S: ")) {
                throw bad("between 'any-order' and 'end' stand only S: lines");
            }
            patterns.add(new Pattern(line.substring("S: ".length())));
        }
        throw bad("'any-order' has no 'end'");
    }

    private String block() {
        List<String> block = new ArrayList<>();
        while (at < lines.size() && (lines.get(at).startsWith(INDENT) || (!block.isEmpty() && isBlankInside()))) {
            String line = lines.get(at++);
            block.add(line.isBlank() ? "" : line.substring(INDENT.length()));
        }
        return String.join("\r\n", block);
    }

    /** A blank line belongs to a block when the block goes on behind it. */
    private boolean isBlankInside() {
        int next = at;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next > at && next < lines.size() && lines.get(next).startsWith(INDENT);
    }

    /** The lines of a dot block's bytes, as a reader sees them one by one. */
    static List<String> linesOf(byte[] block) {
        return Arrays.asList(new String(block, StandardCharsets.UTF_8).split("\r\n"));
    }
}

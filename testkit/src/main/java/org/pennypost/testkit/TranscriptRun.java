package org.pennypost.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays one transcript once, on a stage of its own. */
final class TranscriptRun {
    /** In a long piece only the ends are sent byte by byte: that is where the line ends are. */
    private static final int SINGLE_BYTES_MAX = 1500;

    private static final int SHOWN_LINES_MAX = 40;

    private final Transcript transcript;
    private final Stage stage;
    private final Pace pace;
    private final Map<Integer, Talk> talks = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<Integer, List<Pattern>> never = new HashMap<>();
    private final Set<Integer> sentAhead = new HashSet<>();
    private final List<String> shown = new ArrayList<>();

    TranscriptRun(Transcript transcript, Stage stage, Pace pace) {
        this.transcript = transcript;
        this.stage = stage;
        this.pace = pace;
    }

    /**
     * Plays.
     *
     * @throws AssertionError with file, line, what was expected, what came, and the conversation so far
     */
    void play() throws Exception {
        List<Step> steps = transcript.steps();
        for (Step step : steps) {
            if (step instanceof Step.Never(int line, int connection, Pattern pattern)) {
                never.computeIfAbsent(connection, key -> new ArrayList<>()).add(pattern);
            }
        }
        try {
            for (int i = 0; i < steps.size(); i++) {
                step(steps, i);
            }
            for (Talk talk : talks.values()) {
                talk.assertNothingMore();
            }
        } finally {
            talks.values().forEach(talk -> talk.dialogue.close());
        }
        List<Throwable> faults = stage.faults();
        if (!faults.isEmpty()) {
            throw new AssertionError(transcript.name() + ": a fault in the server" + conversation(), faults.getFirst());
        }
    }

    private void step(List<Step> steps, int i) throws Exception {
        Step step = steps.get(i);
        try {
            switch (step) {
                case Step.Given given -> stage.given(given.words());
                case Step.Connect connect ->
                    talks.put(
                            connect.connection(),
                            new Talk(connect.connection(), stage.connect(connect.as(), connect.tls())));
                case Step.Send send -> send(steps, i, send);
                case Step.Expect expect -> expect(expect);
                case Step.ExpectBlock block -> expectBlock(block);
                case Step.Never _ -> {}
                case Step.Closed closed -> talk(closed.connection()).assertClosed(closed.line());
                case Step.Vanish vanish -> talk(vanish.connection()).dialogue.close();
                case Step.StartTls tls -> talk(tls.connection()).dialogue.startTls();
                case Step.Wait wait -> stage.advance(wait.time());
                case Step.Restart _ -> {
                    talks.values().forEach(talk -> talk.dialogue.close());
                    talks.clear();
                    stage.restart();
                }
                case Step.Perform perform -> stage.perform(perform.word(), perform.arguments(), perform.block());
            }
        } catch (IllegalArgumentException e) {
            throw new BadTranscript(transcript.name(), step.line(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new AssertionError(transcript.name() + ":" + step.line() + ": " + e + conversation(), e);
        } catch (AssertionError e) {
            if (e instanceof Mismatch) {
                throw e;
            }
            throw new AssertionError(transcript.name() + ":" + step.line() + ": " + e.getMessage() + conversation(), e);
        }
    }

    private Talk talk(int connection) {
        Talk talk = talks.get(connection);
        if (talk == null) {
            throw new IllegalArgumentException("connection " + connection + " is not open here");
        }
        return talk;
    }

    private void send(List<Step> steps, int i, Step.Send first) throws IOException {
        if (sentAhead.contains(i)) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Step.Send last = first;
        add(bytes, first);
        for (int j = i + 1; pace == Pace.PIPELINED && j < steps.size(); j++) {
            Step next = steps.get(j);
            if (next instanceof Step.Send more
                    && more.connection() == first.connection()
                    && stage.mayPipelineAfter(last.text())) {
                add(bytes, more);
                sentAhead.add(j);
                last = more;
            } else if (!(next instanceof Step.Expect expect && expect.connection() == first.connection())) {
                break;
            } else if (!stage.mayPipelineAfter(last.text())) {
                break;
            }
        }
        talk(first.connection()).send(bytes.toByteArray(), pace == Pace.BYTE_BY_BYTE);
    }

    private void add(ByteArrayOutputStream bytes, Step.Send send) {
        bytes.writeBytes(send.bytes());
        show(send.connection(), "C", send.times() == 1 ? send.text() : send.text() + "   (" + send.times() + " times)");
    }

    private void expect(Step.Expect expect) throws IOException {
        Talk talk = talk(expect.connection());
        if (!expect.anyOrder()) {
            for (int i = 0; i < expect.times(); i++) {
                String line = talk.line(expect.line(), expect.lines().getFirst().toString());
                if (!expect.lines().getFirst().matches(line, values)) {
                    throw mismatch(expect.line(), expect.lines().getFirst().toString(), line);
                }
            }
            return;
        }
        List<Pattern> missing = new ArrayList<>(expect.lines());
        while (!missing.isEmpty()) {
            String line = talk.line(expect.line(), "one of " + missing);
            Pattern found = missing.stream()
                    .filter(pattern -> pattern.matches(line, values))
                    .findFirst()
                    .orElseThrow(() -> mismatch(expect.line(), "one of " + missing, line));
            missing.remove(found);
        }
    }

    private void expectBlock(Step.ExpectBlock block) throws IOException {
        Talk talk = talk(block.connection());
        for (String wanted : TranscriptReader.linesOf(TranscriptReader.stuffed(block.bytes()))) {
            String line = talk.line(block.line(), wanted);
            if (!line.equals(wanted)) {
                throw mismatch(block.line(), wanted + "   (of " + block.name() + ")", line);
            }
        }
    }

    private Mismatch mismatch(int line, String expected, String got) {
        return new Mismatch(transcript.name() + ":" + line + ":\n  expected  " + expected + "\n  got       " + got
                + conversation());
    }

    private void show(int connection, String who, String text) {
        String number = connection == 1 ? "" : "[" + connection + "] ";
        shown.add(number + who + ": " + (text.length() > 200 ? text.substring(0, 200) + "..." : text));
    }

    private String conversation() {
        int from = Math.max(0, shown.size() - SHOWN_LINES_MAX);
        return "\n\n" + (from > 0 ? "...\n" : "") + String.join("\n", shown.subList(from, shown.size())) + "\n";
    }

    /** The server did not say what the transcript says. */
    private static final class Mismatch extends AssertionError {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    /** One connection, and what has come on it and is not yet looked at. */
    private final class Talk {
        private final int number;
        private final Dialogue dialogue;
        private final byte[] piece = new byte[8192];
        private int from;
        private int to;
        private boolean ended;

        Talk(int number, Dialogue dialogue) {
            this.number = number;
            this.dialogue = dialogue;
        }

        /** A server may close before it has everything: then what it said before counts. */
        void send(byte[] bytes, boolean singly) {
            try {
                if (!singly) {
                    dialogue.send(bytes);
                    return;
                }
                int head = Math.min(bytes.length, SINGLE_BYTES_MAX);
                int tail = Math.max(head, bytes.length - SINGLE_BYTES_MAX);
                sendSingly(bytes, 0, head);
                if (tail > head) {
                    dialogue.send(Arrays.copyOfRange(bytes, head, tail));
                }
                sendSingly(bytes, tail, bytes.length);
            } catch (IOException closedByServer) {
                shown.add("(the server takes no more)");
            }
        }

        private void sendSingly(byte[] bytes, int start, int end) throws IOException {
            for (int i = start; i < end; i++) {
                dialogue.send(new byte[] {bytes[i]});
            }
        }

        /** The next line without its CRLF. */
        String line(int transcriptLine, String expected) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (true) {
                if (from == to && !fill()) {
                    throw mismatch(transcriptLine, expected, bytes.size() == 0 ? "(closed)" : text(bytes) + "(closed)");
                }
                byte next = piece[from++];
                if (next == '\n') {
                    break;
                }
                bytes.write(next);
            }
            String line = text(bytes);
            show(number, "S", line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            if (!line.endsWith("\r")) {
                throw mismatch(transcriptLine, expected, line + "   (ended by a bare LF)");
            }
            String content = line.substring(0, line.length() - 1);
            for (Pattern pattern : never.getOrDefault(number, List.of())) {
                if (pattern.matches(content, new HashMap<>())) {
                    throw mismatch(transcriptLine, "never " + pattern, content);
                }
            }
            return content;
        }

        private boolean fill() throws IOException {
            if (ended) {
                return false;
            }
            int count = dialogue.read(piece);
            from = 0;
            to = Math.max(count, 0);
            ended = count < 0;
            return !ended;
        }

        private static String text(ByteArrayOutputStream bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.toByteArray()))
                        .toString();
            } catch (CharacterCodingException notUtf8) {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
        }

        void assertClosed(int transcriptLine) throws IOException {
            if (from < to || fill()) {
                throw mismatch(transcriptLine, "(closed)", line(transcriptLine, "(closed)"));
            }
        }

        void assertNothingMore() {
            if (from < to) {
                throw new Mismatch(transcript.name() + ": the server said more than the transcript: "
                        + new String(piece, from, to - from, StandardCharsets.UTF_8) + conversation());
            }
        }
    }
}

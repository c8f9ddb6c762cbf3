package org.pennypost.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;
import org.pennypost.testkit.Holes.Round;

/** One run of a transcript on a stage. Used once, by one thread; {@link #whereabouts} may be asked by another. */
final class TranscriptRun {
    /** What is pipelined in one write stays below what the replies to it could fill on the way back (RFC 2920 §3.1). */
    private static final int BATCH_BYTES_MAX = 16 << 10;

    private final Transcript transcript;
    private final Stage stage;
    private final Pace pace;
    private final Holes holes = new Holes();
    private final Map<Integer, Conversation> conversations = new HashMap<>();
    private final Map<Integer, List<Step.Never>> nevers = new HashMap<>();
    private final Minutes minutes = new Minutes();
    /** Client lines at lower indexes have left in an earlier batch. */
    private int sentBefore;

    private volatile int line = 1;

    TranscriptRun(Transcript transcript, Stage stage, Pace pace) {
        this.transcript = transcript;
        this.stage = stage;
        this.pace = pace;
    }

    /** The line that is being played, as {@code file:line}. */
    String whereabouts() {
        return transcript.name() + ":" + line;
    }

    void play() {
        try {
            List<Step> steps = transcript.steps();
            for (Step step : steps) {
                if (step instanceof Step.Never never) {
                    nevers.computeIfAbsent(never.connection(), _ -> new ArrayList<>())
                            .add(never);
                }
            }
            for (int i = 0; i < steps.size(); i++) {
                line = steps.get(i).line();
                play(steps.get(i), i);
            }
            for (int connection : transcript.isCut() ? List.<Integer>of() : List.copyOf(conversations.keySet())) {
                nothingUnread(connection, "the transcript ends here, but the server has said more");
            }
        } catch (AssertionFailedError e) {
            throw e.getMessage() != null && e.getMessage().startsWith(whereabouts())
                    ? e
                    : failure(String.valueOf(e.getMessage()), e);
        } catch (Exception | AssertionError e) {
            throw failure(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            conversations.values().forEach(Conversation::close);
        }
    }

    private void play(Step step, int index) throws Exception {
        switch (step) {
            case Step.Given given -> stage.given(filled(given.words()));
            case Step.Open open -> open(open);
            case Step.Send send -> {
                if (index >= sentBefore) {
                    send(send, index);
                }
            }
            case Step.Expect expect -> expect(expect);
            case Step.ExpectAnyOrder expect -> expectAnyOrder(expect);
            case Step.Never _ -> {}
            case Step.StartTls startTls -> {
                nothingUnread(
                        startTls.connection(), "the server has said more in plain text after its go-ahead for TLS");
                minutes.word(startTls.connection(), "starttls");
                conversation(startTls.connection()).startTls();
            }
            case Step.StartDeflate begin -> {
                nothingUnread(begin.connection(), "the server has said more uncompressed after its go-ahead");
                minutes.word(begin.connection(), "deflate");
                conversation(begin.connection()).startDeflate();
            }
            case Step.Closed closed -> closed(closed);
            case Step.Vanish vanish -> {
                minutes.word(vanish.connection(), "vanish");
                close(vanish.connection());
            }
            case Step.Wait wait -> stage.advance(wait.time());
            case Step.Restart _ -> {
                for (int connection : List.copyOf(conversations.keySet())) {
                    close(connection);
                }
                stage.restart();
            }
            case Step.Perform perform -> stage.perform(perform.word(), filled(perform.args()), filled(perform.block()));
        }
    }

    private void open(Step.Open open) throws Exception {
        Dialogue dialogue = stage.connect(filled(open.as()), open.tls());
        conversations.put(open.connection(), new Conversation(dialogue, pace == Pace.BYTE_BY_BYTE));
    }

    private void send(Step.Send send, int index) throws IOException {
        byte[] bytes = bytes(send).orElseThrow(() -> new IllegalArgumentException("a hole has no value yet"));
        byte[] batch = pace == Pace.PIPELINED ? batch(send, bytes, index) : bytes;
        minutes.client(send.connection(), batch);
        try {
            conversation(send.connection()).send(batch);
        } catch (IOException e) {
            // A server may close before it has heard everything: what it said before is still to be read, and checked.
            minutes.word(send.connection(), "# the server takes no more: " + e.getMessage());
        }
    }

    /** Everything from this client line on that may leave in the same write. */
    private byte[] batch(Step.Send first, byte[] firstBytes, int index) throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        batch.writeBytes(firstBytes);
        String last = lastLine(firstBytes);
        boolean replyBetween = false;
        sentBefore = index + 1;
        List<Step> steps = transcript.steps();
        for (int i = index + 1; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case Step.Send next
                when next.connection() == first.connection() -> {
                    Optional<byte[]> bytes = bytes(next);
                    if (bytes.isEmpty()
                            || batch.size() + bytes.get().length > BATCH_BYTES_MAX
                            || (replyBetween && !stage.mayPipelineAfter(last))) {
                        return batch.toByteArray();
                    }
                    batch.writeBytes(bytes.get());
                    last = lastLine(bytes.get());
                    replyBetween = false;
                    sentBefore = i + 1;
                }
                case Step.Expect next when next.connection() == first.connection() -> replyBetween = true;
                case Step.ExpectAnyOrder next when next.connection() == first.connection() -> replyBetween = true;
                default -> {
                    return batch.toByteArray();
                }
            }
        }
        return batch.toByteArray();
    }

    private Optional<byte[]> bytes(Step.Send send) throws IOException {
        return switch (send.saying()) {
            case Saying.Text(Template template) ->
                template.fill(holes, send.round()).map(text -> (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            case Saying.Raw raw -> Optional.of(raw.bytes());
            case Saying.Message message -> Optional.of(message.bytes());
        };
    }

    private static String lastLine(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String line = text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
        return line.substring(line.lastIndexOf('\n') + 1);
    }

    private void expect(Step.Expect expect) throws IOException {
        int connection = expect.connection();
        switch (expect.saying()) {
            case Saying.Text(Template template) -> {
                String expected = "S: " + template;
                byte[] got = readLine(connection, expected);
                Optional<Map<String, String>> filled = template.match(text(got, expected), holes, expect.round());
                if (filled.isEmpty()) {
                    throw mismatch(
                            "the server says something else", known(expected, template, expect.round()), spelled(got));
                }
                filled.get().forEach((name, value) -> holes.fill(name, expect.round(), value));
            }
            case Saying.Raw raw -> {
                byte[] bytes = raw.bytes();
                byte[] got = reading(
                        "S~: " + RawBytes.spell(bytes),
                        () -> conversation(connection).read(bytes.length));
                minutes.server(connection, got);
                if (!Arrays.equals(got, bytes)) {
                    throw mismatch(
                            "the server sends other bytes",
                            "S~: " + RawBytes.spell(bytes),
                            "S~: " + RawBytes.spell(got));
                }
            }
            case Saying.Message message -> expectMessage(connection, message.file(), message.bytes());
        }
    }

    private void expectMessage(int connection, String file, byte[] stuffed) throws IOException {
        int at = 0;
        int number = 0;
        while (at < stuffed.length) {
            number++;
            int end = at;
            while (stuffed[end] != '\n') {
                end++;
            }
            byte[] expected = Arrays.copyOfRange(stuffed, at, end + 1);
            byte[] got = readLine(connection, "S<: " + file);
            if (!Arrays.equals(got, expected)) {
                throw mismatch(
                        "line " + number + " of " + file + " differs (dots doubled)", spelled(expected), spelled(got));
            }
            at = end + 1;
        }
    }

    private void expectAnyOrder(Step.ExpectAnyOrder expect) throws IOException {
        List<Template> open = new ArrayList<>(expect.lines());
        List<String> got = new ArrayList<>();
        for (int i = 0; i < expect.lines().size(); i++) {
            String expected = expect.lines().stream()
                    .map(template -> "S: " + template)
                    .collect(Collectors.joining("\n            "));
            got.add(text(readLine(expect.connection(), expected), expected));
        }
        if (!assign(got, open)) {
            throw mismatch(
                    "the server's lines do not fit in any order",
                    expect.lines().stream()
                            .map(template -> "S: " + template)
                            .collect(Collectors.joining("\n            ")),
                    got.stream()
                            .map(text -> spelled((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1)))
                            .collect(Collectors.joining("\n            ")));
        }
    }

    /** Gives every line a template of its own, trying all ways; fills the holes of the way that works. */
    private boolean assign(List<String> got, List<Template> open) {
        if (got.isEmpty()) {
            return true;
        }
        for (int i = 0; i < open.size(); i++) {
            Optional<Map<String, String>> filled = open.get(i).match(got.getFirst(), holes, Round.ONCE);
            if (filled.isPresent()) {
                List<Template> rest = new ArrayList<>(open);
                rest.remove(i);
                filled.get().forEach((name, value) -> holes.fill(name, Round.ONCE, value));
                if (assign(got.subList(1, got.size()), rest)) {
                    return true;
                }
                filled.get().keySet().forEach(holes::empty);
            }
        }
        return false;
    }

    private void closed(Step.Closed closed) throws IOException {
        Conversation conversation = conversation(closed.connection());
        byte[] more = reading("closed", conversation::readToEnd);
        minutes.server(closed.connection(), more);
        minutes.word(closed.connection(), "closed");
        if (more.length > 0) {
            throw mismatch("the server says more before it closes", "closed", spelled(more));
        }
        close(closed.connection());
    }

    private void nothingUnread(int connection, String complaint) {
        byte[] more = conversation(connection).unread();
        minutes.server(connection, more);
        if (more.length > 0) {
            throw mismatch(complaint, "nothing", spelled(more));
        }
    }

    private Conversation conversation(int connection) {
        Conversation conversation = conversations.get(connection);
        if (conversation == null) {
            throw new IllegalStateException("connection " + connection + " is not open");
        }
        return conversation;
    }

    private void close(int connection) {
        Conversation conversation = conversations.remove(connection);
        if (conversation != null) {
            conversation.close();
        }
    }

    private byte[] readLine(int connection, String expected) throws IOException {
        byte[] got = reading(expected, conversation(connection)::readLine);
        minutes.server(connection, got);
        for (Step.Never never : nevers.getOrDefault(connection, List.of())) {
            if (never.template().match(withoutLineEnd(got), holes, Round.ONCE).isPresent()) {
                throw mismatch(
                        "the server says what line " + never.line() + " forbids",
                        "never " + never.template(),
                        spelled(got));
            }
        }
        if (got.length == 0 || got[got.length - 1] != '\n') {
            throw mismatch(
                    "the server closed the connection",
                    expected,
                    got.length == 0 ? "closed" : spelled(got) + " and closed");
        }
        return got;
    }

    private interface Reading {
        byte[] read() throws IOException;
    }

    private byte[] reading(String expected, Reading reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            AssertionFailedError failure =
                    mismatch("the server does not answer", expected, "nothing: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private String text(byte[] got, String expected) {
        if (got.length < 2 || got[got.length - 2] != '\r') {
            throw mismatch("the server ends a line with a bare LF", expected, spelled(got));
        }
        return withoutLineEnd(got);
    }

    private static String withoutLineEnd(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
    }

    private List<String> filled(List<String> words) {
        return words.stream().map(this::filled).toList();
    }

    /** The text with the holes in it that have a value; what merely looks like a hole stays. */
    private String filled(String text) {
        return holes.fillIn(text);
    }

    private String known(String expected, Template template, Round round) {
        String values = template.holes().stream()
                .distinct()
                .flatMap(hole -> holes.value(hole, round).map(value -> hole + "=" + value).stream())
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? expected : expected + "   with " + values;
    }

    private static String spelled(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        try {
            new TranscriptWriter(text).server(1, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringBuilder cannot fail", e);
        }
        return text.toString().stripTrailing().replace("\n", "\n            ");
    }

    private AssertionFailedError mismatch(String what, String expected, String got) {
        String message = heading(what) + "\n  expected  " + Minutes.cut(expected) + "\n  got       " + Minutes.cut(got)
                + minutes;
        return new AssertionFailedError(message, expected, got);
    }

    private AssertionFailedError failure(String what, Throwable cause) {
        return new AssertionFailedError(heading(what) + minutes, cause);
    }

    private String heading(String what) {
        return whereabouts() + ": " + what + " [" + pace.word() + "]";
    }
}

package org.pennypost.imap.client;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DialogueListener;

/**
 * Commands out, responses in, and what the server has told of itself and of the selected mailbox. Belongs to one thread.
 *
 * <p>Life: after a failure in the middle of an answer it is broken, and nothing can be said any more.
 */
final class Exchange {
    /** LITERAL- allows no larger ones without asking (RFC 7888 §5). */
    private static final long SMALL_LITERAL_OCTETS_MAX = 4096;

    private final Connection connection;
    private final ServerLines lines;
    private final ResponseReader reader;
    private final DialogueListener listener;
    private Set<String> capabilities = Set.of();
    private boolean capabilitiesTold;
    private @Nullable Selection selection;
    /** The highest MODSEQ of a FETCH response since the last tagged one; 0 for none. */
    private long modSeqSeen;
    /** Whether the server has said HIGHESTMODSEQ since then. */
    private boolean modSeqTold;

    private String farewell = "";
    private int tags;
    private boolean broken;
    private boolean utf8;

    Exchange(Connection connection, ServerLines lines, DialogueListener listener) {
        this.connection = connection;
        this.lines = lines;
        this.reader = new ResponseReader(lines);
        this.listener = listener;
    }

    /** Takes untagged responses while a command is under way. */
    @FunctionalInterface
    interface Taker {
        Taker NONE = response -> {};

        void take(Response response) throws IOException;
    }

    Set<String> capabilities() {
        return capabilities;
    }

    /** What the server can do is to be asked again. */
    void forgetCapabilities() {
        capabilities = Set.of();
        capabilitiesTold = false;
    }

    boolean hasCapabilities() {
        return capabilitiesTold;
    }

    boolean isUtf8() {
        return utf8;
    }

    Optional<Selection> selection() {
        return Optional.ofNullable(selection);
    }

    void select(@Nullable Selection begun) {
        selection = begun;
        modSeqSeen = 0;
        modSeqTold = false;
    }

    Response.Status greeting() throws IOException {
        broken = true;
        Response response = next(FetchTarget.NONE);
        if (!(response instanceof Response.Status greeting) || greeting.isTagged()) {
            String said = response instanceof Response.Continuation(String text) ? "+" + text : response.toString();
            throw new MalformedAnswer("the server's greeting is no IMAP", said);
        }
        if (greeting.kind() == Response.Kind.BYE) {
            throw new ImapRefused("the connection", greeting);
        }
        broken = false;
        return greeting;
    }

    Response.Status run(Request request) throws IOException {
        return run(request, Taker.NONE, FetchTarget.NONE);
    }

    /**
     * Sends a command and reads its answer.
     *
     * @throws ImapRefused if it is NO or BAD; the session goes on
     */
    Response.Status run(Request request, Taker taker, FetchTarget target) throws IOException {
        String tag = begin(request);
        Optional<Response.Status> early = send(tag, request, taker, target);
        return early.isPresent()
                ? completed(request.name(), early.get())
                : complete(tag, request.name(), taker, target);
    }

    private String begin(Request request) throws IOException {
        if (broken) {
            throw new IOException(
                    "the session was broken off in the middle of an answer: open another for " + request.name());
        }
        broken = true;
        return "a" + ++tags;
    }

    /** The answers to a command whose tag is this, which was sent. */
    Response.Status complete(String tag, String name, Taker taker, FetchTarget target) throws IOException {
        broken = true;
        while (true) {
            Response response = next(target);
            if (response instanceof Response.Status status && status.isTagged()) {
                requireTag(tag, status);
                return completed(name, status);
            }
            if (response instanceof Response.Continuation more) {
                throw new MalformedAnswer("the server asks for more where nothing is left to say", more.text());
            }
            taker.take(response);
        }
    }

    private Response.Status completed(String name, Response.Status status) throws ImapRefused {
        broken = false;
        if (status.kind() != Response.Kind.OK) {
            throw new ImapRefused(name, status);
        }
        return status;
    }

    private static void requireTag(String tag, Response.Status status) throws MalformedAnswer {
        if (!status.tag().equals(tag)) {
            throw new MalformedAnswer(
                    "the server answers a command that was not given", status.tag() + " " + status.text());
        }
    }

    /** A command that is answered while it is under way ({@link #answer}), or whose answers are read later ({@link #complete}). */
    String sendOnly(Request request) throws IOException {
        String tag = begin(request);
        for (Request.Part part : request.parts()) {
            if (!(part instanceof Request.Part.Text(String text, String shown))) {
                throw new IllegalArgumentException("literals have to be waited for");
            }
            listener.sent(tag + " " + shown);
            connection.write(tag + " " + text + "\r\n");
        }
        return tag;
    }

    /** As {@link #sendOnly}, behind commands that are not answered yet. */
    String sendAhead(Request request) throws IOException {
        broken = false;
        return sendOnly(request);
    }

    /** A line that is no command, as an answer to a continuation. */
    void say(String line, String shown) throws IOException {
        listener.sent(shown);
        connection.write(line + "\r\n");
    }

    /** The next continuation or tagged answer to a command that was sent. */
    Response answer(String tag, Taker taker) throws IOException {
        while (true) {
            Response response = next(FetchTarget.NONE);
            if (response instanceof Response.Continuation) {
                return response;
            }
            if (response instanceof Response.Status status && status.isTagged()) {
                requireTag(tag, status);
                broken = false;
                return status;
            }
            taker.take(response);
        }
    }

    /** @return the answer, where the server refuses before everything is sent */
    private Optional<Response.Status> send(String tag, Request request, Taker taker, FetchTarget target)
            throws IOException {
        String before = tag + " ";
        for (Request.Part part : request.parts()) {
            switch (part) {
                case Request.Part.Text(String text, String shown) -> {
                    listener.sent(before + shown);
                    connection.write(before + text);
                }
                case Request.Part.Literal literal -> {
                    Optional<Response.Status> refused = announce(tag, literal, taker, target);
                    if (refused.isPresent()) {
                        return refused;
                    }
                    writeExactly(literal);
                }
            }
            before = "";
        }
        connection.write("\r\n");
        return Optional.empty();
    }

    private Optional<Response.Status> announce(
            String tag, Request.Part.Literal literal, Taker taker, FetchTarget target) throws IOException {
        boolean atOnce = capabilities.contains("LITERAL+")
                || (capabilities.contains("LITERAL-") && literal.octets() <= SMALL_LITERAL_OCTETS_MAX);
        connection.write("{" + literal.octets() + (atOnce ? "+" : "") + "}\r\n");
        while (!atOnce) {
            Response response = next(target);
            if (response instanceof Response.Continuation) {
                break;
            }
            if (response instanceof Response.Status status && status.isTagged()) {
                requireTag(tag, status);
                return Optional.of(status);
            }
            taker.take(response);
        }
        return Optional.empty();
    }

    private void writeExactly(Request.Part.Literal literal) throws IOException {
        listener.sent("(" + literal.octets() + " octets)");
        long[] written = {0};
        literal.content().writeTo((octets, offset, length) -> {
            written[0] += length;
            if (written[0] > literal.octets()) {
                throw new IOException(
                        "the message has more than the " + literal.octets() + " octets that were announced");
            }
            connection.write(octets, offset, length);
        });
        if (written[0] < literal.octets()) {
            throw new IOException(
                    "the message has " + written[0] + " octets, not the " + literal.octets() + " that were announced");
        }
    }

    private Response next(FetchTarget target) throws IOException {
        Response response;
        try {
            response = reader.next(target);
        } catch (EOFException closed) {
            if (farewell.isEmpty()) {
                throw closed;
            }
            throw new IOException("the server ended the session: " + farewell, closed);
        }
        switch (response) {
            case Response.Capability(Set<String> names) -> learn(names);
            case Response.Enabled(Set<String> names) -> {
                if (names.contains("IMAP4REV2") || names.contains("UTF8=ACCEPT")) {
                    utf8 = true;
                    reader.utf8(true);
                }
            }
            case Response.Status status -> told(status);
            case Response.Fetched(FetchedMessage message) -> target.message(message);
            default -> {}
        }
        if (selection != null) {
            selection = reached(selection.after(response), response);
        }
        return response;
    }

    /** RFC 7162 §6: at each tagged response HIGHESTMODSEQ counts if it was said, and otherwise the highest MODSEQ that came. */
    private Selection reached(Selection now, Response response) {
        switch (response) {
            case Response.Fetched(FetchedMessage message) ->
                modSeqSeen = Math.max(modSeqSeen, message.modSeq().orElse(0));
            case Response.Status status -> {
                modSeqTold |= status.code().name().equals("HIGHESTMODSEQ");
                if (status.isTagged()) {
                    Selection reached = modSeqTold ? now : now.withModSeq(modSeqSeen);
                    modSeqSeen = 0;
                    modSeqTold = false;
                    return reached;
                }
            }
            default -> {}
        }
        return now;
    }

    private void told(Response.Status status) {
        if (status.kind() == Response.Kind.BYE) {
            farewell = status.text();
        }
        if (status.code().name().equals("ALERT") && connection.tls().isPresent()) {
            listener.alert(ImapRefused.shown(status.text()));
        }
        if (status.code().name().equals("CAPABILITY")) {
            Set<String> names = new LinkedHashSet<>();
            for (String name : status.code().argument().strip().split(" +", -1)) {
                names.add(name.toUpperCase(Locale.ROOT));
            }
            learn(names);
        }
    }

    private void learn(Set<String> names) {
        capabilities = Set.copyOf(names);
        capabilitiesTold = true;
    }

    // IDLE

    /** From now on lines come while an IDLE lasts. */
    void idle(Idling idling, Duration silence) {
        lines.idle(idling, silence);
    }

    void idleOver() {
        lines.idleOver();
    }
}

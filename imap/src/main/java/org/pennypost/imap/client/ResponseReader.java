package org.pennypost.imap.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.pennypost.imap.grammar.ModifiedUtf7;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;
import org.pennypost.wire.ByteSink;

/**
 * Reads responses (RFC 9051 §9 {@code response}, RFC 3501 §9). Contents of messages go to a sink as they come; everything else is kept, up
 * to {@link #KEPT_OCTETS_MAX} of one response. Belongs to one thread.
 *
 * <p>Lenient: servers put in blanks too many and leave out those that have to be there, do not quote names of mailboxes, send blank lines.
 * What cannot be understood at all is passed over, with its literals, and told as {@link Response.Unreadable}.
 */
final class ResponseReader {
    /** The most that is kept of one response. */
    static final long KEPT_OCTETS_MAX = 16L << 20;

    private static final int NESTING_MAX = 100;
    private static final int BLANK_LINES_MAX = 100;

    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .parseLenient()
            .appendPattern("d-MMM-yyyy HH:mm:ss Z")
            .toFormatter(Locale.ENGLISH);

    private final ResponseInput in;
    private final Cursor at = new Cursor();
    private boolean utf8;
    private long kept;

    ResponseReader(ResponseInput in) {
        this.in = in;
    }

    /** From now on names of mailboxes are in UTF-8 (RFC 9051 §5.1, RFC 6855 §3). */
    void utf8(boolean on) {
        utf8 = on;
    }

    /**
     * The next response.
     *
     * @throws MalformedAnswer if it is larger than is taken
     * @throws IOException as the input or the target does; nothing more can be read then
     */
    Response next(FetchTarget target) throws IOException {
        kept = 0;
        nextLine();
        for (int blank = 1; at.isBlank(); blank++) {
            if (blank > BLANK_LINES_MAX) {
                throw new MalformedAnswer("the server sends nothing but blank lines", "");
            }
            nextLine();
        }
        String beginning = at.shown();
        try {
            return response(target);
        } catch (Unreadable unreadable) {
            passOver();
            return new Response.Unreadable(beginning, unreadable.why());
        }
    }

    private void nextLine() throws IOException {
        byte[] line = in.line();
        keep(line.length);
        at.begin(line);
    }

    private void keep(long octets) throws MalformedAnswer {
        if (octets > KEPT_OCTETS_MAX - kept) {
            throw new MalformedAnswer(
                    "a response of the server has more than " + KEPT_OCTETS_MAX + " octets", at.shown());
        }
        kept += octets;
    }

    /** Goes to the end of a response: a line that does not end with the announcement of a literal. */
    private void passOver() throws IOException {
        for (long count = at.literalAtEnd(); count >= 0; count = at.literalAtEnd()) {
            in.octets(count, (_, _, _) -> {});
            nextLine();
        }
    }

    private Response response(FetchTarget target) throws Unreadable, IOException {
        if (at.take('+')) {
            at.blanks();
            return new Response.Continuation(at.rest());
        }
        String tag = at.word();
        at.blanks();
        if (tag.equals("*")) {
            return untagged(target);
        }
        return status(tag, kind(at.capitals()));
    }

    private static Response.Kind kind(String word) throws Unreadable {
        return switch (word) {
            case "OK" -> Response.Kind.OK;
            case "NO" -> Response.Kind.NO;
            case "BAD" -> Response.Kind.BAD;
            default -> throw new Unreadable("neither untagged nor OK, NO, BAD");
        };
    }

    private Response untagged(FetchTarget target) throws Unreadable, IOException {
        if (at.isDigit()) {
            long number = at.number();
            at.blanks();
            return numbered(number, at.capitals(), target);
        }
        String word = at.capitals();
        return switch (word) {
            case "OK", "NO", "BAD" -> status("*", kind(word));
            case "BYE" -> status("*", Response.Kind.BYE);
            case "PREAUTH" -> status("*", Response.Kind.PREAUTH);
            case "CAPABILITY" -> new Response.Capability(words());
            case "ENABLED" -> new Response.Enabled(words());
            case "FLAGS" -> new Response.Flags(flags());
            case "LIST", "XLIST" -> new Response.Listed(listed(), false);
            case "LSUB" -> new Response.Listed(listed(), true);
            case "STATUS" -> mailboxStatus();
            case "SEARCH", "SORT" -> found();
            case "ESEARCH" -> extended();
            case "VANISHED" -> vanished();
            case "ID" -> id();
            default -> new Response.Other(word, values());
        };
    }

    private Response numbered(long number, String word, FetchTarget target) throws Unreadable, IOException {
        return switch (word) {
            case "EXISTS" -> new Response.Exists(number);
            case "RECENT" -> new Response.Recent(number);
            case "EXPUNGE" -> new Response.Expunged(number);
            case "FETCH" -> fetched(number, target);
            default -> {
                List<Value> values = new ArrayList<>(List.of(new Value.Atom(Long.toString(number))));
                values.addAll(values());
                yield new Response.Other(word, values);
            }
        };
    }

    /** {@code resp-text = ["[" resp-text-code "]" SP] [text]}. A bracket that is not closed is text. */
    private Response.Status status(String tag, Response.Kind kind) {
        at.blanks();
        Response.Code code = Response.Code.NONE;
        int close = at.closingBracket();
        if (close >= 0) {
            String inside = at.inBrackets(close).strip();
            int blank = inside.indexOf(' ');
            code = new Response.Code(
                    (blank < 0 ? inside : inside.substring(0, blank)).toUpperCase(Locale.ROOT),
                    blank < 0 ? "" : inside.substring(blank + 1));
            at.blanks();
        }
        return new Response.Status(tag, kind, code, at.rest());
    }

    private Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        for (at.blanks(); !at.isAtEnd(); at.blanks()) {
            words.add(at.until(" ").toUpperCase(Locale.ROOT));
        }
        return words;
    }

    private Set<Flag> flags() throws Unreadable {
        Set<Flag> flags = new HashSet<>();
        listOfWords().forEach(word -> Flag.parse(word).ifPresent(flags::add));
        return flags;
    }

    private Set<String> listOfWords() throws Unreadable {
        at.blanks();
        at.expect('(');
        Set<String> words = new LinkedHashSet<>();
        for (at.blanks(); !at.take(')'); at.blanks()) {
            words.add(at.some(" ()"));
        }
        return words;
    }

    /** {@code mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP mbox-list-extended]}. */
    private ListedMailbox listed() throws Unreadable, IOException {
        Set<String> attributes = listOfWords();
        at.blanks();
        String delimiter = value(0).asText().orElse("");
        at.blanks();
        String name = mailbox(" (");
        return new ListedMailbox(name, delimiter, attributes);
    }

    /** Lenient: a name without quotes goes as far as it can, blanks included. */
    private String mailbox(String before) throws Unreadable, IOException {
        String spelled = at.isString() ? text() : at.upTo(before).strip();
        if (spelled.isEmpty()) {
            return "";
        }
        if (spelled.toUpperCase(Locale.ROOT).equals("INBOX")) {
            return "INBOX";
        }
        return utf8 ? spelled : ModifiedUtf7.decode(spelled).orElse(spelled);
    }

    private Response mailboxStatus() throws Unreadable, IOException {
        at.blanks();
        String name = mailbox(" (");
        at.blanks();
        at.expect('(');
        Map<String, Long> items = new LinkedHashMap<>();
        for (at.blanks(); !at.take(')'); at.blanks()) {
            String item = at.some(" ()").toUpperCase(Locale.ROOT);
            at.blanks();
            OptionalLong number = value(0).asText().map(Numbers::parse).orElse(OptionalLong.empty());
            if (number.isPresent()) {
                items.put(item, number.getAsLong());
            }
        }
        return new Response.MailboxStatus(name, items);
    }

    /** Numbers, and behind them what RFC 7162 §3.1.5 adds in parentheses. */
    private Response found() throws Unreadable {
        long[] numbers = new long[16];
        int count = 0;
        for (at.blanks(); at.isDigit(); at.blanks()) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = at.number();
        }
        if (!at.isAtEnd() && !at.isNext('(')) {
            throw new Unreadable("what was found is no number");
        }
        return new Response.Found(Arrays.copyOf(numbers, count));
    }

    /** {@code esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)} (RFC 4466 §2.6.2). */
    private Response extended() throws Unreadable, IOException {
        at.blanks();
        String tag = "";
        if (at.take('(')) {
            String word = at.some(" ()");
            at.blanks();
            tag = word.toUpperCase(Locale.ROOT).equals("TAG")
                    ? value(0).asText().orElse("")
                    : "";
            at.blanks();
            at.expect(')');
        }
        Map<String, String> items = new LinkedHashMap<>();
        for (at.blanks(); !at.isAtEnd(); at.blanks()) {
            String name = at.some(" ()").toUpperCase(Locale.ROOT);
            if (!name.equals("UID")) {
                at.blanks();
                items.put(name, value(0).asText().orElse(""));
            }
        }
        return new Response.Extended(tag, items);
    }

    private Response vanished() throws Unreadable {
        at.blanks();
        boolean earlier = false;
        if (at.take('(')) {
            earlier = at.some("()").strip().toUpperCase(Locale.ROOT).equals("EARLIER");
            at.expect(')');
            at.blanks();
        }
        return new Response.Vanished(
                earlier, Numbers.parseSet(at.some(" ")).orElseThrow(() -> new Unreadable("not a set of UIDs")));
    }

    private Response id() throws Unreadable, IOException {
        at.blanks();
        List<Value> all = value(0).values();
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            String value = all.get(i + 1).asText().orElse("");
            all.get(i).asText().ifPresent(name -> fields.put(name.toLowerCase(Locale.ROOT), value));
        }
        return new Response.Id(fields);
    }

    // FETCH

    private Response fetched(long number, FetchTarget target) throws Unreadable, IOException {
        FetchedMessage message = new FetchedMessage(number);
        at.blanks();
        at.expect('(');
        for (at.blanks(); !at.take(')'); at.blanks()) {
            attribute(message, attributeName(), target);
        }
        return new Response.Fetched(message);
    }

    /** {@code BODY[HEADER.FIELDS (DATE)]<0>} is one name, with blanks and parentheses in it. */
    private String attributeName() throws Unreadable {
        StringBuilder name = new StringBuilder(at.some(" ()["));
        if (at.isNext('[')) {
            int close = at.closingBracket();
            if (close < 0) {
                throw new Unreadable("a section without its closing bracket");
            }
            name.append('[').append(at.inBrackets(close)).append(']').append(at.until(" ()"));
        }
        return name.toString().toUpperCase(Locale.ROOT);
    }

    private void attribute(FetchedMessage message, String name, FetchTarget target) throws Unreadable, IOException {
        at.blanks();
        switch (name) {
            case "UID" -> {
                OptionalLong uid = OptionalLong.of(at.number());
                if (!Numbers.isUid(uid)) {
                    throw new Unreadable("not a UID");
                }
                message.uid(new Uid(uid.getAsLong()));
            }
            case "FLAGS" -> message.flags(flags());
            case "RFC822.SIZE" -> message.octets(at.number());
            case "MODSEQ" -> {
                at.expect('(');
                message.modSeq(at.number());
                at.expect(')');
            }
            case "INTERNALDATE" -> received(message);
            case "RFC822", "RFC822.HEADER", "RFC822.TEXT" -> content(message, name, target);
            default -> {
                if (name.indexOf('[') >= 0 && !name.startsWith("BINARY.SIZE")) {
                    content(message, name, target);
                } else {
                    message.other(name, value(0));
                }
            }
        }
    }

    /** Lenient: a date that cannot be read is none. */
    private void received(FetchedMessage message) throws Unreadable, IOException {
        String text = value(0).asText().orElse("").strip();
        try {
            Instant received = OffsetDateTime.parse(text, DATE_TIME).toInstant();
            message.received(received);
        } catch (DateTimeParseException _) {
            // none
        }
    }

    private void content(FetchedMessage message, String name, FetchTarget target) throws Unreadable, IOException {
        if (at.isLiteral()) {
            long count = at.literal();
            in.octets(count, target.content(message.number(), name, count));
            nextLine();
            message.content(name, count);
            return;
        }
        Value value = value(0);
        byte[] octets = switch (value) {
            case Value.Text text -> text.octets();
            case Value.Atom atom -> atom.text().getBytes(StandardCharsets.UTF_8); // Lenient: no quotes
            case Value.Nil _ -> null;
            case Value.Group _ -> throw new Unreadable("a list where a string has to be");
        };
        if (octets != null) {
            target.content(message.number(), name, octets.length).accept(octets, 0, octets.length);
        }
        message.content(name, octets == null ? -1L : octets.length);
    }

    // Values

    private List<Value> values() throws Unreadable, IOException {
        List<Value> values = new ArrayList<>();
        for (at.blanks(); !at.isAtEnd(); at.blanks()) {
            values.add(value(0));
        }
        return values;
    }

    private Value value(int depth) throws Unreadable, IOException {
        if (at.isString()) {
            return new Value.Text(octets());
        }
        if (!at.take('(')) {
            return Value.ofWord(at.some(" ()"));
        }
        if (depth >= NESTING_MAX) {
            throw new Unreadable("lists are nested more than " + NESTING_MAX + " times");
        }
        List<Value> values = new ArrayList<>();
        for (at.blanks(); !at.take(')'); at.blanks()) {
            values.add(value(depth + 1));
        }
        return new Value.Group(values);
    }

    private String text() throws Unreadable, IOException {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    /** {@code string}, quoted or as a literal. */
    private byte[] octets() throws Unreadable, IOException {
        if (!at.isLiteral()) {
            return at.quoted();
        }
        long count = at.literal();
        keep(count);
        ByteArrayOutputStream octets = new ByteArrayOutputStream((int) Math.min(count, 8192));
        ByteSink sink = octets::write;
        in.octets(count, sink);
        nextLine();
        return octets.toByteArray();
    }
}

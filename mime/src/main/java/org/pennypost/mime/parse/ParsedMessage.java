package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A message as a tree of parts, which are views into its source.
 *
 * <p>Any bytes make a message; what is wrong with them is in {@link #defects}. Immutable, and safe for any number of threads where the source is.
 *
 * {@snippet :
 * ParsedMessage message = ParsedMessage.parse(bytes);
 * String subject = message.root().header().text("Subject");
 * message.root().walk(part -> System.out.println(part.contentType().type() + " " + part.octets()));
 * }
 */
public final class ParsedMessage {
    private final ByteSource source;
    private final Part root;
    private final List<Defect> defects;
    private final long defectCount;

    private ParsedMessage(ByteSource source, TreeBuilder built) {
        this.source = source;
        this.root = built.root();
        List<Defect> ordered = new ArrayList<>(built.defects());
        ordered.sort(Comparator.comparingLong(Defect::offset).thenComparing(Defect::kind));
        this.defects = List.copyOf(ordered);
        this.defectCount = built.defectCount();
    }

    /** Parses an array, which must not change any more. */
    public static ParsedMessage parse(byte[] message) {
        return parse(message, ParserOptions.DEFAULT);
    }

    /** Parses an array, which must not change any more. */
    public static ParsedMessage parse(byte[] message, ParserOptions options) {
        ByteSource source = ByteSource.of(message);
        TreeBuilder builder = new TreeBuilder(source, options);
        MessageParser.parse(message, options, builder);
        return new ParsedMessage(source, builder);
    }

    /**
     * Parses a source of any size in bounded memory. The source must stay open as long as the tree is used.
     *
     * @throws IOException when it cannot be read
     */
    public static ParsedMessage parse(ByteSource source, ParserOptions options) throws IOException {
        TreeBuilder builder = new TreeBuilder(source, options);
        MessageParser.parse(source, options, builder);
        return new ParsedMessage(source, builder);
    }

    /** Returns the message itself: its header and its body. */
    public Part root() {
        return root;
    }

    /** Returns what is wrong with it, by offset; at most {@link ParserOptions#defectsMax}. */
    public List<Defect> defects() {
        return defects;
    }

    /** Returns how many defects there are, those too that are not listed. */
    public long defectCount() {
        return defectCount;
    }

    /**
     * Finds on which lines octets stand, as an editor counts them: from 1, each ended by LF. The source is read once, up to the last of them.
     *
     * @param offsets in any order
     * @return a line for each, in the order of the offsets
     * @throws IOException when the source cannot be read
     */
    public long[] lineNumbers(long... offsets) throws IOException {
        return LineNumbers.of(source, offsets);
    }

    /** Returns where the bytes are. */
    public ByteSource source() {
        return source;
    }

    /** Returns the size in bytes. */
    public long sizeBytes() {
        return source.sizeBytes();
    }

    /**
     * Returns a part by the numbers that IMAP gives to parts (RFC 9051 §6.4.5): {@code 1.2} is {@code part(1, 2)}. The parts of a multipart count from 1; a
     * message or part that is no multipart has one part, number 1, its body; the numbers after that of a message in a message count inside it.
     *
     * @return empty where there is no such part, or no number is given
     */
    public Optional<Part> part(int... numbers) {
        Optional<Part> around = Optional.of(root);
        Optional<Part> found = Optional.empty();
        for (int number : numbers) {
            if (around.isEmpty()) {
                return Optional.empty();
            }
            Part outer = around.get();
            if (outer instanceof Part.Multipart multipart) {
                if (number < 1 || number > multipart.children().size()) {
                    return Optional.empty();
                }
                found = Optional.of(multipart.children().get(number - 1));
            } else if (number == 1) {
                found = around;
            } else {
                return Optional.empty();
            }
            around = found.flatMap(ParsedMessage::inside);
        }
        return found;
    }

    /** Returns what the numbers behind that of a part count. */
    private static Optional<Part> inside(Part part) {
        return switch (part) {
            case Part.Multipart multipart -> Optional.of(multipart);
            case Part.Message message -> Optional.of(message.message());
            case Part.Leaf _ -> Optional.empty();
        };
    }

    /** Writes the message, byte for byte as it was read. @throws IOException when reading or writing fails */
    public void writeTo(OutputStream out) throws IOException {
        source.stream(0, source.sizeBytes()).transferTo(out);
    }
}

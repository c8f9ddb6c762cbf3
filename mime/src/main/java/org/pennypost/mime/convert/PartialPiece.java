package org.pennypost.mime.convert;

import java.util.Optional;
import java.util.OptionalInt;
import org.pennypost.mime.ContentType;
import org.pennypost.mime.MediaType;
import org.pennypost.mime.Parameters;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;

/**
 * A message that carries a piece of a bigger one: {@code message/partial} (RFC 2046 §5.2.2). {@link PartialMessage} puts the pieces together.
 *
 * {@snippet :
 * PartialPiece.of(message).ifPresent(piece -> pieces.computeIfAbsent(piece.id(), id -> new ArrayList<>()).add(piece));
 * }
 *
 * @param message the message around the piece, which has to stay readable
 * @param id what all pieces of one message have in common
 * @param number which piece this is, from 1
 * @param total how many pieces there are, at least {@code number}; only the last one has to say it
 */
public record PartialPiece(ParsedMessage message, String id, int number, OptionalInt total) {
    /** A piece with a higher number than this is none: nobody cuts a message into so many. */
    public static final int NUMBER_MAX = 10_000;

    private static final MediaType PARTIAL = new MediaType("message", "partial");
    private static final int DIGITS_MAX = 5;

    /** @throws IllegalArgumentException when the numbers are not as described above */
    public PartialPiece {
        if (number < 1 || number > NUMBER_MAX || total.orElse(number) < number || total.orElse(1) > NUMBER_MAX) {
            throw new IllegalArgumentException("not a piece: number " + number + " of " + total);
        }
    }

    /**
     * Returns the piece that a message says it is; empty for any other message, for one whose parameters make no sense, and for one that is encoded, which
     * RFC 2046 §5.2.2 forbids.
     */
    public static Optional<PartialPiece> of(ParsedMessage message) {
        ContentType type = message.root().contentType();
        if (!type.type().equals(PARTIAL)
                || !(message.root() instanceof Part.Leaf leaf)
                || leaf.encoding().filter(TransferEncoding::isIdentity).isEmpty()) {
            return Optional.empty();
        }
        Parameters parameters = type.parameters();
        String id = parameters.value("id").map(String::strip).orElse("");
        int number = number(parameters, "number").orElse(0);
        OptionalInt total = number(parameters, "total");
        return id.isEmpty() || number < 1 || total.orElse(number) < number
                ? Optional.empty()
                : Optional.of(new PartialPiece(message, id, number, total));
    }

    /** Returns a number from 1 to {@link #NUMBER_MAX}; a parameter that is none counts as missing. */
    private static OptionalInt number(Parameters parameters, String name) {
        String digits = parameters.value(name).map(String::strip).orElse("");
        if (digits.isEmpty() || digits.length() > DIGITS_MAX || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(digits);
        return number < 1 || number > NUMBER_MAX ? OptionalInt.empty() : OptionalInt.of(number);
    }
}

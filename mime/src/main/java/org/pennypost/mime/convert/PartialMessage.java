package org.pennypost.mime.convert;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Puts a message together that travelled in pieces (RFC 2046 §5.2.2.1). Nothing is held in memory but the first piece's header.
 *
 * {@snippet :
 * switch (PartialMessage.join(pieces)) {
 *     case PartialMessage.Whole whole -> whole.writeTo(out);
 *     case PartialMessage.Incomplete incomplete -> System.err.println(incomplete.missing() + " missing");
 *     case PartialMessage.Contradiction contradiction -> System.err.println(contradiction.says());
 * }
 * }
 */
public sealed interface PartialMessage {
    /** A message of which all pieces are here. What it gives may be a piece itself (RFC 2046 §5.2.2): look at it with {@link PartialPiece#of} again. */
    final class Whole implements PartialMessage {
        private final List<PartialPiece> pieces;

        private Whole(List<PartialPiece> pieces) {
            this.pieces = List.copyOf(pieces);
        }

        /** Returns the pieces, from the first to the last, each once. */
        public List<PartialPiece> pieces() {
            return pieces;
        }

        /**
         * Writes the message as it was before it was cut: of the header around the first piece all that does not describe the piece, of the header inside it
         * what describes the message, then the bodies.
         *
         * @throws IOException when a piece cannot be read, or writing fails
         */
        public void writeTo(OutputStream out) throws IOException {
            Reassembly.write(pieces, out);
        }
    }

    /**
     * Pieces are missing.
     *
     * @param missing the numbers that are not here, from the smallest
     * @param total how many pieces there are; absent as long as none that is here says it: there are more behind the missing ones then
     */
    record Incomplete(List<Integer> missing, OptionalInt total) implements PartialMessage {
        /** Copies the list. */
        public Incomplete {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The pieces do not agree on how many they are, so that they cannot all be of one message.
     *
     * @param says which numbers they give, for a person
     */
    record Contradiction(String says) implements PartialMessage {}

    /**
     * Looks whether all pieces are here. Of several with the same number, copies that took two ways, the first counts.
     *
     * @param pieces of one message, in any order
     * @throws IllegalArgumentException when there are none, or they have not all the same id
     */
    static PartialMessage join(List<PartialPiece> pieces) {
        if (pieces.isEmpty() || pieces.stream().map(PartialPiece::id).distinct().count() > 1) {
            throw new IllegalArgumentException("not the pieces of one message");
        }
        Map<Integer, PartialPiece> byNumber = new TreeMap<>();
        pieces.forEach(piece -> byNumber.putIfAbsent(piece.number(), piece));
        List<Integer> totals = pieces.stream()
                .flatMapToInt(piece -> piece.total().stream())
                .distinct()
                .sorted()
                .boxed()
                .toList();
        int highest =
                byNumber.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        if (totals.size() > 1 || (!totals.isEmpty() && totals.getFirst() < highest)) {
            return new Contradiction("piece " + highest + " is here, and the number of all is said to be " + totals);
        }
        OptionalInt total = totals.stream().mapToInt(Integer::intValue).findFirst();
        // Only the last piece has to say the total: without it, there is one more at least.
        List<Integer> missing = IntStream.rangeClosed(1, total.orElse(highest + 1))
                .filter(number -> !byNumber.containsKey(number))
                .boxed()
                .toList();
        return missing.isEmpty() ? new Whole(new ArrayList<>(byNumber.values())) : new Incomplete(missing, total);
    }
}

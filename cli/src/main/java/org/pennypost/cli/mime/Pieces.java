package org.pennypost.cli.mime;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.cli.Console;
import org.pennypost.cli.Printable;
import org.pennypost.mime.convert.PartialMessage;
import org.pennypost.mime.convert.PartialPiece;

/** The pieces among the messages that a person named (RFC 2046 §5.2.2). Closing it closes them, and what they were put together to. */
final class Pieces implements AutoCloseable {
    /** So often a message may have been cut again, piece by piece. */
    private static final int CUTS_MAX = 100;

    private final Console console;
    private final Deque<OpenMessage> open = new ArrayDeque<>();
    private final Map<String, List<PartialPiece>> byId = new LinkedHashMap<>();
    private final Map<String, List<OpenMessage>> messages = new LinkedHashMap<>();

    Pieces(Console console) {
        this.console = console;
    }

    /** Takes a message if it is a piece: it is closed with the others then. */
    boolean keep(OpenMessage message) {
        Optional<PartialPiece> piece = PartialPiece.of(message.message());
        piece.ifPresent(found -> {
            open.push(message);
            byId.computeIfAbsent(found.id(), _ -> new ArrayList<>()).add(found);
            messages.computeIfAbsent(found.id(), _ -> new ArrayList<>()).add(message);
        });
        return piece.isPresent();
    }

    /** Returns the messages that the pieces make, and, where some are missing, the pieces as they are; what is missing is said on standard error. */
    List<OpenMessage> joined() throws IOException {
        List<OpenMessage> all = new ArrayList<>();
        for (int cut = 0; cut < CUTS_MAX; cut++) {
            List<String> complete = byId.entrySet().stream()
                    .filter(pieces -> PartialMessage.join(pieces.getValue()) instanceof PartialMessage.Whole)
                    .map(Map.Entry::getKey)
                    .toList();
            for (String id : complete) {
                join(id, all);
            }
            if (complete.isEmpty()) {
                break;
            }
        }
        byId.forEach((id, pieces) -> console.err().println(complaint(id, PartialMessage.join(pieces))));
        messages.values().forEach(all::addAll);
        return all;
    }

    private void join(String id, List<OpenMessage> all) throws IOException {
        List<PartialPiece> pieces = byId.remove(id);
        messages.remove(id);
        if (pieces != null && PartialMessage.join(pieces) instanceof PartialMessage.Whole whole) {
            OpenMessage made = OpenMessage.made(whole::writeTo);
            if (!keep(made)) {
                open.push(made);
                all.add(made);
            }
        }
    }

    private static String complaint(String id, PartialMessage result) {
        String what = "pennypost: the pieces of " + Printable.of(id) + " are not put together: ";
        return what
                + switch (result) {
                    case PartialMessage.Incomplete incomplete ->
                        "missing " + numbers(incomplete.missing())
                                + (incomplete.total().isPresent()
                                        ? " of " + incomplete.total().getAsInt()
                                        : " or more")
                                + "; name their files too";
                    case PartialMessage.Contradiction contradiction -> contradiction.says();
                    case PartialMessage.Whole _ -> "they are cut more than " + CUTS_MAX + " times";
                };
    }

    /** The first of them: nobody reads a thousand. */
    private static String numbers(List<Integer> missing) {
        String shown = String.join(
                ", ", missing.stream().limit(SHOWN_MAX).map(String::valueOf).toList());
        return missing.size() > SHOWN_MAX ? shown + " and " + (missing.size() - SHOWN_MAX) + " more" : shown;
    }

    private static final int SHOWN_MAX = 20;

    @Override
    public void close() throws IOException {
        IOException broken = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException notClosed) {
                broken = notClosed;
            }
        }
        if (broken != null) {
            throw broken;
        }
    }
}

package org.pennypost.smtp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When the sender wants to be told what became of a message for a recipient (RFC 3461 §4.1).
 *
 * @param on the occasions; none means never
 */
public record Notify(Set<Occasion> on) {
    /** The sender is told nothing, whatever happens. */
    public static final Notify NEVER = new Notify(Set.of());

    /** What may be told. */
    public enum Occasion {
        /** It was delivered. */
        SUCCESS,
        /** It will not be delivered. */
        FAILURE,
        /** It takes long. */
        DELAY
    }

    public Notify {
        on = Set.copyOf(on);
    }

    /** {@code "NEVER" / 1#( "SUCCESS" / "FAILURE" / "DELAY" )}, in any case; NEVER stands by itself, and elements of a list may be empty (RFC 822 §2.7). */
    static Notify parse(String text) throws BadSyntax {
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.equals("NEVER")) {
            return NEVER;
        }
        Set<Occasion> on = EnumSet.noneOf(Occasion.class);
        for (String word : upper.split(",", -1)) {
            switch (word) {
                case "SUCCESS" -> on.add(Occasion.SUCCESS);
                case "FAILURE" -> on.add(Occasion.FAILURE);
                case "DELAY" -> on.add(Occasion.DELAY);
                case "" -> {}
                default -> throw bad();
            }
        }
        if (on.isEmpty()) {
            throw bad();
        }
        return new Notify(on);
    }

    private static BadSyntax bad() {
        return new BadSyntax(
                SmtpReader.BAD_ARGUMENTS,
                "NOTIFY is either NOTIFY=NEVER, or some of SUCCESS, FAILURE and DELAY with commas between them.");
    }

    /** @return the value of the parameter, words in a fixed order */
    @Override
    public String toString() {
        return on.isEmpty() ? "NEVER" : on.stream().sorted().map(Occasion::name).collect(Collectors.joining(","));
    }
}

package org.pennypost.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How often each step comes among what sessions do, as {@code fetch=60,list=10}.
 *
 * @param tickets each step as often as its weight; not empty
 */
record ImapMix(List<Step> tickets) {
    private static final int WEIGHT_MAX = 10_000;

    /** What a mail program does. */
    enum Step {
        /** Reads a message. */
        FETCH("FETCH a message"),
        /** Shows a screen of messages. */
        LIST("FETCH a list of 50"),
        /** Marks a message as read or unread. */
        STORE("STORE a flag"),
        /** Looks for a word in texts. */
        SEARCH("SEARCH TEXT"),
        /** Saves a message. */
        APPEND("APPEND"),
        /** Opens the mailbox anew. */
        SELECT("SELECT"),
        /** Asks how many are unread. */
        STATUS("STATUS");

        private final String row;

        Step(String row) {
            this.row = row;
        }

        /** What it is called in the table. */
        String row() {
            return row;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ImapMix {
        tickets = List.copyOf(tickets);
    }

    Step draw(RandomGenerator random) {
        return tickets.get(random.nextInt(tickets.size()));
    }

    /** The steps that come at all, in the order of {@link Step}. */
    List<Step> steps() {
        return Arrays.stream(Step.values()).filter(tickets::contains).toList();
    }

    /** A mix in the words of the command line. */
    static final class Converter implements ITypeConverter<ImapMix> {
        @Override
        public ImapMix convert(String text) {
            List<Step> tickets = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                String[] sides = part.split("=", 2);
                Step step = Arrays.stream(Step.values())
                        .filter(each -> each.word().equals(sides[0]))
                        .findFirst()
                        .orElseThrow(() -> wrong(part));
                if (sides.length < 2 || !sides[1].matches("[0-9]{1,5}") || Integer.parseInt(sides[1]) > WEIGHT_MAX) {
                    throw wrong(part);
                }
                for (int i = Integer.parseInt(sides[1]); i > 0; i--) {
                    tickets.add(step);
                }
            }
            if (tickets.isEmpty()) {
                throw new TypeConversionException("nothing is left to do: give one of them a weight");
            }
            return new ImapMix(tickets);
        }

        private static TypeConversionException wrong(String part) {
            String steps = Arrays.stream(Step.values()).map(Step::word).collect(Collectors.joining(", "));
            return new TypeConversionException(
                    "'" + part + "' is not STEP=WEIGHT with a weight up to " + WEIGHT_MAX + "; the steps are " + steps);
        }
    }
}

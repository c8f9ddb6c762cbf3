package org.pennypost.smtp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In what time a message is to be delivered, and what else is to happen then (RFC 2852 §4).
 *
 * @param seconds from now; zero or negative only with {@link Mode#NOTIFY}: the time has passed already
 * @param mode what is to happen
 * @param trace whether the sender wants to be told of every relay on the way
 */
public record DeliverBy(long seconds, Mode mode, boolean trace) {
    private static final Pattern BY_VALUE = Pattern.compile("([+-]?[0-9]{1,9});([NR])(T?)");

    /** What is to happen when the time has passed. */
    public enum Mode {
        /** {@code N}: tell the sender, and go on. */
        NOTIFY,
        /** {@code R}: return the message. */
        RETURN
    }

    /** {@code by-value = by-time ";" by-mode [by-trace]}. */
    static DeliverBy parse(String text) throws BadSyntax {
        Matcher value = BY_VALUE.matcher(text.toUpperCase(Locale.ROOT));
        if (!value.matches()) {
            throw new BadSyntax(
                    SmtpReader.BAD_ARGUMENTS, "BY takes seconds, and N or R, as in BY=3600;N or BY=3600;RT.");
        }
        long seconds = Long.parseLong(value.group(1));
        Mode mode = value.group(2).equals("R") ? Mode.RETURN : Mode.NOTIFY;
        if (mode == Mode.RETURN && seconds <= 0) {
            throw new BadSyntax(
                    SmtpReader.BAD_ARGUMENTS, "With BY=...;R the time must lie ahead: give more than 0 seconds.");
        }
        return new DeliverBy(seconds, mode, !value.group(3).isEmpty());
    }

    /** @return the value of the parameter */
    @Override
    public String toString() {
        return seconds + ";" + (mode == Mode.RETURN ? "R" : "N") + (trace ? "T" : "");
    }
}

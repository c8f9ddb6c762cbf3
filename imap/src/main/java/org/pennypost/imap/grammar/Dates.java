package org.pennypost.imap.grammar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Dates as IMAP spells them (RFC 9051 §9 {@code date}, {@code date-time}). */
public final class Dates {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final String NAMES = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int DATE_TIME_LENGTH = 26;

    private Dates() {}

    /** {@code date-time} with its quotes: {@code "17-Jul-1996 02:44:25 -0700"}. The zone's sign counts, its value is kept to minutes. */
    public static OffsetDateTime dateTime(ImapReader in) throws BadSyntax {
        if (!in.isNext('"')) {
            throw in.expected("a date and time in quotes");
        }
        String text = in.string();
        try {
            if (text.length() == DATE_TIME_LENGTH && text.charAt(11) == ' ' && text.charAt(20) == ' ') {
                return OffsetDateTime.of(
                        day(text.substring(0, 11).strip()),
                        LocalTime.parse(text.substring(12, 20)),
                        zone(text.substring(21)));
            }
        } catch (DateTimeException | NumberFormatException _) {
            // said below
        }
        throw new BadSyntax("a date and time is written like \"17-Jul-1996 02:44:25 -0700\"");
    }

    /** {@code date}, with quotes or without: {@code 1-Feb-1994}. */
    public static LocalDate date(ImapReader in) throws BadSyntax {
        String text = in.isNext('"') ? in.string() : in.atom();
        try {
            return day(text);
        } catch (DateTimeException | NumberFormatException _) {
            throw new BadSyntax("a date is written like 1-Feb-1994");
        }
    }

    private static LocalDate day(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[0].length() > 2 || parts[2].length() != 4) {
            throw new DateTimeException(text);
        }
        int month = MONTHS.indexOf(parts[1].toUpperCase(Locale.ROOT)) + 1;
        return LocalDate.of(Integer.parseUnsignedInt(parts[2]), month, Integer.parseUnsignedInt(parts[0]));
    }

    private static ZoneOffset zone(String text) {
        char sign = text.charAt(0);
        int number = Integer.parseUnsignedInt(text, 1, 5, 10);
        if (sign != '+' && sign != '-') {
            throw new DateTimeException(text);
        }
        int minutes = number / 100 * 60 + number % 100;
        return ZoneOffset.ofTotalSeconds((sign == '-' ? -minutes : minutes) * 60);
    }

    /** {@code date-time} without its quotes, in UTC: {@code 17-Jul-1996 09:44:25 +0000}. */
    public static String spelled(Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        int month = 3 * (utc.getMonthValue() - 1);
        return two(utc.getDayOfMonth(), ' ') + "-" + NAMES.substring(month, month + 3) + "-"
                + String.format(Locale.ROOT, "%04d", utc.getYear()) + " " + two(utc.getHour(), '0') + ":"
                + two(utc.getMinute(), '0') + ":" + two(utc.getSecond(), '0') + " +0000";
    }

    private static String two(int number, char fill) {
        return number < 10 ? fill + Integer.toString(number) : Integer.toString(number);
    }
}

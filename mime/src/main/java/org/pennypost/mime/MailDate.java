package org.pennypost.mime;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The date-time of a header. It is written as RFC 5322 §3.3 has it, and read in the forms in which people have sent it: RFC 5322 §3.3 and its obsolete forms §4.3, RFC 850, C's {@code asctime},
 * ISO 8601 (RFC 3339), and what programs wrote that had read none of them.
 *
 * <p>How it works: the words are taken one by one, whatever their order. A name is a month, a zone, or nothing; what has colons is the time; a number is the
 * day of the month if that is not known and it can be one, else the year. So {@code 25 Nov 2026} and {@code Nov 25 10:00:00 2026} need no grammars of their
 * own.
 *
 * {@snippet :
 * Optional<OffsetDateTime> sent = MailDate.parse("Wed, 25 Nov 2026 10:00:00 +0100 (CET)");
 * Optional<OffsetDateTime> old = MailDate.parse("5 Dec 83 10:11:12 PST");
 * String field = MailDate.write(OffsetDateTime.parse("2026-11-25T10:00:00+01:00")); // Wed, 25 Nov 2026 10:00:00 +0100
 * }
 */
public final class MailDate {
    private static final int CHARACTERS_MAX = 1_000;
    private static final int SECONDS_OF_DAY = 86_400;

    private static final String DAY_NAMES = "Mon, Tue, Wed, Thu, Fri, Sat, Sun, ";
    private static final String MONTH_NAMES = " Jan  Feb  Mar  Apr  May  Jun  Jul  Aug  Sep  Oct  Nov  Dec ";

    private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec ";
    /** Months as programs wrote them in the language of their user. */
    private static final Map<String, Integer> OTHER_MONTHS = Map.ofEntries(
            Map.entry("mai", 5),
            Map.entry("okt", 10),
            Map.entry("dez", 12),
            Map.entry("m\u00E4r", 3),
            Map.entry("mrz", 3),
            Map.entry("f\u00E9v", 2),
            Map.entry("avr", 4),
            Map.entry("ao\u00FB", 8),
            Map.entry("d\u00E9c", 12),
            Map.entry("ene", 1),
            Map.entry("abr", 4),
            Map.entry("ago", 8),
            Map.entry("dic", 12),
            Map.entry("gen", 1),
            Map.entry("mag", 5),
            Map.entry("giu", 6),
            Map.entry("lug", 7),
            Map.entry("set", 9),
            Map.entry("ott", 10),
            Map.entry("mrt", 3));

    /** RFC 5322 §4.3, and names of which there is only one meaning in use. Hours from UTC. */
    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("EST", -5),
            Map.entry("EDT", -4),
            Map.entry("CST", -6),
            Map.entry("CDT", -5),
            Map.entry("MST", -7),
            Map.entry("MDT", -6),
            Map.entry("PST", -8),
            Map.entry("PDT", -7),
            Map.entry("WEST", 1),
            Map.entry("BST", 1),
            Map.entry("CET", 1),
            Map.entry("MET", 1),
            Map.entry("MEZ", 1),
            Map.entry("CEST", 2),
            Map.entry("MEST", 2),
            Map.entry("MESZ", 2),
            Map.entry("EET", 2),
            Map.entry("EEST", 3),
            Map.entry("MSK", 3),
            Map.entry("JST", 9),
            Map.entry("KST", 9),
            Map.entry("HKT", 8),
            Map.entry("SGT", 8),
            Map.entry("AEST", 10),
            Map.entry("AEDT", 11),
            Map.entry("NZST", 12),
            Map.entry("NZDT", 13),
            Map.entry("AKST", -9),
            Map.entry("AKDT", -8),
            Map.entry("HST", -10));

    private final String text;
    private int at;
    private int year = -1;
    private int month;
    private int day;
    private int second = -1;
    /** The month stood before any number, where a weekday of another language can look like one: {@code Mar, 25 Nov}. */
    private boolean monthFirst;

    private boolean afternoon;
    private boolean twelveHours;
    private Optional<ZoneOffset> zone = Optional.empty();

    private MailDate(String text) {
        this.text = text;
    }

    /**
     * Reads a date.
     *
     * <p>Lenient: the weekday is not compared with the date; a zone that is missing, unknown, a single letter (RFC 5322 §4.3) or out of range is UTC; years of
     * two digits are 1950 to 2049, of three digits count from 1900 (RFC 5322 §4.3); a leap second is the one before; without a time, or with
     * one that does not exist, it is midnight (RFC 5256 §2.2).
     *
     * @param value the value of the field, with comments
     * @return empty where there is no day, month and year, or a day that does not exist
     */
    public static Optional<OffsetDateTime> parse(String value) {
        if (value.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        return new MailDate(value).read();
    }

    /**
     * Writes a date.
     *
     * @param time of the years 1 to 9999; what it has below the second is left out, and below the minute of its zone
     * @return a date-time of RFC 5322 §3.3, with the day's name: {@code Wed, 25 Nov 2026 10:00:00 +0100}
     */
    public static String write(OffsetDateTime time) {
        // By hand, as every message that passes has one: DateTimeFormatter takes four times as long.
        int zoneMinutes = Math.abs(time.getOffset().getTotalSeconds()) / 60;
        StringBuilder out = new StringBuilder(31)
                .append(
                        DAY_NAMES,
                        5 * (time.getDayOfWeek().getValue() - 1),
                        5 * time.getDayOfWeek().getValue())
                .append(time.getDayOfMonth())
                .append(MONTH_NAMES, 5 * (time.getMonthValue() - 1), 5 * time.getMonthValue());
        twoDigits(out, time.getYear() / 100);
        twoDigits(out, time.getYear() % 100);
        twoDigits(out.append(' '), time.getHour());
        twoDigits(out.append(':'), time.getMinute());
        twoDigits(out.append(':'), time.getSecond());
        twoDigits(out.append(time.getOffset().getTotalSeconds() < 0 ? " -" : " +"), zoneMinutes / 60);
        twoDigits(out, zoneMinutes % 60);
        return out.toString();
    }

    private static void twoDigits(StringBuilder out, int number) {
        out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private Optional<OffsetDateTime> read() {
        while (skipSpace()) {
            char c = text.charAt(at);
            boolean understood;
            if (isDigit(c)) {
                understood = number();
            } else if ((c == '+' || c == '-')
                    && second >= 0
                    && at + 1 < text.length()
                    && isDigit(text.charAt(at + 1))) {
                understood = offset();
            } else if (Character.isLetter(c)) {
                understood = name();
            } else {
                at++;
                understood = true;
            }
            if (!understood) {
                return Optional.empty();
            }
        }
        return result();
    }

    private Optional<OffsetDateTime> result() {
        if (day == 0 || month == 0 || year < 0) {
            return Optional.empty();
        }
        int ofDay = Math.max(second, 0);
        int hour = ofDay / 3600;
        if (twelveHours && hour >= 1 && hour <= 12) {
            ofDay += ((afternoon ? 12 : 0) - (hour == 12 ? 12 : 0)) * 3600;
        }
        try {
            LocalDateTime local = LocalDate.of(year, month, day).atStartOfDay().plusSeconds(ofDay);
            return Optional.of(local.atOffset(zone.orElse(ZoneOffset.UTC)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Skips white space, commas and comments. @return whether something follows */
    private boolean skipSpace() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                at++;
            } else if (depth == 0 && c > ' ' && c != ',' && c != '\u00A0') {
                return true;
            }
            at++;
        }
        return false;
    }

    private boolean number() {
        int start = at;
        int value = digits();
        int length = at - start;
        if (length <= 2 && second < 0 && skipColon()) {
            time(value);
            return true;
        }
        char next = at < text.length() ? text.charAt(at) : 0;
        boolean digitFollows = at + 1 < text.length() && isDigit(text.charAt(at + 1));
        if (length == 4 && (next == '-' || next == '/') && digitFollows && year < 0 && month == 0) {
            return isoDate(value, next);
        }
        if (day == 0 && length <= 2 && value >= 1 && value <= 31) {
            day = value;
            return true;
        }
        if (year < 0 && length <= 4) {
            year = fullYear(value, length);
            return true;
        }
        return second >= 0;
    }

    /** Skips a colon, with white space and comments around it (RFC 5322 §4.3), if a number is behind it. */
    private boolean skipColon() {
        int before = at;
        if (skipSpace() && text.charAt(at) == ':') {
            at++;
            if (skipSpace() && isDigit(text.charAt(at))) {
                return true;
            }
        }
        at = before;
        return false;
    }

    private int digits() {
        int value = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            value = Math.min(value * 10 + (text.charAt(at) - '0'), 99_999_999);
            at++;
        }
        return value;
    }

    private static int fullYear(int value, int length) {
        return switch (length) {
            case 1, 2 -> value + (value < 50 ? 2000 : 1900);
            case 3 -> value + 1900;
            default -> value;
        };
    }

    private boolean isoDate(int isoYear, char separator) {
        at++;
        int isoMonth = digits();
        if (at + 1 >= text.length() || text.charAt(at) != separator || !isDigit(text.charAt(at + 1))) {
            return false;
        }
        at++;
        year = isoYear;
        month = isoMonth;
        day = digits();
        if (at < text.length() && (text.charAt(at) == 'T' || text.charAt(at) == 't')) {
            at++;
        }
        return true;
    }

    private void time(int hour) {
        int minute = digits();
        int seconds = 0;
        if (skipColon()) {
            seconds = digits();
            if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
                at++;
                digits();
            }
        }
        int ofDay = hour * 3600 + minute * 60 + Math.min(seconds, 59);
        boolean exists = hour <= 24 && minute <= 59 && seconds <= 60 && ofDay <= SECONDS_OF_DAY;
        second = exists ? ofDay : 0;
    }

    /** {@code +0100}, and {@code +01:00}, {@code +1}. What is out of range is taken for UTC. */
    private boolean offset() {
        int sign = text.charAt(at) == '-' ? -1 : 1;
        int start = ++at;
        int value = digits();
        int minutes = at - start <= 2 ? value * 60 : value / 100 * 60 + value % 100;
        if (at - start <= 2 && at + 1 < text.length() && text.charAt(at) == ':' && isDigit(text.charAt(at + 1))) {
            at++;
            minutes += digits();
        }
        zone = Optional.of(minutes <= 18 * 60 ? ZoneOffset.ofTotalSeconds(sign * minutes * 60) : ZoneOffset.UTC);
        return true;
    }

    private boolean name() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        String upper = word.toUpperCase(Locale.ROOT);
        if (second >= 0 && (upper.equals("AM") || upper.equals("PM"))) {
            twelveHours = true;
            afternoon = upper.equals("PM");
            return true;
        }
        if ((month == 0 || (monthFirst && day > 0)) && word.length() >= 3) {
            String short3 = word.substring(0, 3).toLowerCase(Locale.ROOT);
            int index = MONTHS.indexOf(short3 + " ");
            if (index >= 0 || OTHER_MONTHS.containsKey(short3)) {
                monthFirst = day == 0;
                month = index >= 0 ? index / 4 + 1 : OTHER_MONTHS.getOrDefault(short3, 0);
                return true;
            }
        }
        Integer hours = ZONES.get(upper);
        if (hours != null && zone.isEmpty()) {
            zone = Optional.of(ZoneOffset.ofHours(hours));
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

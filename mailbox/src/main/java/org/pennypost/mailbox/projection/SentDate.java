package org.pennypost.mailbox.projection;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the date of a Date field in the forms that mail has: RFC 5322 §3.3 with its obsolete zones and years, that of old news, {@code asctime}, ISO 8601. As
 * RFC 5256 §2.2 asks, a time that cannot be is midnight, and a zone that cannot be is UTC.
 */
final class SentDate {
    private static final int CHARACTERS_MAX = 200;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Pattern DAY_MONTH_YEAR =
            Pattern.compile("\\b(\\d{1,2})[ -]+([A-Za-z]{3})[a-z]*\\.?[ -]+(\\d{2,4})\\b");
    private static final Pattern MONTH_DAY_YEAR =
            Pattern.compile("\\b([A-Za-z]{3})[a-z]* +(\\d{1,2})\\b(?:.{0,30}?) (\\d{4})\\b");
    private static final Pattern ISO = Pattern.compile("\\b(\\d{4})-(\\d{2})-(\\d{2})(?=[T ]|$)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?");
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2}):?(\\d{2})(?!\\d)");
    private static final Pattern ZONE = Pattern.compile("\\b(EST|EDT|CST|CDT|MST|MDT|PST|PDT)\\b");

    private SentDate() {}

    /** Returns the date with its zone; empty if there is none in the text. */
    static Optional<OffsetDateTime> of(String value) {
        String text = value.length() > CHARACTERS_MAX ? value.substring(0, CHARACTERS_MAX) : value;
        try {
            Matcher iso = ISO.matcher(text);
            if (iso.find()) {
                return Optional.of(at(number(iso, 1), number(iso, 2), number(iso, 3), text.substring(iso.end())));
            }
            Matcher plain = DAY_MONTH_YEAR.matcher(text);
            if (plain.find()) {
                return Optional.of(
                        at(year(plain.group(3)), month(plain.group(2)), number(plain, 1), text.substring(plain.end())));
            }
            Matcher asctime = MONTH_DAY_YEAR.matcher(text);
            while (asctime.find()) {
                int month = MONTHS.indexOf(asctime.group(1).toLowerCase(Locale.ROOT)) + 1;
                if (month > 0) {
                    return Optional.of(at(number(asctime, 3), month, number(asctime, 2), text));
                }
            }
            return Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static OffsetDateTime at(int year, int month, int day, String rest) {
        LocalDate date = LocalDate.of(year, month, day);
        Matcher time = TIME.matcher(rest);
        LocalTime clock = LocalTime.MIDNIGHT;
        String zone = rest;
        if (time.find()) {
            int seconds = time.group(3) == null ? 0 : number(time, 3);
            boolean valid = number(time, 1) < 24 && number(time, 2) < 60 && seconds < 61;
            // A leap second is the one before it.
            clock = valid ? LocalTime.of(number(time, 1), number(time, 2), Math.min(seconds, 59)) : clock;
            zone = rest.substring(time.end());
        }
        return OffsetDateTime.of(LocalDateTime.of(date, clock), zone(zone));
    }

    private static ZoneOffset zone(String text) {
        Matcher offset = OFFSET.matcher(text);
        if (offset.find()) {
            int minutes = 60 * number(offset, 2) + number(offset, 3);
            int signed = offset.group(1).equals("-") ? -minutes : minutes;
            return Math.abs(signed) <= 18 * 60 ? ZoneOffset.ofTotalSeconds(60 * signed) : ZoneOffset.UTC;
        }
        Matcher zone = ZONE.matcher(text);
        if (!zone.find()) {
            return ZoneOffset.UTC;
        }
        int hours = "ECMP".indexOf(zone.group(1).charAt(0)) + 5;
        return ZoneOffset.ofHours(zone.group(1).charAt(1) == 'D' ? 1 - hours : -hours);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static int month(String name) {
        int month = MONTHS.indexOf(name.toLowerCase(Locale.ROOT)) + 1;
        if (month == 0) {
            throw new DateTimeException("no month");
        }
        return month;
    }

    /** RFC 5322 §4.3. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 2) {
            return year < 50 ? 2000 + year : 1900 + year;
        }
        return digits.length() == 3 ? 1900 + year : year;
    }
}

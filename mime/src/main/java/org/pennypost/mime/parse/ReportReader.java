package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pennypost.mime.MailDate;
import org.pennypost.mime.MediaType;
import org.pennypost.mime.MessageIds;

/** Reads what {@link FoundReport} holds. */
final class ReportReader {
    /** A character of an address that is not ASCII (RFC 6533 §3). */
    private static final Pattern ESCAPED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");

    private ReportReader() {}

    static Optional<FoundReport> read(Part message) throws IOException {
        for (Part part : message instanceof Part.Multipart multipart ? multipart.children() : List.of(message)) {
            MediaType type = part.contentType().type();
            if (type.type().equals("message")) {
                switch (type.subtype()) {
                    case "delivery-status", "global-delivery-status" -> {
                        return Optional.of(delivery(groups(part)));
                    }
                    case "disposition-notification", "global-disposition-notification" -> {
                        return groups(part).stream().findFirst().map(ReportReader::disposition);
                    }
                    case "feedback-report" -> {
                        return groups(part).stream().findFirst().map(ReportReader::feedback);
                    }
                    default -> {}
                }
            }
        }
        return Optional.empty();
    }

    private static List<Header> groups(Part part) throws IOException {
        try (InputStream in = part.decoded()) {
            return FieldGroups.read(in.readNBytes(FoundReport.BYTES_MAX), ParserOptions.DEFAULT);
        }
    }

    private static FoundReport.Delivery delivery(List<Header> groups) {
        Optional<Header> message = groups.stream()
                .filter(group -> group.first("Final-Recipient").isEmpty())
                .findFirst();
        return new FoundReport.Delivery(
                message.map(group -> typed(group, "Reporting-MTA")).orElse(""),
                message.map(group -> group.value("Original-Envelope-Id")).orElse(""),
                message.flatMap(group -> date(group, "Arrival-Date")),
                groups.stream()
                        .filter(group -> group.first("Final-Recipient").isPresent())
                        .map(ReportReader::recipient)
                        .toList());
    }

    private static FoundReport.Recipient recipient(Header group) {
        return new FoundReport.Recipient(
                typed(group, "Original-Recipient"),
                typed(group, "Final-Recipient"),
                word(group.value("Action")),
                word(group.value("Status")),
                typed(group, "Remote-MTA"),
                typed(group, "Diagnostic-Code"),
                date(group, "Last-Attempt-Date"),
                date(group, "Will-Retry-Until"));
    }

    private static FoundReport.Disposition disposition(Header group) {
        String value = group.value("Disposition").toLowerCase(Locale.ROOT);
        int semicolon = value.indexOf(';');
        String modes = semicolon < 0 ? "" : value.substring(0, semicolon);
        String what = value.substring(semicolon + 1).strip();
        int slash = what.indexOf('/');
        List<String> modifiers = new ArrayList<>();
        if (slash >= 0) {
            Stream.of(what.substring(slash + 1).split(",")).map(String::strip).forEach(modifiers::add);
        }
        return new FoundReport.Disposition(
                group.text("Reporting-UA"),
                typed(group, "Original-Recipient"),
                typed(group, "Final-Recipient"),
                MessageIds.first(group.value("Original-Message-ID")).orElse(""),
                modes.contains("automatic-action"),
                modes.contains("mdn-sent-automatically"),
                (slash < 0 ? what : what.substring(0, slash)).strip(),
                modifiers,
                values(group, "Error"));
    }

    private static FoundReport.Feedback feedback(Header group) {
        return new FoundReport.Feedback(
                word(group.value("Feedback-Type")),
                group.text("User-Agent"),
                path(group.value("Original-Mail-From")),
                values(group, "Original-Rcpt-To").stream()
                        .map(ReportReader::path)
                        .toList(),
                date(group, "Arrival-Date").or(() -> date(group, "Received-Date")),
                group.value("Source-IP"),
                incidents(group.value("Incidents")),
                values(group, "Reported-Domain"),
                values(group, "Reported-URI"),
                values(group, "Authentication-Results"));
    }

    private static int incidents(String value) {
        return value.matches("[0-9]{1,9}") ? Math.max(1, Integer.parseInt(value)) : 1;
    }

    private static String path(String value) {
        return value.startsWith("<") && value.endsWith(">") ? value.substring(1, value.length() - 1) : value;
    }

    private static List<String> values(Header group, String name) {
        return group.all(name).stream().map(HeaderField::value).toList();
    }

    private static Optional<OffsetDateTime> date(Header group, String name) {
        return MailDate.parse(group.value(name));
    }

    /** Up to white space, a comment or a semicolon. */
    private static String word(String value) {
        return value.split("[\\s(;]", 2)[0].toLowerCase(Locale.ROOT);
    }

    /** The value behind its type and semicolon (RFC 3464 §2.1.2); an address of type {@code utf-8} in its own letters (RFC 6533 §3). */
    private static String typed(Header group, String name) {
        String value = group.value(name);
        int semicolon = value.indexOf(';');
        String untyped = value.substring(semicolon + 1).strip();
        boolean international =
                semicolon > 0 && value.substring(0, semicolon).strip().equalsIgnoreCase("utf-8");
        return path(international ? unescaped(untyped) : untyped);
    }

    private static String unescaped(String address) {
        return ESCAPED.matcher(address).replaceAll(escaped -> {
            int point = Integer.parseInt(escaped.group(1), 16);
            boolean character = Character.isValidCodePoint(point)
                    && !Character.isISOControl(point)
                    && Character.getType(point) != Character.SURROGATE;
            return Matcher.quoteReplacement(character ? Character.toString(point) : escaped.group());
        });
    }
}

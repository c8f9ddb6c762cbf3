package org.pennypost.mime.parse;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A reason for which another library reads a broken message otherwise than we do. Each stands, with its {@link #title}, in {@code docs/not-bugs.md}; it
 * explains a difference only where the message has what the reason speaks of.
 */
enum Difference {
    TYPE("a Content-Type that is not by the grammar") {
        @Override
        boolean explains(Oracle oracle, ParsedMessage message, String text) {
            return anyPart(
                    message,
                    part -> part.header().all("Content-Type").stream()
                            .anyMatch(
                                    field -> !BY_GRAMMAR.matcher(field.value()).matches()));
        }
    },
    MISSING_BOUNDARY("a multipart without a boundary") {
        @Override
        boolean explains(Oracle oracle, ParsedMessage message, String text) {
            return hasDefect(message, DefectKind.MISSING_BOUNDARY);
        }
    },
    DUPLICATE_TYPE("two Content-Type fields") {
        @Override
        boolean explains(Oracle oracle, ParsedMessage message, String text) {
            return oracle == Oracle.MIME4J && hasDefect(message, DefectKind.DUPLICATE_FIELD);
        }
    },
    FIELD_NAME("a parenthesis in the name of a field") {
        @Override
        boolean explains(Oracle oracle, ParsedMessage message, String text) {
            return oracle == Oracle.MIME4J
                    && anyPart(
                            message,
                            part -> part.header().fields().stream()
                                    .anyMatch(field -> field.name().contains("(")));
        }
    },
    LINE_END("CR alone") {
        @Override
        boolean explains(Oracle oracle, ParsedMessage message, String text) {
            return oracle == Oracle.ANGUS && hasDefect(message, DefectKind.BARE_CR);
        }
    },
    DELIMITER("a delimiter with something behind it") {
        @Override
        boolean explains(Oracle oracle, ParsedMessage message, String text) {
            return anyPart(
                    message,
                    part -> part instanceof Part.Multipart
                            && part.contentType()
                                    .parameters()
                                    .value("boundary")
                                    .filter(boundary -> hasLongerLine(text, "--" + boundary.stripTrailing()))
                                    .isPresent());
        }
    },
    CUT_PART("a last part that ends within its header") {
        @Override
        boolean explains(Oracle oracle, ParsedMessage message, String text) {
            return hasDefect(message, DefectKind.MISSING_CLOSE)
                    && anyPart(message, part -> part.headerEnd() == message.sizeBytes());
        }
    };

    private static final String TOKEN = "[^\\s\\x00-\\x1F\\x7F-\\uFFFF()<>@,;:\\\\\"/\\[\\]?=]";

    /** RFC 2045 §5.1, without comments; names of at most 127 characters (RFC 6838 §4.2), and in quoted strings no controls (RFC 5322 §3.2.4). */
    private static final Pattern BY_GRAMMAR = Pattern.compile(
            "T{1,127}/T{1,127}(\\s*;\\s*T+=(T+|\"(Q|\\\\.)*\"))*"
                    .replace("T", TOKEN)
                    .replace("Q", "[^\"\\\\\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]"),
            Pattern.DOTALL);

    private static final Pattern NOTHING_MORE = Pattern.compile("(--)?[ \\t\\r]*");

    private final String title;

    Difference(String title) {
        this.title = title;
    }

    /** Returns the words under which docs/not-bugs.md explains it. */
    String title() {
        return title;
    }

    /** Returns whether this could be why an oracle reads a message otherwise; {@code text} is the message, an octet a character. */
    abstract boolean explains(Oracle oracle, ParsedMessage message, String text);

    private static boolean hasDefect(ParsedMessage message, DefectKind kind) {
        return message.defects().stream().anyMatch(defect -> defect.kind() == kind);
    }

    private static boolean anyPart(ParsedMessage message, Predicate<Part> condition) {
        boolean[] found = {false};
        message.root().walk(part -> found[0] |= condition.test(part));
        return found[0];
    }

    private static boolean hasLongerLine(String text, String delimiter) {
        return Stream.of(text.split("\n"))
                .anyMatch(line -> line.startsWith(delimiter)
                        && !NOTHING_MORE
                                .matcher(line.substring(delimiter.length()))
                                .matches());
    }
}

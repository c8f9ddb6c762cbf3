package org.pennypost.smtp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The parameters of one MAIL or RCPT command, read and typed. Immutable. A value that was read is written again as it came, since the next server is to get the very same
 * (RFC 3461 §5.2.1); one that holds more than ASCII is written in ASCII, which any server can take.
 */
public final class EsmtpParameters {
    /** No parameters. */
    public static final EsmtpParameters NONE = new EsmtpParameters(Map.of());

    private final Map<EsmtpParameter<?>, Given> values;

    /** A value and how the parameter is written. */
    private record Given(Object value, String written) {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    private EsmtpParameters(Map<EsmtpParameter<?>, Given> values) {
        this.values = values;
    }

    /** One {@code esmtp-param} as it was written. */
    public record Written(String keyword, Optional<String> value) {}

    /**
     * Finds each parameter among those that the server knows and reads its value.
     *
     * @throws BadSyntax 555 for a keyword that is not known (RFC 5321 §4.1.1.11), 501 for one that is given twice, and what reading the value throws
     */
    public static EsmtpParameters read(List<Written> written, Collection<EsmtpParameter<?>> known) throws BadSyntax {
        if (written.isEmpty()) {
            return NONE;
        }
        Map<EsmtpParameter<?>, Given> values = new LinkedHashMap<>();
        for (Written each : written) {
            EsmtpParameter<?> parameter = find(each.keyword(), known);
            if (values.putIfAbsent(parameter, given(parameter, each.value())) != null) {
                throw new BadSyntax(
                        SmtpReader.BAD_ARGUMENTS, "The parameter " + parameter.keyword() + " is given twice.");
            }
        }
        return new EsmtpParameters(values);
    }

    private static <T> Given given(EsmtpParameter<T> parameter, Optional<String> text) throws BadSyntax {
        T value = parameter.read(text);
        boolean ascii = text.orElse("").chars().allMatch(c -> c < 0x80);
        String written = ascii
                ? text.map(each -> parameter.keyword() + "=" + each).orElse(parameter.keyword())
                : parameter.written(value);
        return new Given(value, written);
    }

    private static EsmtpParameter<?> find(String keyword, Collection<EsmtpParameter<?>> known) throws BadSyntax {
        String upper = keyword.toUpperCase(Locale.ROOT);
        for (EsmtpParameter<?> each : known) {
            if (each.keyword().equals(upper)) {
                return each;
            }
        }
        throw new BadSyntax(
                555,
                SmtpReader.BAD_ARGUMENTS,
                "The parameter " + Reply.quoted(upper)
                        + " is not known here; EHLO lists what this server can do. Leave it out.");
    }

    /** @return these and one more */
    public <T> EsmtpParameters with(EsmtpParameter<T> parameter, T value) {
        Map<EsmtpParameter<?>, Given> more = new LinkedHashMap<>(values);
        more.put(parameter, new Given(value, parameter.written(value)));
        return new EsmtpParameters(more);
    }

    /** @return those that {@code chosen} accepts, each with a blank before it, in the order in which they were given */
    public String written(Predicate<EsmtpParameter<?>> chosen) {
        StringBuilder line = new StringBuilder();
        values.forEach((parameter, given) -> {
            if (chosen.test(parameter)) {
                line.append(' ').append(given.written());
            }
        });
        return line.toString();
    }

    /** @return the value of {@code parameter}, absent when it was not given */
    @SuppressWarnings("unchecked") // read and with put nothing else under the key
    public <T> Optional<T> find(EsmtpParameter<T> parameter) {
        return Optional.ofNullable(values.get(parameter)).map(given -> (T) given.value());
    }

    /** @return whether {@code parameter} was given */
    public boolean has(EsmtpParameter<?> parameter) {
        return values.containsKey(parameter);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}

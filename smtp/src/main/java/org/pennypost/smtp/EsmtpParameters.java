package org.pennypost.smtp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The parameters of one MAIL or RCPT command, read and typed. Immutable. */
public final class EsmtpParameters {
    /** No parameters. */
    public static final EsmtpParameters NONE = new EsmtpParameters(Map.of());

    private final Map<EsmtpParameter<?>, Object> values;

    private EsmtpParameters(Map<EsmtpParameter<?>, Object> values) {
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
        Map<EsmtpParameter<?>, Object> values = new LinkedHashMap<>();
        for (Written each : written) {
            EsmtpParameter<?> parameter = find(each.keyword(), known);
            if (values.putIfAbsent(parameter, parameter.read(each.value())) != null) {
                throw new BadSyntax(
                        SmtpReader.BAD_ARGUMENTS, "The parameter " + parameter.keyword() + " is given twice.");
            }
        }
        return new EsmtpParameters(values);
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
        Map<EsmtpParameter<?>, Object> more = new LinkedHashMap<>(values);
        more.put(parameter, value);
        return new EsmtpParameters(more);
    }

    /** @return those that {@code chosen} accepts, each with a blank before it, in the order in which they were given */
    public String written(Predicate<EsmtpParameter<?>> chosen) {
        StringBuilder line = new StringBuilder();
        values.forEach((parameter, value) -> {
            if (chosen.test(parameter)) {
                line.append(' ').append(written(parameter, value));
            }
        });
        return line.toString();
    }

    @SuppressWarnings("unchecked") // as below
    private static <T> String written(EsmtpParameter<T> parameter, Object value) {
        return parameter.written((T) value);
    }

    /** @return the value of {@code parameter}, absent when it was not given */
    @SuppressWarnings("unchecked") // read and with put nothing else under the key
    public <T> Optional<T> find(EsmtpParameter<T> parameter) {
        return Optional.ofNullable((T) values.get(parameter));
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

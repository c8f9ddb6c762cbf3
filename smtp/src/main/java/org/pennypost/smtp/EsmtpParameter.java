package org.pennypost.smtp;

import java.util.Optional;
import java.util.function.Function;

/**
 * A parameter that an extension adds to MAIL or RCPT: {@code esmtp-param} of RFC 5321 §4.1.2. It is the typed key under which {@link EsmtpParameters} holds the value.
 *
 * @param <T> the type of its value
 */
public final class EsmtpParameter<T> {
    private final String keyword;
    private final Value<T> value;
    private final Function<T, String> text;

    /** Reads a parameter's value. */
    @FunctionalInterface
    public interface Value<T> {
        /**
         * @param text what stands after {@code =}; absent when there is no {@code =}
         * @throws BadSyntax when the value is not of the form that the parameter's RFC gives
         */
        T read(Optional<String> text) throws BadSyntax;
    }

    /** @param keyword in capitals, as in its RFC */
    public EsmtpParameter(String keyword, Value<T> value) {
        this(keyword, value, Object::toString);
    }

    /**
     * @param keyword in capitals, as in its RFC
     * @param text writes a value as it stands behind {@code =}; an empty one is written without {@code =}
     */
    public EsmtpParameter(String keyword, Value<T> value, Function<T, String> text) {
        this.keyword = keyword;
        this.value = value;
        this.text = text;
    }

    /** @return a parameter without value, which is there or not */
    public static EsmtpParameter<Boolean> flag(String keyword) {
        return new EsmtpParameter<>(
                keyword,
                text -> {
                    if (text.isPresent()) {
                        throw new BadSyntax(SmtpReader.BAD_ARGUMENTS, keyword + " takes no value.");
                    }
                    return true;
                },
                present -> "");
    }

    /** @return {@code keyword=value}, as it is sent */
    String written(T of) {
        String written = text.apply(of);
        return written.isEmpty() ? keyword : keyword + "=" + written;
    }

    /** @return the keyword in capitals */
    public String keyword() {
        return keyword;
    }

    /** @throws BadSyntax see {@link Value#read} */
    public T read(Optional<String> text) throws BadSyntax {
        return value.read(text);
    }

    @Override
    public String toString() {
        return keyword;
    }
}

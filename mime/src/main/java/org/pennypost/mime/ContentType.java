package org.pennypost.mime;

import java.util.Optional;

/**
 * What a body is: the value of Content-Type (RFC 2045 §5).
 *
 * {@snippet :
 * ContentType type = ContentType.read("text/plain; charset=utf-8; name*=utf-8''%C3%BC.txt").orElse(ContentType.DEFAULT);
 * Optional<String> name = type.parameters().value("name"); // ü.txt
 * }
 *
 * @param type such as {@code text/plain}
 * @param parameters such as {@code charset}
 */
public record ContentType(MediaType type, Parameters parameters) {
    /** What a body is that does not say otherwise (RFC 2045 §5.2). */
    public static final ContentType DEFAULT = new ContentType(MediaType.TEXT_PLAIN, Parameters.NONE);

    /** What a part of a digest is that does not say otherwise (RFC 2046 §5.1.5). */
    public static final ContentType MESSAGE = new ContentType(MediaType.MESSAGE_RFC822, Parameters.NONE);

    /** The most parameters that are read where nobody asks for another limit. */
    public static final int PARAMETERS_MAX = 1_000;

    /** Reads the value of a field as {@link #read(String, int)} with {@link #PARAMETERS_MAX}. */
    public static Optional<ContentType> read(String value) {
        return read(value, PARAMETERS_MAX);
    }

    /**
     * Reads the value of a field. Lenient: comments and white space may stand anywhere, {@code type/subtype} may be in quotes, and anything that is no
     * parameter is skipped.
     *
     * @param value the value, folded or not
     * @param parametersMax how many parameters are read
     * @return empty where there is no {@code type/subtype}: {@link #DEFAULT} is to be assumed then
     */
    public static Optional<ContentType> read(String value, int parametersMax) {
        ValueReader reader = new ValueReader(value);
        String type = reader.token();
        String subtype = "";
        int slash = type.indexOf('/');
        if (slash > 0) {
            subtype = type.substring(slash + 1).strip();
            type = type.substring(0, slash).strip();
        } else if (reader.skip('/')) {
            subtype = reader.token();
        }
        if (!MediaType.isToken(type) || !MediaType.isToken(subtype)) {
            return Optional.empty();
        }
        return Optional.of(new ContentType(new MediaType(type, subtype), Parameters.read(reader, parametersMax)));
    }

    /** Returns whether it is made of parts (RFC 2046 §5.1). */
    public boolean isMultipart() {
        return type.type().equals("multipart");
    }

    /** Returns the {@code boundary} parameter, or an empty text. */
    public String boundary() {
        return parameters.value("boundary").orElse("");
    }

    /** Returns the {@code charset} parameter as written, or an empty text. */
    public String charset() {
        return parameters.value("charset").orElse("");
    }
}

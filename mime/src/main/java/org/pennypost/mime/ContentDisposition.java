package org.pennypost.mime;

import java.util.Locale;
import java.util.Optional;

/**
 * How a part wants to be shown: the value of Content-Disposition (RFC 2183).
 *
 * @param type {@code inline}, {@code attachment} or another word, in lower case; what is not known counts as attachment (RFC 2183 §2.8)
 * @param parameters such as {@code filename}
 */
public record ContentDisposition(String type, Parameters parameters) {
    /**
     * Reads the value of a field. Lenient: as {@link ContentType#read}; {@code filename=x} without a type before it is an attachment.
     *
     * @return empty where there is neither a type nor a parameter
     */
    public static Optional<ContentDisposition> read(String value) {
        ValueReader reader = new ValueReader(value);
        String word = reader.token();
        if (reader.next() == '=') {
            reader = new ValueReader(value);
            word = "attachment";
        }
        Parameters parameters = Parameters.read(reader, ContentType.PARAMETERS_MAX);
        if (word.isEmpty() && parameters.isEmpty()) {
            return Optional.empty();
        }
        String type = word.isEmpty() ? "attachment" : word.toLowerCase(Locale.ROOT);
        return Optional.of(new ContentDisposition(type, parameters));
    }

    /** Returns whether it is to be shown where it stands. */
    public boolean isInline() {
        return type.equals("inline");
    }

    /** Returns the {@code filename} parameter, as the sender wrote it: it may hold a path, and must not be trusted. */
    public Optional<String> filename() {
        return parameters.value("filename");
    }
}

package org.pennypost.mailbox.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.MediaType;

/**
 * A message's tree of parts with all that BODY and BODYSTRUCTURE of IMAP say of them (RFC 9051 §7.5.2), and where each is.
 */
public sealed interface BodyStructure {
    /** What every part says of itself. */
    PartFields fields();

    /** Where it is in the message. */
    PartPlace place();

    /** The parts directly inside. */
    List<BodyStructure> children();

    /** {@code body-type-mpart}. A multipart in which no part was found has none: IMAP then shows an empty text part. */
    record Multipart(PartFields fields, PartPlace place, List<BodyStructure> children) implements BodyStructure {
        public Multipart {
            children = List.copyOf(children);
        }
    }

    /**
     * {@code body-type-text}.
     *
     * @param lines of the body, as sent
     */
    record Text(PartFields fields, PartPlace place, long lines) implements BodyStructure {
        @Override
        public List<BodyStructure> children() {
            return List.of();
        }
    }

    /**
     * {@code body-type-msg}: a message in the message.
     *
     * @param lines of the body, as sent
     * @param envelope of the message inside
     * @param message the message inside, whose place is its own
     */
    record Message(PartFields fields, PartPlace place, long lines, Envelope envelope, BodyStructure message)
            implements BodyStructure {
        @Override
        public List<BodyStructure> children() {
            return List.of(message);
        }
    }

    /** {@code body-type-basic}: anything else. */
    record Basic(PartFields fields, PartPlace place) implements BodyStructure {
        @Override
        public List<BodyStructure> children() {
            return List.of();
        }
    }

    /**
     * What the fields of a part say; a text that is not there is null.
     *
     * @param type the media type, or the default of where the part stands
     * @param parameters of the type, decoded (RFC 2231), in their order
     * @param id Content-ID as written, with its angle brackets
     * @param description Content-Description as written, encoded words not decoded
     * @param encoding Content-Transfer-Encoding in lower case; {@code 7bit} where there is none
     * @param md5 Content-MD5
     * @param disposition Content-Disposition
     * @param languages Content-Language
     * @param location Content-Location
     */
    record PartFields(
            MediaType type,
            List<Parameter> parameters,
            @Nullable String id,
            @Nullable String description,
            String encoding,
            @Nullable String md5,
            @Nullable Disposition disposition,
            List<String> languages,
            @Nullable String location) {
        public PartFields {
            parameters = List.copyOf(parameters);
            languages = List.copyOf(languages);
        }

        /**
         * Returns the value of a parameter of the type.
         *
         * @param name in lower case
         */
        public Optional<String> parameter(String name) {
            return Parameter.find(parameters, name);
        }

        /** Returns the name that the sender gave to the file; it may hold anything, a path too. */
        public Optional<String> fileName() {
            return (disposition == null
                            ? Optional.<String>empty()
                            : Parameter.find(disposition.parameters(), "filename"))
                    .or(() -> parameter("name"))
                    .filter(name -> !name.isBlank());
        }
    }

    /**
     * A parameter.
     *
     * @param name in lower case
     * @param value decoded
     */
    record Parameter(String name, String value) {
        static Optional<String> find(List<Parameter> parameters, String name) {
            for (Parameter each : parameters) {
                if (each.name().equals(name)) {
                    return Optional.of(each.value());
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A Content-Disposition (RFC 2183).
     *
     * @param type in lower case
     */
    record Disposition(String type, List<Parameter> parameters) {
        public Disposition {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Returns a part by the numbers that IMAP gives to parts (RFC 9051 §6.4.5.1): the parts of a multipart count from 1; what is no
     * multipart has one part, number 1, its body; numbers behind that of a message count inside it.
     *
     * @param numbers {@code 1.2} is the list of 1 and 2
     * @return empty where there is no such part, or no number is given
     */
    default Optional<BodyStructure> part(List<Integer> numbers) {
        Optional<BodyStructure> around = Optional.of(this);
        Optional<BodyStructure> found = Optional.empty();
        for (int number : numbers) {
            if (around.isEmpty()) {
                return Optional.empty();
            }
            BodyStructure outer = around.get();
            if (outer instanceof Multipart multipart && !multipart.children().isEmpty()) {
                if (number < 1 || number > multipart.children().size()) {
                    return Optional.empty();
                }
                found = Optional.of(multipart.children().get(number - 1));
            } else if (number == 1) {
                found = around;
            } else {
                return Optional.empty();
            }
            around = found.flatMap(BodyStructure::inside);
        }
        return found;
    }

    /** What the numbers behind that of a part count. */
    private static Optional<BodyStructure> inside(BodyStructure part) {
        return switch (part) {
            case Multipart multipart -> multipart.children().isEmpty() ? Optional.empty() : Optional.of(multipart);
            case Message message -> Optional.of(message.message());
            case Text _, Basic _ -> Optional.empty();
        };
    }

    /** The same part in another place. */
    default BodyStructure at(PartPlace place) {
        return switch (this) {
            case Multipart part -> new Multipart(part.fields(), place, part.children());
            case Text part -> new Text(part.fields(), place, part.lines());
            case Message part -> new Message(part.fields(), place, part.lines(), part.envelope(), part.message());
            case Basic part -> new Basic(part.fields(), place);
        };
    }

    /** Returns this part and all inside it, in the order of the message. */
    default List<BodyStructure> all() {
        List<BodyStructure> all = new ArrayList<>();
        List<BodyStructure> todo = new ArrayList<>(List.of(this));
        while (!todo.isEmpty()) {
            BodyStructure part = todo.removeLast();
            all.add(part);
            todo.addAll(part.children().reversed());
        }
        return all;
    }
}

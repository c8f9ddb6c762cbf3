package org.pennypost.imap.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What data are made of (RFC 9051 §4): the value of an attribute that has no type of its own here, as ENVELOPE and BODYSTRUCTURE. */
public sealed interface Value {
    /** An atom or a number, as it stands. */
    record Atom(String text) implements Value {}

    /** A string, quoted or as a literal. */
    @SuppressWarnings("ArrayRecordComponent") // made for one reader
    record Text(byte[] octets) implements Value {
        /** The octets as UTF-8, what is none of it replaced. */
        public String string() {
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    /** NIL. */
    record Nil() implements Value {}

    /** A parenthesised list. */
    record Group(List<Value> values) implements Value {
        public Group {
            values = List.copyOf(values);
        }
    }

    /** What it says as text; empty for NIL and for a list. */
    default Optional<String> asText() {
        return switch (this) {
            case Atom atom -> Optional.of(atom.text());
            case Text text -> Optional.of(text.string());
            case Nil _, Group _ -> Optional.empty();
        };
    }

    /** What a list holds; nothing for all others. */
    default List<Value> values() {
        return this instanceof Group(List<Value> values) ? values : List.of();
    }

    /** An unquoted word: NIL in any case, or an atom. */
    static Value ofWord(String word) {
        return word.toUpperCase(Locale.ROOT).equals("NIL") ? new Nil() : new Atom(word);
    }
}

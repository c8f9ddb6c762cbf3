package org.pennypost.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pennypost.sasl.Saslprep;

/** Names and passwords that came outside SASL: UTF-8 without what none may hold (RFC 6856 §2.2). */
final class Names {
    private Names() {}

    /** The name without blanks at its ends; empty if these octets are none. */
    static Optional<String> name(byte[] octets) {
        return text(octets)
                .map(name -> name.replaceAll("^ +| +$", ""))
                .filter(name -> Saslprep.query(name).isPresent());
    }

    /** Whether these octets can be a password. */
    static boolean isPassword(byte[] octets) {
        return text(octets)
                .filter(text -> text.chars().noneMatch(Character::isISOControl))
                .isPresent();
    }

    private static Optional<String> text(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}

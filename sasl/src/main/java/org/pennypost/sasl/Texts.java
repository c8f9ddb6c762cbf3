package org.pennypost.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes of messages as text. */
final class Texts {
    /** No message of any mechanism is longer; a token is what comes nearest. */
    static final int MESSAGE_BYTES_MAX = 64 * 1024;

    private Texts() {}

    /** The text of a message that has to be UTF-8 (RFC 3629). */
    static String utf8(byte[] message) throws BadMessage {
        return utf8(message, 0, message.length);
    }

    static String utf8(byte[] message, int from, int to) throws BadMessage {
        if (message.length > MESSAGE_BYTES_MAX) {
            throw new BadMessage("the message is too long");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message, from, to - from))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new BadMessage("the message is not UTF-8");
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 4648 §4 with padding, as SCRAM wants it. */
    static byte[] base64(String text) throws BadMessage {
        if (text.length() % 4 != 0) {
            throw new BadMessage("this is not base64");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw new BadMessage("this is not base64");
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

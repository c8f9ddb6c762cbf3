package org.pennypost.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The encoding of parameter values in which any character may stand: {@code xtext = *( xchar / hexchar )} of RFC 3461 §4, where {@code hexchar} is {@code +} and two
 * capital hexadecimal digits. What it encodes is taken for UTF-8.
 */
public final class Xtext {
    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /** @throws BadSyntax when a {@code +} has no two capital hexadecimal digits behind it, when a character may not stand there, or when the octets are no UTF-8 */
    public static String decode(String xtext) throws BadSyntax {
        byte[] octets = new byte[xtext.length()];
        int length = 0;
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+') {
                int high = i + 2 < xtext.length() ? HEX.indexOf(xtext.charAt(i + 1)) : -1;
                int low = i + 2 < xtext.length() ? HEX.indexOf(xtext.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw bad("after \"+\" come two hexadecimal digits in capitals, as in +3D");
                }
                octets[length++] = (byte) (high << 4 | low);
                i += 2;
            } else if (isXchar(c)) {
                octets[length++] = (byte) c;
            } else {
                throw bad("a character stands there that must be written as \"+\" and two hexadecimal digits");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw bad("the octets are not UTF-8");
        }
    }

    private static BadSyntax bad(String what) {
        return new BadSyntax(SmtpReader.BAD_ARGUMENTS, "The value is not xtext (RFC 3461 4): " + what + ".");
    }

    /** @return {@code text} as xtext */
    public static String encode(String text) {
        StringBuilder xtext = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && isXchar((char) octet)) {
                xtext.append((char) octet);
            } else {
                xtext.append('+').append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
            }
        }
        return xtext.toString();
    }

    /** {@code xchar}: any ASCII character from {@code !} to {@code ~} but {@code +} and {@code =}. */
    private static boolean isXchar(char c) {
        return c >= '!' && c <= '~' && c != '+' && c != '=';
    }
}

package org.pennypost.directory;

import java.nio.charset.StandardCharsets;
import org.pennypost.names.Precis;

/** Passwords in the form in which they are hashed: the profile OpaqueString of RFC 8265 §4.2, so that all keyboards write the same. */
final class Password {
    /** Longer ones are refused: nobody types them, and somebody could try to keep us busy with them. */
    static final int OCTETS_MAX = 1_000;

    private Password() {}

    /** Fewer are tried one after the other; RFC 9051 §11.7 asks for significant strength. */
    static final int CHARACTERS_MIN = 8;

    private static final String BETTER = " Take three or four words that do not belong together, or let one be made.";

    /**
     * Reads a new password and refuses one that is easily guessed.
     *
     * @param account whose it is to be
     */
    static byte[] ofNew(String written, AccountName account) throws Refused {
        byte[] password = ofNew(written);
        String text = new String(password, StandardCharsets.UTF_8);
        if (isWellKnown(password, account)) {
            throw new Refused("The password is one of those that guessers try first." + BETTER);
        }
        if (text.codePointCount(0, text.length()) < CHARACTERS_MIN) {
            throw new Refused(
                    "The password is too short: it needs at least " + CHARACTERS_MIN + " characters." + BETTER);
        }
        if (new PasswordStrength(KnownPasswords.all(), account).bits(text) < PasswordStrength.BITS_MIN) {
            throw new Refused(
                    "The password is easy to guess: it is short, or made of names, well-known words, years, or rows"
                            + " and repetitions of keys." + BETTER);
        }
        return password;
    }

    /** Reads a new password, be it as weak as it may. */
    static byte[] ofNew(String written) throws Refused {
        if (written.isEmpty()) {
            throw new Refused("The password is empty: give one, or let one be made.");
        }
        byte[] prepared = Precis.opaqueString(written)
                .orElseThrow(() -> new Refused(
                        "The password contains control characters or characters that Unicode does not define."))
                .getBytes(StandardCharsets.UTF_8);
        if (prepared.length > OCTETS_MAX) {
            throw new Refused("The password is too long: it may have " + OCTETS_MAX + " octets.");
        }
        return prepared;
    }

    /**
     * Whether a guesser would try this password soon.
     *
     * @param prepared as {@link #ofNew} or {@link #prepare} returned it
     */
    static boolean isWellKnown(byte[] prepared, AccountName account) {
        return KnownPasswords.all().contains(new String(prepared, StandardCharsets.UTF_8), account);
    }

    /** Brings what a client sent as UTF-8 into the form of the stored one. */
    static byte[] prepare(byte[] sent) {
        for (byte octet : sent) {
            if (octet < 0) {
                return Precis.opaque(new String(sent, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            }
        }
        return sent;
    }
}

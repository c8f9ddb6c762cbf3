package org.pennypost.directory;

import java.nio.charset.StandardCharsets;
import org.pennypost.names.Precis;

/** Passwords in the form in which they are hashed: the profile OpaqueString of RFC 8265 §4.2, so that all keyboards write the same. */
final class Password {
    /** Longer ones are refused: nobody types them, and somebody could try to keep us busy with them. */
    static final int OCTETS_MAX = 1_000;

    private Password() {}

    /** Reads a new password. */
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

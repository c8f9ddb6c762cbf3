package org.pennypost.imap.session;

import java.util.Arrays;
import java.util.Optional;

/** What a client can enable (RFC 9051 §6.3.1, RFC 5161): the server then speaks otherwise. Nothing is ever disabled. */
public enum Feature {
    IMAP4REV2("IMAP4rev2"),
    UTF8_ACCEPT("UTF8=ACCEPT"),
    CONDSTORE("CONDSTORE"),
    QRESYNC("QRESYNC");

    private final String capability;

    Feature(String capability) {
        this.capability = capability;
    }

    /** The name in CAPABILITY and ENABLE. */
    public String capability() {
        return capability;
    }

    /** The feature of this name, in any case. */
    public static Optional<Feature> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.capability.equalsIgnoreCase(name))
                .findFirst();
    }
}

package org.pennypost.smtp;

/** An extension that a service announces only because what stands behind it can honour it. */
public sealed interface Offer {
    /**
     * AUTH (RFC 4954).
     *
     * @param logins who may log in, and how
     * @param outsideTls whether it is offered without TLS too: for the lab on the loopback address alone, since passwords could be read on the way
     */
    record Login(Logins logins, boolean outsideTls) implements Offer {}
}

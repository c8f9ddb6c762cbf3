package org.pennypost.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/** An extension that a service announces only because what stands behind it can honour it. */
public sealed interface Offer {
    /**
     * AUTH (RFC 4954).
     *
     * @param logins who may log in, and how
     * @param outsideTls whether it is offered without TLS too: for the lab on the loopback address alone, since passwords could be read on the way
     */
    record Login(Logins logins, boolean outsideTls) implements Offer {}

    /** DSN (RFC 3461): the reception tells senders what became of their messages, when they ask for it and when they do not. */
    record DeliveryStatus() implements Offer {}

    /** REQUIRETLS (RFC 8689): the reception hands such messages on inside TLS, to servers that offer it too, or not at all. Announced inside TLS. */
    record RequireTls() implements Offer {}

    /**
     * DELIVERBY (RFC 2852): the reception keeps the time.
     *
     * @param least the shortest time that can be asked for with the mode R
     */
    record DeliverByTime(Duration least) implements Offer {}

    /**
     * FUTURERELEASE (RFC 4865): the reception holds messages back until their time has come. For a submission service alone (§3 (7)).
     *
     * @param longest how far ahead the time may lie
     * @param clock what time it is, to announce and to check the farthest time
     */
    record FutureRelease(Duration longest, InstantSource clock) implements Offer {}

    /** MT-PRIORITY (RFC 6710): messages of higher priority go first. */
    record Priority() implements Offer {}

    /** ETRN (RFC 1985). */
    record RemoteQueue(RemoteQueues queues) implements Offer {}

    /**
     * XCLIENT and XFORWARD, announced to those alone who may use them.
     *
     * @param trusted which addresses may say for whom they speak
     */
    record ProxiedClient(Predicate<InetAddress> trusted) implements Offer {}

    /** BURL (RFC 4468), for a submission service alone (§3.1). */
    record FetchedContent(ContentSource source) implements Offer {}

    /** BINARYMIME (RFC 3030 §3): the reception keeps or sends on every octet of a body, or what decodes to it. */
    record BinaryMime() implements Offer {}
}

package org.pennypost.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.pennypost.server.config.Configuration;
import org.pennypost.server.config.ListenAddress;
import org.pennypost.server.config.Service;
import org.pennypost.wire.Listener;
import org.pennypost.wire.ListenerOptions;
import org.pennypost.wire.Places;
import org.pennypost.wire.PortTaken;

/** The ports of a running server: all of them are bound, or none. */
final class Ports {
    private final List<Port> all;

    private Ports(List<Port> all) {
        this.all = List.copyOf(all);
    }

    /** A service at an address, in truth: the port is never 0. */
    record Port(Service service, Listener listener) {
        InetSocketAddress address() {
            return listener.address();
        }

        int connections() {
            return listener.connections();
        }

        long accepted() {
            return listener.accepted();
        }
    }

    static Ports open(Configuration configuration, Wiring wiring) throws StartFailure {
        List<Port> bound = new ArrayList<>();
        try {
            Places places = Descriptors.places();
            for (ListenAddress listen : configuration.listeners()) {
                Listener listener = Listener.open(
                        listen.address(),
                        options(listen.service(), configuration, wiring.tls(listen.service()))
                                .withPlaces(places)
                                .withBusyThreads(wiring.busyThreads()),
                        wiring.deadlines(),
                        WireLogs.of(configuration.log().wire(), listen.service()),
                        wiring.handler(listen.service()));
                bound.add(new Port(listen.service(), listener));
            }
            return new Ports(bound);
        } catch (IOException e) {
            new Ports(bound).close(Duration.ZERO);
            throw e instanceof PortTaken taken
                    ? explained(taken)
                    : new StartFailure("cannot listen: " + e.getMessage());
        }
    }

    private static StartFailure explained(PortTaken taken) {
        String address = ListenerNames.text(taken.address());
        return new StartFailure(
                switch (taken.reason()) {
                    case IN_USE ->
                        address
                                + " is in use: stop the program that listens there, or choose other ports with --port-offset";
                    case FORBIDDEN ->
                        address
                                + " is not allowed to this user: start as root, or grant CAP_NET_BIND_SERVICE, or use --port-offset";
                    case NOT_OURS -> address + " is not an address of this machine: see 'ip addr' for those that are";
                });
    }

    private static ListenerOptions options(Service service, Configuration configuration, SSLContext tls) {
        ListenerOptions options = ListenerOptions.named(service.word(), refusal(service))
                .with(configuration.limits().admission())
                .withProxies(configuration.proxies().getOrDefault(service, List.of()));
        return service.implicitTls() ? options.withTls(tls, ListenerOptions.HANDSHAKE_TIMEOUT) : options;
    }

    /** The reason follows. */
    private static String refusal(Service service) {
        return switch (service) {
            case SMTP, SUBMISSION, SUBMISSIONS, LMTP -> "421 4.7.0 ";
            case POP3, POP3S -> "-ERR [SYS/TEMP] ";
            case IMAP, IMAPS -> "* BYE [UNAVAILABLE] ";
        };
    }

    List<Port> all() {
        return all;
    }

    /** All begin to stop before the first of them waits for its conversations. */
    void close(Duration patience) {
        all.forEach(port -> port.listener().beginStop());
        long end = System.nanoTime() + patience.toNanos();
        for (Port port : all) {
            port.listener().stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }
}

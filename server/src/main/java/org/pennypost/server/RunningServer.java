package org.pennypost.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.pennypost.directory.Refused;
import org.pennypost.server.admin.AdminSocket;
import org.pennypost.server.admin.ServerControl;
import org.pennypost.server.config.Configuration;
import org.pennypost.server.config.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that serves.
 *
 * <p>Life: {@link #start} opens the store, binds every port, and only then says that it is ready; {@link #awaitStop} waits for the
 * signal, or the administrator, to stop; {@link #close} takes no new connections, lets running commands end, ends the rest at the
 * deadline, and closes the store.
 */
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    /** How long conversations may go on after the stop. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(10);

    private final Configuration configuration;
    private final Wiring wiring;
    private final Ports ports;
    private final AdminSocket adminSocket;
    private final long startedNanos = System.nanoTime();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread onSignal = new Thread(this::stopOnSignal, "stop on signal");

    private RunningServer(Configuration configuration, Wiring wiring, Ports ports) throws IOException {
        this.configuration = configuration;
        this.wiring = wiring;
        this.ports = ports;
        this.adminSocket = AdminSocket.open(configuration.data(), wiring.administration(Optional.of(new Control())));
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    /**
     * Starts.
     *
     * @param screen takes the lines for the person who started it
     * @throws StartFailure if something is in the way; then nothing is left open
     */
    public static RunningServer start(Configuration configuration, Consumer<String> screen) throws StartFailure {
        Logs.setUp(configuration.log());
        Wiring wiring = Wiring.open(configuration);
        Ports ports = null;
        boolean complete = false;
        try {
            Map<String, String> passwords = configuration.lab()
                    ? FirstStart.fill(wiring.directory(), wiring.mailboxes(), wiring.random())
                    : Map.of();
            wiring.cleanUp();
            wiring.startHousekeeping();
            ports = Ports.open(configuration, wiring);
            RunningServer server = new RunningServer(configuration, wiring, ports);
            Welcome.lines(configuration, server.firstAddresses(), passwords).forEach(screen);
            complete = true;
            return server;
        } catch (Refused | IOException e) {
            throw new StartFailure("the server cannot start: " + e.getMessage());
        } finally {
            if (!complete) {
                if (ports != null) {
                    ports.close(Duration.ZERO);
                }
                wiring.close();
            }
        }
    }

    /** Waits until somebody wants it to stop. */
    public void awaitStop() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<Service, InetSocketAddress> firstAddresses() {
        Map<Service, InetSocketAddress> first = new EnumMap<>(Service.class);
        ports.all().forEach(port -> first.putIfAbsent(port.service(), port.address()));
        return new LinkedHashMap<>(first);
    }

    /** The JVM ends when this hook has, so it waits for the orderly end. */
    private void stopOnSignal() {
        stop.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            adminSocket.close();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("error", e).log("the admin socket could not be removed");
        }
        ports.close(DRAIN_MAX);
        wiring.close();
        LOG.info("stopped");
        closed.countDown();
    }

    /** What administration may ask of it. */
    private final class Control implements ServerControl {
        @Override
        public JsonNode status() {
            ObjectNode status = JsonNodeFactory.instance
                    .objectNode()
                    .put("hostname", configuration.hostname())
                    .put("pid", ProcessHandle.current().pid())
                    .put("lab", configuration.lab())
                    .put("data", configuration.data().toString())
                    .put(
                            "uptimeSeconds",
                            Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds());
            ArrayNode listeners = status.putArray("listeners");
            ports.all()
                    .forEach(port -> listeners
                            .addObject()
                            .put("service", port.service().word())
                            .put("address", ListenerNames.text(port.address()))
                            .put("port", port.address().getPort())
                            .put("connections", port.connections())
                            .put("accepted", port.accepted()));
            return status;
        }

        @Override
        public void stop() {
            stop.countDown();
        }
    }
}

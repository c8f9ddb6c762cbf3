package org.pennypost.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.server.admin.AdminAnswer;
import org.pennypost.server.admin.AdminClient;
import org.pennypost.server.admin.AdminRequest;
import org.pennypost.server.config.Configuration;
import tools.jackson.databind.JsonNode;

/** The whole server as it is wired for users, a lab in the test's own process, on free ports. */
final class ServerInProcess implements AutoCloseable {
    private static final Pattern ACCOUNT = Pattern.compile("(\\S+@example\\.test)\\s+password (\\S+)");

    private final Path folder;
    private final List<String> screen = new ArrayList<>();
    private final RunningServer server;

    /** @param settings variables as in the environment: {@code PENNYPOST_LIMITS_CONNECTIONS_MAX} */
    ServerInProcess(Path folder, Map<String, String> settings) throws Exception {
        this.folder = folder;
        Map<String, String> environment = new HashMap<>(Map.of(
                "PENNYPOST_LAB", "true",
                "PENNYPOST_LOG_LEVEL", "error",
                "PENNYPOST_SMTP_LISTEN", "127.0.0.1:0",
                "PENNYPOST_SUBMISSION_LISTEN", "127.0.0.1:0",
                "PENNYPOST_SUBMISSIONS_LISTEN", "127.0.0.1:0",
                "PENNYPOST_POP3_LISTEN", "127.0.0.1:0",
                "PENNYPOST_POP3S_LISTEN", "127.0.0.1:0",
                "PENNYPOST_IMAP_LISTEN", "127.0.0.1:0",
                "PENNYPOST_IMAPS_LISTEN", "127.0.0.1:0"));
        environment.putAll(settings);
        server = RunningServer.start(
                Configuration.read(Optional.empty(), Optional.of(folder), OptionalInt.empty(), environment),
                screen::add);
    }

    /** What the commands see. */
    JsonNode ask(String command, Map<String, String> arguments) throws IOException {
        AdminAnswer answer =
                AdminClient.ask(folder, new AdminRequest(command, arguments)).orElseThrow();
        if (answer instanceof AdminAnswer.Done done) {
            return done.result();
        }
        throw new IOException(command + ": " + answer);
    }

    private JsonNode listener(String service) throws IOException {
        for (JsonNode listener : ask("status", Map.of()).path("listeners")) {
            if (listener.path("service").asString().equals(service)) {
                return listener;
            }
        }
        throw new IOException("nothing listens for " + service);
    }

    int port(String service) throws IOException {
        return listener(service).path("port").asInt();
    }

    int connections(String service) throws IOException {
        return listener(service).path("connections").asInt();
    }

    Wire connect(String service) throws IOException {
        return new Wire(InetAddress.getLoopbackAddress(), port(service));
    }

    /** The password that the first start printed. */
    String password(String address) {
        Matcher account = ACCOUNT.matcher(String.join("\n", screen));
        while (account.find()) {
            if (account.group(1).equals(address)) {
                return account.group(2);
            }
        }
        throw new IllegalStateException("no password for " + address);
    }

    /** Stops as for SIGTERM. */
    @Override
    public void close() {
        server.close();
    }
}

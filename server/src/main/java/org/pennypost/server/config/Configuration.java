package org.pennypost.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.queue.SendingLimits;
import org.pennypost.wire.AddressRange;
import org.pennypost.wire.AdmissionLimits;

/**
 * What the server must know before it can open its store; everything else is in the store.
 *
 * @param lab loopback only, plaintext passwords allowed, an unreachable resolver forgiven
 * @param hostname what greetings and Received fields say
 * @param data the folder of the store, absolute
 * @param listeners where to listen, at least one
 * @param proxies from where each service is reached through a proxy alone, which says who its client is; empty: directly
 * @param certificate certificate and key; empty: a self-signed one is made and kept in the data folder
 * @param clientLogins the certificates with which clients log in
 * @param dnsServers resolvers; empty: the system's
 * @param limits what one listener and one message may take
 * @param incoming what is decided about mail from the world
 * @param mailboxesMax the most mailboxes of one account, and the most names that it subscribes to
 * @param searchIndex whether a full-text index is kept
 * @param log what is written to the log
 */
public record Configuration(
        boolean lab,
        String hostname,
        Path data,
        List<ListenAddress> listeners,
        Map<Service, List<AddressRange>> proxies,
        Optional<CertificateFiles> certificate,
        ClientLogins clientLogins,
        List<InetSocketAddress> dnsServers,
        Limits limits,
        Incoming incoming,
        int mailboxesMax,
        boolean searchIndex,
        Log log) {
    /** The data folder where none is named. */
    public static final Path DATA_STANDARD = Path.of("pennypost-data");

    /** The configuration file that is read where none is named and it exists. */
    public static final Path FILE_STANDARD = Path.of("pennypost.toml");

    private static final int DNS_PORT = 53;
    private static final int COUNT_MAX = 1_000_000;
    private static final int SENDING_MAX = 1_000_000_000;
    private static final int LOGIN_DELAY_SECONDS_MAX = 86_400;
    private static final int PORT_OFFSET_MAX = 64_000;
    private static final Pattern CLIENT_CERTIFICATE =
            Pattern.compile("(\\S+@\\S+)\\s+(\\p{XDigit}{2}(?::?\\p{XDigit}{2}){31})");
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

    public Configuration {
        listeners = List.copyOf(listeners);
        dnsServers = List.copyOf(dnsServers);
    }

    /** PEM files: a certificate chain, leaf first, and its PKCS#8 private key. */
    public record CertificateFiles(Path certificate, Path key) {}

    /**
     * Certificates with which clients log in (EXTERNAL).
     *
     * @param authorities a PEM file with those whose certificates are believed; empty: nobody's
     * @param fingerprints the account's address for each SHA-256 fingerprint, in lower-case hexadecimal digits without colons
     */
    public record ClientLogins(Optional<Path> authorities, Map<String, String> fingerprints) {
        public ClientLogins {
            fingerprints = Map.copyOf(fingerprints);
        }

        public boolean isConfigured() {
            return authorities.isPresent() || !fingerprints.isEmpty();
        }
    }

    /**
     * Limits that the machine's owner chooses.
     *
     * @param messageBytesMax the largest message
     * @param recipientsMax the most recipients of one message
     * @param sending how much one account may send
     * @param popLoginDelay how long an account waits from one POP3 login to the next (RFC 2449 §6.5); zero for not at all
     * @param admission how many connections each listener takes
     */
    public record Limits(
            long messageBytesMax,
            int recipientsMax,
            SendingLimits sending,
            Duration popLoginDelay,
            AdmissionLimits admission) {}

    /**
     * Mail from the world.
     *
     * @param taken whether there is any; false: this host never accepts mail (RFC 7504)
     * @param verified whether VRFY tells who has a mailbox here
     */
    public record Incoming(boolean taken, boolean verified) {}

    /**
     * The log.
     *
     * @param level one of error, warn, info, debug, trace
     * @param json one JSON object a line instead of text
     * @param wire the folder for transcripts of every connection, if they are wanted
     */
    public record Log(String level, boolean json, Optional<Path> wire) {}

    /**
     * Reads the configuration.
     *
     * @param file the file named on the command line; empty: {@link #FILE_STANDARD} if it exists, else the lab
     * @param data the folder named on the command line
     * @param portOffset the offset named on the command line, which goes before the file's
     * @param environment the process's environment
     * @throws ConfigurationError with file, line and a suggestion
     */
    public static Configuration read(
            Optional<Path> file, Optional<Path> data, OptionalInt portOffset, Map<String, String> environment)
            throws ConfigurationError {
        Optional<Path> found =
                file.isPresent() ? file : Optional.of(FILE_STANDARD).filter(Files::exists);
        SettingValues values = SettingValues.read(found, environment);
        boolean lab = values.isSaid(Setting.LAB) ? values.isOn(Setting.LAB) : found.isEmpty();
        return new Configuration(
                lab,
                hostname(values, lab),
                data.orElse(DATA_STANDARD).toAbsolutePath().normalize(),
                listeners(values, lab, portOffset),
                proxies(values),
                certificate(values),
                clientLogins(values),
                dnsServers(values),
                limits(values),
                new Incoming(values.isOn(Setting.TAKES_MAIL), values.isOn(Setting.VRFY)),
                (int) values.number(Setting.MAILBOXES_MAX, 1, COUNT_MAX),
                values.isOn(Setting.SEARCH_INDEX),
                log(values));
    }

    private static String hostname(SettingValues values, boolean lab) throws ConfigurationError {
        Optional<String> said = values.text(Setting.HOSTNAME);
        if (said.isPresent()) {
            String name = said.get().toLowerCase(Locale.ROOT);
            if (!name.matches(
                    "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")) {
                throw new ConfigurationError(
                        values.place(Setting.HOSTNAME) + "'" + name + "' is not a host name, such as mail.example.org");
            }
            return name;
        }
        if (lab) {
            return "localhost";
        }
        try {
            return InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            throw new ConfigurationError(
                    "this machine does not know its own name: set 'hostname' in the configuration file");
        }
    }

    private static List<ListenAddress> listeners(SettingValues values, boolean lab, OptionalInt offsetOption)
            throws ConfigurationError {
        int offset = lab ? Service.LAB_PORT_OFFSET : 0;
        if (values.isSaid(Setting.PORT_OFFSET)) {
            offset = (int) values.number(Setting.PORT_OFFSET, 0, PORT_OFFSET_MAX);
        }
        if (offsetOption.isPresent()) {
            offset = offsetOption.getAsInt();
            if (offset < 0 || offset > PORT_OFFSET_MAX) {
                throw new ConfigurationError(
                        "--port-offset is a number from 0 to " + PORT_OFFSET_MAX + ", not " + offset);
            }
        }
        List<ListenAddress> listeners = new ArrayList<>();
        for (Service service : Service.values()) {
            Setting setting = Setting.listenOf(service);
            if (service.usual() && !values.isSaid(setting)) {
                int port = service.standardPort() + offset;
                for (String host : lab ? List.of("127.0.0.1", "[::1]") : List.of("*")) {
                    listeners.add(new ListenAddress(service, AddressAndPort.parse(host + ":" + port)));
                }
            }
            for (String text : values.texts(setting)) {
                try {
                    InetSocketAddress address = AddressAndPort.parse(text);
                    if (service == Service.LMTP && address.getPort() == Service.SMTP.standardPort()) {
                        throw new IllegalArgumentException("'" + text
                                + "' is SMTP's port, which LMTP must not use (RFC 2033 §5); use another, such as 24");
                    }
                    listeners.add(new ListenAddress(service, address));
                } catch (IllegalArgumentException e) {
                    throw new ConfigurationError(values.place(setting) + e.getMessage());
                }
            }
        }
        if (listeners.isEmpty()) {
            throw new ConfigurationError(
                    "no listener is left: at least one of smtp.listen, submission.listen, pop3.listen and the like must name an address");
        }
        return listeners;
    }

    private static Optional<CertificateFiles> certificate(SettingValues values) throws ConfigurationError {
        Optional<String> certificate = values.text(Setting.TLS_CERTIFICATE);
        Optional<String> key = values.text(Setting.TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigurationError(
                    "tls.certificate and tls.key go together: set both, or neither for a self-signed certificate");
        }
        return certificate.map(file -> new CertificateFiles(Path.of(file), Path.of(key.orElseThrow())));
    }

    private static ClientLogins clientLogins(SettingValues values) throws ConfigurationError {
        Map<String, String> fingerprints = new HashMap<>();
        for (String text : values.texts(Setting.TLS_CLIENT_CERTIFICATES)) {
            Matcher matcher = CLIENT_CERTIFICATE.matcher(text.strip());
            if (!matcher.matches()) {
                throw new ConfigurationError(
                        values.place(Setting.TLS_CLIENT_CERTIFICATES) + "'" + text
                                + "' is not an account and a SHA-256 fingerprint, such as \"alice@example.org 1F:2E:...\" (openssl x509 -noout -fingerprint -sha256)");
            }
            String digits = matcher.group(2).replace(":", "").toLowerCase(Locale.ROOT);
            if (fingerprints.put(digits, matcher.group(1)) != null) {
                throw new ConfigurationError(values.place(Setting.TLS_CLIENT_CERTIFICATES) + "the fingerprint "
                        + matcher.group(2) + " stands there twice; a certificate opens one account");
            }
        }
        return new ClientLogins(values.text(Setting.TLS_CLIENT_AUTHORITIES).map(Path::of), fingerprints);
    }

    private static List<InetSocketAddress> dnsServers(SettingValues values) throws ConfigurationError {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String text : values.texts(Setting.DNS_SERVERS)) {
            boolean portSaid = text.matches("[^:]+:\\d+|\\[.*]:\\d+");
            try {
                servers.add(AddressAndPort.parse(portSaid ? text : text + ":" + DNS_PORT));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationError(values.place(Setting.DNS_SERVERS) + e.getMessage());
            }
        }
        return servers;
    }

    private static Limits limits(SettingValues values) throws ConfigurationError {
        return new Limits(
                values.number(Setting.MESSAGE_BYTES_MAX, 65_536, 1L << 40),
                (int) values.number(Setting.RECIPIENTS_MAX, 100, 1_000_000),
                new SendingLimits(
                        (int) values.number(Setting.MESSAGES_PER_HOUR_MAX, 0, SENDING_MAX),
                        (int) values.number(Setting.MESSAGES_PER_DAY_MAX, 0, SENDING_MAX),
                        (int) values.number(Setting.NEW_RECIPIENTS_PER_HOUR_MAX, 0, SENDING_MAX),
                        (int) values.number(Setting.NEW_RECIPIENTS_PER_DAY_MAX, 0, SENDING_MAX)),
                Duration.ofSeconds(values.number(Setting.POP3_LOGIN_DELAY, 0, LOGIN_DELAY_SECONDS_MAX)),
                new AdmissionLimits(
                        count(values, Setting.CONNECTIONS_MAX),
                        count(values, Setting.CONNECTIONS_PER_ADDRESS_MAX),
                        count(values, Setting.CONNECTIONS_PER_NETWORK_MAX),
                        count(values, Setting.NEW_PER_ADDRESS_MAX),
                        count(values, Setting.NEW_PER_NETWORK_MAX),
                        ranges(values, Setting.EXEMPT)));
    }

    private static int count(SettingValues values, Setting setting) throws ConfigurationError {
        return (int) values.number(setting, 1, COUNT_MAX);
    }

    private static Map<Service, List<AddressRange>> proxies(SettingValues values) throws ConfigurationError {
        Map<Service, List<AddressRange>> proxies = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            proxies.put(service, ranges(values, Setting.proxiesOf(service)));
        }
        return Map.copyOf(proxies);
    }

    private static List<AddressRange> ranges(SettingValues values, Setting setting) throws ConfigurationError {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : values.texts(setting)) {
            try {
                ranges.add(AddressRange.parse(text));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationError(values.place(setting) + e.getMessage());
            }
        }
        return List.copyOf(ranges);
    }

    private static Log log(SettingValues values) throws ConfigurationError {
        String level = values.text(Setting.LOG_LEVEL).orElseThrow().toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new ConfigurationError(values.place(Setting.LOG_LEVEL) + "'" + level
                    + "' is not a level: use error, warn, info, debug or trace");
        }
        String format = values.text(Setting.LOG_FORMAT).orElseThrow();
        if (!format.equals("text") && !format.equals("json")) {
            throw new ConfigurationError(
                    values.place(Setting.LOG_FORMAT) + "'" + format + "' is not a format: use text or json");
        }
        return new Log(
                level, format.equals("json"), values.text(Setting.LOG_WIRE).map(Path::of));
    }
}

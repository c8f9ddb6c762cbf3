package org.pennypost.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that can be set, in {@code pennypost.toml} or in the environment. {@link #ALL} is the whole list: the reader, the
 * suggestions and the manual page are made from it.
 *
 * @param key the key in the file, with its table: {@code smtp.listen}
 * @param kind the form of its value
 * @param standard the value where nothing is said, as it would be written; empty: none
 * @param meaning what it does, in a line
 */
public record Setting(String key, Kind kind, String standard, String meaning) {
    /** The forms a value can have. */
    public enum Kind {
        TEXT("a text in quotes"),
        TEXTS("a list of texts, such as [\"one\", \"two\"]"),
        NUMBER("a whole number"),
        SWITCH("true or false");

        private final String form;

        Kind(String form) {
            this.form = form;
        }

        String form() {
            return form;
        }
    }

    static final Setting HOSTNAME = new Setting(
            "hostname", Kind.TEXT, "", "this machine's name in the DNS, as greetings and Received fields say it");
    static final Setting LAB = new Setting(
            "lab", Kind.SWITCH, "false", "the lab: loopback, passwords without TLS, a missing resolver is forgiven");
    static final Setting PORT_OFFSET =
            new Setting("port_offset", Kind.NUMBER, "0", "added to every standard port (2000 in the lab)");
    static final Setting SMTP_LISTEN = listen(Service.SMTP);
    static final Setting SUBMISSION_LISTEN = listen(Service.SUBMISSION);
    static final Setting SUBMISSIONS_LISTEN = listen(Service.SUBMISSIONS);
    static final Setting LMTP_LISTEN = listen(Service.LMTP);
    static final Setting POP3_LISTEN = listen(Service.POP3);
    static final Setting POP3S_LISTEN = listen(Service.POP3S);
    static final Setting IMAP_LISTEN = listen(Service.IMAP);
    static final Setting IMAPS_LISTEN = listen(Service.IMAPS);
    static final Setting MESSAGE_BYTES_MAX = new Setting(
            "smtp.message_bytes_max", Kind.NUMBER, "52428800", "the largest message that is taken, in bytes");
    static final Setting RECIPIENTS_MAX =
            new Setting("smtp.recipients_max", Kind.NUMBER, "1000", "the most recipients of one message");
    static final Setting TAKES_MAIL = new Setting(
            "smtp.takes_mail",
            Kind.SWITCH,
            "true",
            "whether mail is taken from the world; false: port 25 answers 521, this host never accepts mail");
    static final Setting VRFY = new Setting(
            "smtp.vrfy", Kind.SWITCH, "false", "whether VRFY tells who has a mailbox here; spammers ask, too");
    static final Setting MESSAGES_PER_HOUR_MAX = new Setting(
            "submission.messages_per_hour_max", Kind.NUMBER, "300", "the most messages of one account in an hour");
    static final Setting MESSAGES_PER_DAY_MAX = new Setting(
            "submission.messages_per_day_max", Kind.NUMBER, "1500", "the most messages of one account in a day");
    static final Setting NEW_RECIPIENTS_PER_HOUR_MAX = new Setting(
            "submission.new_recipients_per_hour_max",
            Kind.NUMBER,
            "100",
            "the most addresses elsewhere, in an hour, that the account has never written to before");
    static final Setting NEW_RECIPIENTS_PER_DAY_MAX = new Setting(
            "submission.new_recipients_per_day_max",
            Kind.NUMBER,
            "300",
            "the most addresses elsewhere, in a day, that the account has never written to before");
    static final Setting POP3_LOGIN_DELAY = new Setting(
            "pop3.login_delay_seconds",
            Kind.NUMBER,
            "0",
            "how long an account waits from one POP3 login to the next, in seconds; 0 for not at all");
    static final Setting MAILBOXES_MAX = new Setting(
            "limits.mailboxes_max",
            Kind.NUMBER,
            "200000",
            "the most mailboxes of one account, and the most names that it subscribes to");
    static final Setting SEARCH_INDEX = new Setting(
            "search.index",
            Kind.SWITCH,
            "true",
            "whether a full-text index is kept for SEARCH; false: each search reads all messages that it asks");
    static final Setting CONNECTIONS_MAX = new Setting(
            "limits.connections_max", Kind.NUMBER, "10000", "the most connections at once, for each listener");
    static final Setting CONNECTIONS_PER_ADDRESS_MAX = new Setting(
            "limits.connections_per_address_max",
            Kind.NUMBER,
            "100",
            "the most connections at once from one address (not loopback)");
    static final Setting CONNECTIONS_PER_NETWORK_MAX = new Setting(
            "limits.connections_per_network_max",
            Kind.NUMBER,
            "500",
            "the most connections at once from one network, IPv4 /24 or IPv6 /48");
    static final Setting NEW_PER_ADDRESS_MAX = new Setting(
            "limits.new_per_address_max", Kind.NUMBER, "600", "the most new connections from one address in a minute");
    static final Setting NEW_PER_NETWORK_MAX = new Setting(
            "limits.new_per_network_max", Kind.NUMBER, "3000", "the most new connections from one network in a minute");
    static final Setting EXEMPT = new Setting(
            "limits.exempt",
            Kind.TEXTS,
            "",
            "addresses and ranges that only limits.connections_max holds for, such as \"10.0.0.0/8\"");
    static final Setting SMTP_PROXIES = proxies(Service.SMTP);
    static final Setting SUBMISSION_PROXIES = proxies(Service.SUBMISSION);
    static final Setting SUBMISSIONS_PROXIES = proxies(Service.SUBMISSIONS);
    static final Setting LMTP_PROXIES = proxies(Service.LMTP);
    static final Setting POP3_PROXIES = proxies(Service.POP3);
    static final Setting POP3S_PROXIES = proxies(Service.POP3S);
    static final Setting IMAP_PROXIES = proxies(Service.IMAP);
    static final Setting IMAPS_PROXIES = proxies(Service.IMAPS);
    static final Setting TLS_CERTIFICATE = new Setting(
            "tls.certificate", Kind.TEXT, "", "file with the certificate and its chain, PEM; none: self-signed");
    static final Setting TLS_KEY = new Setting("tls.key", Kind.TEXT, "", "file with the private key, PEM (PKCS#8)");
    static final Setting TLS_CLIENT_AUTHORITIES = new Setting(
            "tls.client_authorities",
            Kind.TEXT,
            "",
            "file with the authorities, PEM, whose certificates log clients in to the account that they name; none: nobody's");
    static final Setting TLS_CLIENT_CERTIFICATES = new Setting(
            "tls.client_certificates",
            Kind.TEXTS,
            "",
            "certificates that log clients in, each as \"ACCOUNT FINGERPRINT\" (SHA-256); none: none");
    static final Setting DNS_SERVERS = new Setting(
            "dns.servers", Kind.TEXTS, "", "resolvers as ADDRESS or ADDRESS:PORT; none: those of /etc/resolv.conf");
    static final Setting LOG_LEVEL = new Setting("log.level", Kind.TEXT, "info", "error, warn, info, debug or trace");
    static final Setting LOG_FORMAT = new Setting("log.format", Kind.TEXT, "text", "text or json");
    static final Setting LOG_WIRE = new Setting(
            "log.wire",
            Kind.TEXT,
            "",
            "folder for a transcript of every connection, secrets masked; none: not written");

    /** Every setting, in the order of the manual. */
    public static final List<Setting> ALL = List.of(
            HOSTNAME,
            LAB,
            PORT_OFFSET,
            SMTP_LISTEN,
            SUBMISSION_LISTEN,
            SUBMISSIONS_LISTEN,
            LMTP_LISTEN,
            POP3_LISTEN,
            POP3S_LISTEN,
            IMAP_LISTEN,
            IMAPS_LISTEN,
            MESSAGE_BYTES_MAX,
            RECIPIENTS_MAX,
            TAKES_MAIL,
            VRFY,
            MESSAGES_PER_HOUR_MAX,
            MESSAGES_PER_DAY_MAX,
            NEW_RECIPIENTS_PER_HOUR_MAX,
            NEW_RECIPIENTS_PER_DAY_MAX,
            POP3_LOGIN_DELAY,
            MAILBOXES_MAX,
            SEARCH_INDEX,
            CONNECTIONS_MAX,
            CONNECTIONS_PER_ADDRESS_MAX,
            CONNECTIONS_PER_NETWORK_MAX,
            NEW_PER_ADDRESS_MAX,
            NEW_PER_NETWORK_MAX,
            EXEMPT,
            SMTP_PROXIES,
            SUBMISSION_PROXIES,
            SUBMISSIONS_PROXIES,
            LMTP_PROXIES,
            POP3_PROXIES,
            POP3S_PROXIES,
            IMAP_PROXIES,
            IMAPS_PROXIES,
            TLS_CERTIFICATE,
            TLS_KEY,
            TLS_CLIENT_AUTHORITIES,
            TLS_CLIENT_CERTIFICATES,
            DNS_SERVERS,
            LOG_LEVEL,
            LOG_FORMAT,
            LOG_WIRE);

    private static final String ENVIRONMENT_PREFIX = "PENNYPOST_";

    private static Setting listen(Service service) {
        return new Setting(
                service.word() + ".listen",
                Kind.TEXTS,
                "",
                service.usual()
                        ? "where " + service.name() + " listens, as ADDRESS:PORT; nothing said: all addresses, port "
                                + service.standardPort() + "; [] for nowhere"
                        : "where " + service.name()
                                + " listens, for a mail server in front of this one, as ADDRESS:PORT; nothing said: nowhere");
    }

    private static Setting proxies(Service service) {
        return new Setting(
                service.word() + ".proxies",
                Kind.TEXTS,
                "",
                "addresses and ranges of the proxies through which alone " + service.name()
                        + " is reached, with PROXY headers; none: directly");
    }

    static Setting proxiesOf(Service service) {
        return switch (service) {
            case SMTP -> SMTP_PROXIES;
            case SUBMISSION -> SUBMISSION_PROXIES;
            case SUBMISSIONS -> SUBMISSIONS_PROXIES;
            case LMTP -> LMTP_PROXIES;
            case POP3 -> POP3_PROXIES;
            case POP3S -> POP3S_PROXIES;
            case IMAP -> IMAP_PROXIES;
            case IMAPS -> IMAPS_PROXIES;
        };
    }

    static Setting listenOf(Service service) {
        return switch (service) {
            case SMTP -> SMTP_LISTEN;
            case SUBMISSION -> SUBMISSION_LISTEN;
            case SUBMISSIONS -> SUBMISSIONS_LISTEN;
            case LMTP -> LMTP_LISTEN;
            case POP3 -> POP3_LISTEN;
            case POP3S -> POP3S_LISTEN;
            case IMAP -> IMAP_LISTEN;
            case IMAPS -> IMAPS_LISTEN;
        };
    }

    /** The variable that sets it: {@code PENNYPOST_SMTP_LISTEN}. Lists are separated by commas there. */
    public String variable() {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    static Optional<Setting> named(String key) {
        return ALL.stream().filter(setting -> setting.key.equals(key)).findFirst();
    }

    static Optional<Setting> ofVariable(String variable) {
        return ALL.stream()
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }
}

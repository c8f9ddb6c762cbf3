package org.pennypost.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pennypost.wire.TlsMode;

/**
 * Where a server is and how to speak to it.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 * @param user who logs in, as the URL said; empty where it did not
 * @param mechanism with what to log in, as the URL said (RFC 2384 §4): a name of SASL or {@code +APOP}; empty for the best that there is
 * @param tls when the connection is encrypted
 */
public record ServerAddress(String host, int port, String user, String mechanism, TlsMode tls) {
    private static final int PORT_MAX = 65_535;
    private static final int HOST_CHARACTERS_MAX = 255;
    private static final String AUTH = ";auth=";

    /** A name of SASL (RFC 4422 §3.1), or another with a plus before it. */
    private static final Pattern MECHANISM = Pattern.compile("\\+?[A-Za-z0-9_-]{1,20}");

    public ServerAddress {
        if (host.isEmpty() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("not a server: " + host + " port " + port);
        }
    }

    /** One where the best mechanism is taken. */
    public ServerAddress(String host, int port, String user, TlsMode tls) {
        this(host, port, user, "", tls);
    }

    /**
     * Parses {@code HOST}, {@code HOST:PORT}, {@code [IPv6]:PORT} or a URL such as {@code smtps://alice@mail.example.org}.
     *
     * @param text what was typed
     * @param allowed which protocols the caller can speak; the first is meant where no scheme is given
     * @throws BadServerAddress when it is no server, or one for another protocol
     */
    public static ServerAddress parse(String text, List<Protocol> allowed) throws BadServerAddress {
        Protocol protocol = allowed.getFirst();
        String rest = text.strip();
        int scheme = rest.indexOf("://");
        if (scheme >= 0) {
            protocol = Protocol.ofScheme(rest.substring(0, scheme))
                    .filter(allowed::contains)
                    .orElseThrow(() -> new BadServerAddress("cannot speak what " + text
                            + " asks for; write HOST[:PORT] or one of " + schemes(allowed)));
            rest = rest.substring(scheme + 3);
            int slash = rest.indexOf('/');
            rest = slash < 0 ? rest : rest.substring(0, slash);
        }
        String user = "";
        String mechanism = "";
        int at = scheme < 0 ? -1 : rest.lastIndexOf('@');
        if (at >= 0) {
            String login = rest.substring(0, at);
            int auth = login.toLowerCase(Locale.ROOT).indexOf(AUTH);
            user = user(auth < 0 ? login : login.substring(0, auth));
            mechanism = auth < 0 ? "" : mechanism(login.substring(auth + AUTH.length()), text);
            rest = rest.substring(at + 1);
        }
        int colon = portColon(rest);
        String host = colon < 0 ? rest : rest.substring(0, colon);
        int port = colon < 0 ? protocol.port() : port(rest.substring(colon + 1), text);
        TlsMode tls = Protocol.isImplicitTlsPort(port) ? TlsMode.IMPLICIT : protocol.tls();
        return new ServerAddress(host(host, text), port, user, mechanism, tls);
    }

    /** Returns this with another way to encrypt. */
    public ServerAddress with(TlsMode mode) {
        return new ServerAddress(host, port, user, mechanism, mode);
    }

    /** Returns {@code host:port}, with brackets around IPv6. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** A password in a URL would be visible to everybody on the machine. */
    private static String user(String text) throws BadServerAddress {
        if (text.indexOf(':') >= 0) {
            throw new BadServerAddress(
                    "a password does not belong into the address, where others can see it: use --password-stdin");
        }
        return decoded(text);
    }

    /** RFC 2384 §4: {@code *} leaves the choice. */
    private static String mechanism(String text, String whole) throws BadServerAddress {
        String mechanism = decoded(text);
        if (mechanism.equals("*")) {
            return "";
        }
        if (!MECHANISM.matcher(mechanism).matches()) {
            throw new BadServerAddress(
                    "no mechanism (write ;AUTH=*, ;AUTH=+APOP or a name such as ;AUTH=PLAIN): " + whole);
        }
        return mechanism.toUpperCase(Locale.ROOT);
    }

    private static String decoded(String text) throws BadServerAddress {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new BadServerAddress("the login in the address is not well encoded: " + text);
        }
    }

    private static int portColon(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == ':' ? end + 1 : -1;
        }
        int colon = text.indexOf(':');
        return colon == text.lastIndexOf(':') ? colon : -1;
    }

    private static int port(String digits, String text) throws BadServerAddress {
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > PORT_MAX) {
            throw new BadServerAddress("a port is a number from 1 to " + PORT_MAX + ": " + text);
        }
        return port;
    }

    private static String host(String host, String text) throws BadServerAddress {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean fit = !bare.isEmpty()
                && bare.length() <= HOST_CHARACTERS_MAX
                && bare.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "-._:%".indexOf(c) >= 0);
        if (!fit) {
            throw new BadServerAddress("not a server (write HOST or HOST:PORT): " + text);
        }
        return bare;
    }

    private static String schemes(List<Protocol> allowed) {
        return allowed.stream()
                .map(protocol -> protocol.name().toLowerCase(Locale.ROOT) + "://")
                .collect(Collectors.joining(", "));
    }
}

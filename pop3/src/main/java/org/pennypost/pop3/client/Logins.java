package org.pennypost.pop3.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.pop3.Apop;
import org.pennypost.sasl.ClientChannel;
import org.pennypost.sasl.SaslClient;
import org.pennypost.sasl.SaslFailure;
import org.pennypost.sasl.SaslLogin;
import org.pennypost.sasl.Saslprep;

/** The ways in which a client logs in: AUTH (RFC 5034), APOP, USER and PASS (RFC 1939 §7). Belongs to the client's thread. */
final class Logins {
    /** No mechanism asks so often. */
    private static final int CHALLENGES_MAX = 10;

    private static final String APOP = "+APOP";

    /** RFC 1939 §7: as a {@code msg-id} of RFC 822, which holds no blank. */
    private static final Pattern TIMESTAMP = Pattern.compile("<[\\x21-\\x7e&&[^<>]]+@[\\x21-\\x7e&&[^<>]]+>");

    private final Pop3Client client;
    private final Optional<String> timestamp;
    private final Capabilities capabilities;
    private final ClientChannel channel;

    Logins(Pop3Client client, String greeting, Capabilities capabilities, ClientChannel channel) {
        this.client = client;
        this.timestamp = timestamp(greeting);
        this.capabilities = capabilities;
        this.channel = channel;
    }

    private static Optional<String> timestamp(String greeting) {
        Matcher found = TIMESTAMP.matcher(greeting);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    void password(String name, String password) throws IOException {
        if (authenticate(capabilities.parameters("SASL"), SaslLogin.password(name, password))) {
            return;
        }
        if (timestamp.isPresent() && !channel.secured()) {
            apop(name, password);
        } else {
            userAndPass(name, password);
        }
    }

    void only(String mechanism, String name, String password) throws IOException {
        String wanted = mechanism.toUpperCase(Locale.ROOT);
        if (wanted.equals(APOP)) {
            apop(name, password);
            return;
        }
        List<String> offered = capabilities.parameters("SASL");
        boolean told = capabilities.offers("SASL");
        if (wanted.startsWith("+")
                || (told && offered.stream().noneMatch(each -> each.equalsIgnoreCase(wanted)))
                || !authenticate(() -> SaslClient.only(wanted, offered, SaslLogin.password(name, password), channel))) {
            throw new IOException("this server, or this program, has no mechanism " + mechanism + " for a password"
                    + (told ? "; the server offers " + String.join(" ", offered) : ""));
        }
    }

    private void userAndPass(String name, String password) throws IOException {
        requireTaken(name + password);
        client.ask("USER " + argument(name));
        client.send("PASS " + argument(password), "PASS ***");
        client.answer("PASS");
    }

    /** RFC 1939 §7; prepared as RFC 6856 §2.2 wants it. */
    private void apop(String name, String password) throws IOException {
        String stamp =
                timestamp.orElseThrow(() -> new IOException("the server has no APOP: its greeting has no timestamp"));
        requireTaken(name + password);
        String who = Saslprep.query(name).orElseThrow(Logins::notPreparable);
        byte[] secret =
                Saslprep.stored(password).orElseThrow(Logins::notPreparable).getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(Apop.digest(stamp, secret));
        client.send("APOP " + argument(who) + " " + digest, "APOP " + who + " ***");
        client.answer("APOP");
    }

    private static IOException notPreparable() {
        return new IOException("the name or the password holds characters that none may hold (RFC 4013)");
    }

    /** RFC 6856 §2.2. */
    private void requireTaken(String text) throws IOException {
        if (text.chars().anyMatch(c -> c >= 0x80)
                && !capabilities.parameters("UTF8").contains("USER")) {
            throw new IOException("this server takes names and passwords in ASCII alone");
        }
    }

    /** @return false if no mechanism of these is known here */
    boolean authenticate(Collection<String> offered, SaslLogin login) throws IOException {
        return authenticate(() -> SaslClient.choose(offered, login, channel));
    }

    /** Takes a mechanism. */
    private interface Choice {
        Optional<SaslClient> made() throws SaslFailure;
    }

    private boolean authenticate(Choice choice) throws IOException {
        Optional<SaslClient> mechanism;
        try {
            mechanism = choice.made();
        } catch (SaslFailure e) {
            throw new IOException("the login failed: " + e.getMessage(), e);
        }
        if (mechanism.isEmpty()) {
            return false;
        }
        authenticate(mechanism.get());
        return true;
    }

    /** AUTH (RFC 5034 §4), without an initial response, which old servers do not take. */
    private void authenticate(SaslClient mechanism) throws IOException {
        client.send("AUTH " + mechanism.mechanism(), "AUTH " + mechanism.mechanism());
        String line = client.line("AUTH");
        for (int challenges = 1; line.startsWith("+ ") || line.equals("+"); challenges++) {
            if (challenges > CHALLENGES_MAX) {
                client.broken();
                throw new MalformedAnswer("AUTH", "(more than " + CHALLENGES_MAX + " challenges)");
            }
            respond(mechanism, line);
            line = client.line("AUTH");
        }
        client.check("AUTH", line);
        try {
            mechanism.completed();
        } catch (SaslFailure e) {
            client.broken();
            throw new IOException("the login failed: " + e.getMessage(), e);
        }
    }

    private void respond(SaslClient mechanism, String line) throws IOException {
        byte[] challenge;
        try {
            challenge = Base64.getDecoder().decode(line.substring(1).strip());
        } catch (IllegalArgumentException e) {
            cancel();
            throw new MalformedAnswer("AUTH", line);
        }
        try {
            client.send(Base64.getEncoder().encodeToString(mechanism.respond(challenge)), "***");
        } catch (SaslFailure e) {
            cancel();
            throw new IOException("the login failed: " + e.getMessage(), e);
        }
    }

    /** RFC 5034 §4: what cannot be answered, or not even be read, is cancelled. */
    private void cancel() throws IOException {
        client.send("*", "*");
        try {
            client.answer("AUTH");
            client.broken(); // whoever says yes to that is not to be trusted
        } catch (Pop3Refused cancelled) {
            // as it should be
        }
    }

    /** Commands are lines: what would break one cannot be sent. */
    static String argument(String text) throws IOException {
        if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IOException("a name or password may hold neither a line end nor a NUL");
        }
        return text;
    }
}

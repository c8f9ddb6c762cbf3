package org.pennypost.smtp.testing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.Logins;
import org.pennypost.smtp.SmtpPeer;

/**
 * Logins of those who are given, by PLAIN (RFC 4616) and by the mechanism {@code X-ASK}, in which the server asks for the name, then for the password, and has a last word.
 */
public final class MemoryLogins implements Logins {
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, Cause> causes = new HashMap<>();

    /** This one may log in from now on. */
    public void add(String name, String password) {
        passwords.put(name, password);
    }

    /** This one is refused from now on, whatever the password. */
    public void refuse(String name, String cause) {
        causes.put(name, Cause.valueOf(cause.toUpperCase(Locale.ROOT)));
    }

    @Override
    public List<String> mechanisms(SmtpPeer peer) {
        return List.of("X-ASK", "PLAIN");
    }

    @Override
    public Optional<Exchange> begin(String mechanism, SmtpPeer peer) {
        return switch (mechanism) {
            case "PLAIN" -> Optional.of(new Plain());
            case "X-ASK" -> Optional.of(new Ask());
            default -> Optional.empty();
        };
    }

    private Step verify(String name, String password, String lastWord) {
        if (causes.containsKey(name)) {
            return new Step.Refused(causes.get(name), "Refused as the test says.");
        }
        return password.equals(passwords.get(name))
                ? new Step.Accepted(new Identity(name, 1), lastWord.getBytes(StandardCharsets.UTF_8))
                : new Step.Refused(Cause.CREDENTIALS, "Name or password is wrong.");
    }

    private final class Plain implements Exchange {
        @Override
        public Step begin(Optional<byte[]> initialResponse) {
            return initialResponse.map(this::respond).orElseGet(() -> new Step.Challenge(new byte[0]));
        }

        @Override
        public Step respond(byte[] response) {
            String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
            return parts.length == 3
                    ? verify(parts[1], parts[2], "")
                    : new Step.Refused(Cause.MALFORMED, "PLAIN has three parts.");
        }
    }

    private final class Ask implements Exchange {
        private String name = "";

        @Override
        public Step begin(Optional<byte[]> initialResponse) {
            return initialResponse.isPresent()
                    ? new Step.Refused(Cause.NO_INITIAL_RESPONSE, "In X-ASK the server speaks first.")
                    : challenge("name?");
        }

        private static Step challenge(String text) {
            return new Step.Challenge(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Step respond(byte[] response) {
            String said = new String(response, StandardCharsets.UTF_8);
            if (said.equals("again")) {
                return challenge("name?");
            }
            if (name.isEmpty()) {
                name = said;
                return challenge("password?");
            }
            return verify(name, said, "bye");
        }
    }
}

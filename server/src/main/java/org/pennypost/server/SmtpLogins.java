package org.pennypost.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Outcome;
import org.pennypost.smtp.Logins;
import org.pennypost.smtp.SmtpPeer;

/** Joins SMTP's AUTH to the directory, with the mechanisms that send the password: PLAIN (RFC 4616) and LOGIN, which many programs have alone. */
final class SmtpLogins implements Logins {
    private final Authenticator authenticator;

    SmtpLogins(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public List<String> mechanisms(SmtpPeer peer) {
        return List.of("PLAIN", "LOGIN");
    }

    @Override
    public Optional<Exchange> begin(String mechanism, SmtpPeer peer) {
        return switch (mechanism) {
            case "PLAIN" -> Optional.of(new Plain(peer));
            case "LOGIN" -> Optional.of(new Login(peer));
            default -> Optional.empty();
        };
    }

    private Step verify(String name, byte[] password, SmtpPeer peer) {
        return switch (authenticator.verify(name, password, peer.remote().getAddress())) {
            case Outcome.Accepted accepted -> new Step.Accepted(accepted.identity());
            case Outcome.Rejected _ -> new Step.Refused(Cause.CREDENTIALS, "The name or the password is wrong.");
            case Outcome.TemporarilyUnavailable later -> new Step.Refused(Cause.TEMPORARY, sentence(later.reason()));
        };
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    private final class Plain implements Exchange {
        private final SmtpPeer peer;

        Plain(SmtpPeer peer) {
            this.peer = peer;
        }

        @Override
        public Step begin(Optional<byte[]> initialResponse) {
            return initialResponse.map(this::respond).orElseGet(() -> new Step.Challenge(new byte[0]));
        }

        /** {@code message = [authzid] NUL authcid NUL passwd}. */
        @Override
        public Step respond(byte[] response) {
            int first = nul(response, 0);
            int second = nul(response, first + 1);
            if (second >= response.length || nul(response, second + 1) < response.length) {
                return new Step.Refused(Cause.MALFORMED, "PLAIN takes a name and a password, each behind a NUL.");
            }
            String authorization = new String(response, 0, first, StandardCharsets.UTF_8);
            String name = new String(response, first + 1, second - first - 1, StandardCharsets.UTF_8);
            if (!authorization.isEmpty() && !authorization.equals(name)) {
                return new Step.Refused(Cause.CREDENTIALS, "Nobody may act for somebody else here.");
            }
            return verify(name, Arrays.copyOfRange(response, second + 1, response.length), peer);
        }

        private static int nul(byte[] bytes, int from) {
            int at = from;
            while (at < bytes.length && bytes[at] != 0) {
                at++;
            }
            return at;
        }
    }

    private final class Login implements Exchange {
        private final SmtpPeer peer;
        private String name = "";

        Login(SmtpPeer peer) {
            this.peer = peer;
        }

        @Override
        public Step begin(Optional<byte[]> initialResponse) {
            return initialResponse.map(this::respond).orElseGet(() -> ask("Username:"));
        }

        @Override
        public Step respond(byte[] response) {
            if (name.isEmpty()) {
                name = new String(response, StandardCharsets.UTF_8);
                return name.isEmpty()
                        ? new Step.Refused(Cause.MALFORMED, "LOGIN takes a name, then a password.")
                        : ask("Password:");
            }
            return verify(name, response, peer);
        }

        private static Step ask(String what) {
            return new Step.Challenge(what.getBytes(StandardCharsets.US_ASCII));
        }
    }
}

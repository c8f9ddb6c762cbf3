package org.pennypost.sasl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The one message of OAUTHBEARER (RFC 7628 §3.1) and XOAUTH2, in which pairs of key and value are divided by U+0001.
 *
 * @param user whom the client wants to be; empty if the token alone says it
 * @param token without {@code Bearer}
 */
record BearerMessage(String user, String token) {
    private static final char SEPARATOR = '\u0001';
    private static final int PAIRS_MAX = 20;

    /** RFC 6750 §2.1, {@code b64token}. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final Pattern KEY = Pattern.compile("[A-Za-z]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t\\r\\n]*");

    /** Which of the two it is. */
    enum Form {
        OAUTHBEARER("OAUTHBEARER") {
            @Override
            BearerMessage parse(String message) throws BadMessage {
                Gs2Header header = Gs2Header.parse(message);
                if (header.binding() == Gs2Header.Binding.USED) {
                    throw new BadMessage(SaslStep.Kind.WRONG, "OAUTHBEARER has no channel binding");
                }
                return new BearerMessage(
                        header.authorization(),
                        token(pairs(message.substring(header.written().length()))));
            }

            @Override
            String write(BearerMessage message, String host, int port) {
                return Gs2Header.of(Gs2Header.Binding.UNKNOWN, "", message.user())
                                .written() + SEPARATOR + "host="
                        + host + SEPARATOR + "port=" + port + SEPARATOR + "auth=Bearer " + message.token() + SEPARATOR
                        + SEPARATOR;
            }

            @Override
            String dummy() {
                return String.valueOf(SEPARATOR);
            }

            @Override
            String error(TokenVerdict.Bad bad) {
                return json("status", bad.status(), "scope", bad.scope(), "openid-configuration", bad.configuration());
            }
        },

        /** There is no standard, only the manuals of Google and Microsoft. */
        XOAUTH2("XOAUTH2") {
            @Override
            BearerMessage parse(String message) throws BadMessage {
                List<String> pairs = pairs(SEPARATOR + message);
                return new BearerMessage(value("user", pairs), token(pairs));
            }

            @Override
            String write(BearerMessage message, String host, int port) {
                return "user=" + message.user() + SEPARATOR + "auth=Bearer " + message.token() + SEPARATOR + SEPARATOR;
            }

            @Override
            String dummy() {
                return "";
            }

            @Override
            String error(TokenVerdict.Bad bad) {
                return json("status", "400", "schemes", "Bearer", "scope", bad.scope());
            }
        };

        private final String mechanism;

        Form(String mechanism) {
            this.mechanism = mechanism;
        }

        String mechanism() {
            return mechanism;
        }

        abstract BearerMessage parse(String message) throws BadMessage;

        abstract String write(BearerMessage message, String host, int port);

        /** What a client answers to the challenge that says what is wrong. */
        abstract String dummy();

        abstract String error(TokenVerdict.Bad bad);
    }

    private static List<String> pairs(String written) throws BadMessage {
        if (written.isEmpty() || written.charAt(0) != SEPARATOR || !written.endsWith("\u0001\u0001")) {
            throw new BadMessage("the pairs begin behind U+0001, and end with two of them");
        }
        List<String> pairs = new ArrayList<>();
        int from = 1;
        while (from < written.length() - 1) {
            int end = written.indexOf(SEPARATOR, from);
            pairs.add(written.substring(from, end));
            if (pairs.size() > PAIRS_MAX) {
                throw new BadMessage("there are more than " + PAIRS_MAX + " pairs");
            }
            from = end + 1;
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 0 || !KEY.matcher(pair.substring(0, equals)).matches()) {
                throw new BadMessage("a pair is \"key=value\"");
            }
            // A user of XOAUTH2 may have any letters; all else is ASCII.
            if (!pair.startsWith("user=")
                    && !VALUE.matcher(pair.substring(equals + 1)).matches()) {
                throw new BadMessage("a value is printable ASCII");
            }
        }
        return pairs;
    }

    private static String value(String key, List<String> pairs) throws BadMessage {
        List<String> values = pairs.stream()
                .filter(pair -> pair.startsWith(key + "="))
                .map(pair -> pair.substring(key.length() + 1))
                .toList();
        if (values.size() != 1) {
            throw new BadMessage("there is one pair of the key \"" + key + "\", not " + values.size());
        }
        return values.getFirst();
    }

    private static String token(List<String> pairs) throws BadMessage {
        String auth = value("auth", pairs);
        if (!auth.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new BadMessage("the token stands behind \"auth=Bearer \"");
        }
        String token = auth.substring(7).strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new BadMessage("this can be no bearer token");
        }
        return token;
    }

    /** A JSON object of strings; those that are empty are left out. */
    private static String json(String... keysAndValues) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (!keysAndValues[i + 1].isEmpty()) {
                json.append(json.length() == 1 ? "\"" : ",\"")
                        .append(keysAndValues[i])
                        .append("\":\"")
                        .append(keysAndValues[i + 1].replaceAll("[\\x00-\\x1F\"\\\\]", "?"))
                        .append('"');
            }
        }
        return json.append('}').toString();
    }

    @Override
    public String toString() {
        return "BearerMessage[" + user + ", ...]";
    }
}

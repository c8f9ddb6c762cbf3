package org.pennypost.sasl;

import java.util.regex.Pattern;

/**
 * How a message of SCRAM and OAUTHBEARER begins (RFC 5801 §4, RFC 5802 §7): {@code gs2-cbind-flag "," [ "a=" saslname ] ","}.
 *
 * @param binding what the client says of channel binding
 * @param type the type of channel binding with {@link Binding#USED}, else empty
 * @param authorization whom the client wants to be, without escapes; empty for itself
 * @param written as it stands in the message, both commas included
 */
record Gs2Header(Binding binding, String type, String authorization, String written) {
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /** The client's view of channel binding, RFC 5802 §6. */
    enum Binding {
        /** {@code n}: it does not know channel binding. */
        UNKNOWN,
        /** {@code y}: it does, and thinks that the server does not. */
        NOT_OFFERED,
        /** {@code p=}: it is used. */
        USED
    }

    static Gs2Header of(Binding binding, String type, String authorization) {
        String flag = switch (binding) {
            case UNKNOWN -> "n";
            case NOT_OFFERED -> "y";
            case USED -> "p=" + type;
        };
        String acting = authorization.isEmpty() ? "" : "a=" + escaped(authorization);
        return new Gs2Header(binding, type, authorization, flag + "," + acting + ",");
    }

    /** Reads the header with which a message begins. */
    static Gs2Header parse(String message) throws BadMessage {
        int flagEnd = message.indexOf(',');
        int end = flagEnd < 0 ? -1 : message.indexOf(',', flagEnd + 1);
        if (end < 0) {
            throw new BadMessage("the message does not begin with a GS2 header such as \"n,,\"");
        }
        String flag = message.substring(0, flagEnd);
        String acting = message.substring(flagEnd + 1, end);
        if (!acting.isEmpty() && !acting.startsWith("a=")) {
            throw new BadMessage("the identity to act as begins with \"a=\"");
        }
        String authorization = acting.isEmpty() ? "" : unescaped(acting.substring(2));
        String written = message.substring(0, end + 1);
        return switch (flag) {
            case "n" -> new Gs2Header(Binding.UNKNOWN, "", authorization, written);
            case "y" -> new Gs2Header(Binding.NOT_OFFERED, "", authorization, written);
            default -> new Gs2Header(Binding.USED, type(flag), authorization, written);
        };
    }

    private static String type(String flag) throws BadMessage {
        if (!flag.startsWith("p=") || !TYPE.matcher(flag.substring(2)).matches()) {
            throw new BadMessage("the flag of channel binding is \"n\", \"y\" or \"p=\" and a type");
        }
        return flag.substring(2);
    }

    /** A {@code saslname}: comma and equals sign are written {@code =2C} and {@code =3D}. */
    static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /** Reads a {@code saslname}, which is not empty. Any other use of the equals sign is an error (RFC 5802 §5.1). */
    static String unescaped(String saslname) throws BadMessage {
        if (saslname.isEmpty() || saslname.indexOf('\0') >= 0 || saslname.indexOf(',') >= 0) {
            throw new BadMessage("a name may not be empty, nor hold a NUL or a bare comma");
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < saslname.length(); i++) {
            char c = saslname.charAt(i);
            if (c != '=') {
                name.append(c);
                continue;
            }
            if (saslname.startsWith("=2C", i)) {
                name.append(',');
            } else if (saslname.startsWith("=3D", i)) {
                name.append('=');
            } else {
                throw new BadMessage("in a name, \"=\" is written \"=3D\" and \",\" is written \"=2C\"");
            }
            i += 2;
        }
        return name.toString();
    }
}

package org.pennypost.imap.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The spelling of mailbox names in IMAP4rev1 (RFC 3501 §5.1.3), where they are ASCII: {@code &} and a comma for the slash in base64. */
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    /** The only right spelling of a name. */
    public static String encode(String name) {
        StringBuilder out = new StringBuilder(name.length() + 16);
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at);
            if (c == '&') {
                out.append("&-");
                at++;
            } else if (isDirect(c)) {
                out.append(c);
                at++;
            } else {
                int end = at;
                while (end < name.length() && !isDirect(name.charAt(end))) {
                    end++;
                }
                byte[] utf16 = name.substring(at, end).getBytes(StandardCharsets.UTF_16BE);
                out.append('&')
                        .append(Base64.getEncoder()
                                .withoutPadding()
                                .encodeToString(utf16)
                                .replace('/', ','))
                        .append('-');
                at = end;
            }
        }
        return out.toString();
    }

    /**
     * The name that this is the spelling of; empty if it is not the only right one: superfluous shifts, ASCII in base64, half characters,
     * and bits left over are none.
     */
    public static Optional<String> decode(String spelled) {
        StringBuilder out = new StringBuilder(spelled.length());
        int at = 0;
        while (at < spelled.length()) {
            char c = spelled.charAt(at);
            if (c != '&') {
                out.append(c);
                at++;
                continue;
            }
            int end = spelled.indexOf('-', at);
            if (end < 0) {
                return Optional.empty();
            }
            if (end == at + 1) {
                out.append('&');
            } else {
                Optional<String> decoded = utf16(spelled.substring(at + 1, end));
                if (decoded.isEmpty()) {
                    return Optional.empty();
                }
                out.append(decoded.get());
            }
            at = end + 1;
        }
        String name = out.toString();
        return encode(name).equals(spelled) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<String> utf16(String base64) {
        if (base64.indexOf('/') >= 0 || base64.indexOf('=') >= 0) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.replace(',', '/'));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return bytes.length % 2 == 0 ? Optional.of(new String(bytes, StandardCharsets.UTF_16BE)) : Optional.empty();
    }

    private static boolean isDirect(char c) {
        return c >= ' ' && c <= '~';
    }
}

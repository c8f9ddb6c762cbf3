package org.pennypost.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.pennypost.mailbox.Uid;

/**
 * A mailbox on an IMAP server, or some of its messages (RFC 5092): {@code imap://USER;AUTH=MECHANISM@HOST:PORT/MAILBOX;UIDVALIDITY=N/;UID=N} and
 * {@code .../MAILBOX?SEARCH}. Parts of messages and URLAUTH are not taken.
 *
 * @param server where
 * @param mailbox its name; INBOX where the URL has none
 * @param uidValidity what the mailbox must have still; empty for whatever
 * @param uid one message of it; empty for all
 * @param search which messages, in the words of SEARCH; empty for all
 */
public record ImapUrl(
        ServerAddress server, String mailbox, OptionalLong uidValidity, Optional<Uid> uid, String search) {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.IMAP, Protocol.IMAPS);
    private static final String UID_VALIDITY = ";UIDVALIDITY=";
    private static final String UID = "/;UID=";

    /** Octets of it would have to follow in lines of their own (RFC 9051 §4.3). */
    private static final Pattern LITERAL = Pattern.compile("\\{[0-9]+\\+?}$");

    /** Whether a text begins as such a URL does. */
    public static boolean isOne(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("imap://") || lower.startsWith("imaps://");
    }

    /**
     * Parses a URL.
     *
     * @throws BadServerAddress when it is none, or one of something else than messages
     */
    public static ImapUrl parse(String text) throws BadServerAddress {
        String stripped = text.strip();
        ServerAddress server = ServerAddress.parse(stripped, PROTOCOLS);
        int slash = stripped.indexOf('/', stripped.indexOf("://") + 3);
        String path = slash < 0 ? "" : stripped.substring(slash + 1);
        String search = "";
        int question = path.indexOf('?');
        if (question >= 0) {
            search = decoded(path.substring(question + 1), text);
            path = path.substring(0, question);
        }
        Optional<Uid> uid = Optional.empty();
        int atUid = index("/" + path, UID);
        if (atUid >= 0) {
            // One less, since the path has lost its first slash.
            String number = path.substring(Math.max(0, atUid - 1) + (atUid == 0 ? UID.length() - 1 : UID.length()));
            uid = Optional.of(new Uid(number(number, Uid.MAX, text)));
            path = atUid == 0 ? "" : path.substring(0, atUid - 1);
        }
        OptionalLong uidValidity = OptionalLong.empty();
        int atValidity = index(path, UID_VALIDITY);
        if (atValidity >= 0) {
            uidValidity =
                    OptionalLong.of(number(path.substring(atValidity + UID_VALIDITY.length()), 0xffff_ffffL, text));
            path = path.substring(0, atValidity);
        }
        if (path.indexOf(';') >= 0) {
            throw new BadServerAddress("only ;UIDVALIDITY= and /;UID= are taken behind a mailbox: " + text);
        }
        String mailbox = decoded(path.endsWith("/") ? path.substring(0, path.length() - 1) : path, text);
        if ((mailbox + search).chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new BadServerAddress("there are control characters in the address");
        }
        if (!search.isEmpty() && uid.isPresent()) {
            throw new BadServerAddress("one message is not searched for: leave out /;UID= or ?: " + text);
        }
        if (!search.chars().allMatch(c -> c < 0x7f) || LITERAL.matcher(search).find()) {
            throw new BadServerAddress("a search in the address is in ASCII and without literals: " + text);
        }
        return new ImapUrl(server, mailbox.isEmpty() ? "INBOX" : mailbox, uidValidity, uid, search);
    }

    /** The same on a server that is encrypted otherwise. */
    public ImapUrl with(ServerAddress other) {
        return new ImapUrl(other, mailbox, uidValidity, uid, search);
    }

    private static int index(String text, String word) {
        return text.toUpperCase(Locale.ROOT).indexOf(word);
    }

    private static long number(String digits, long max, String text) throws BadServerAddress {
        if (!digits.matches("[0-9]{1,10}") || Long.parseLong(digits) < 1 || Long.parseLong(digits) > max) {
            throw new BadServerAddress("not a number from 1 to " + max + ", '" + digits + "', in " + text);
        }
        return Long.parseLong(digits);
    }

    private static String decoded(String text, String whole) throws BadServerAddress {
        String decoded;
        try {
            decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new BadServerAddress("the address is not well encoded: " + whole);
        }
        if (decoded.indexOf('\ufffd') >= 0) {
            throw new BadServerAddress("the address is not well encoded (no UTF-8): " + whole);
        }
        return decoded;
    }
}

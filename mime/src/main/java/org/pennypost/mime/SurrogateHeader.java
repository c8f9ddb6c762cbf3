package org.pennypost.mime;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a surrogate message: what a program that knows no UTF-8 in headers is shown of one that has it (RFC 6858).
 *
 * <p>Fields in ASCII stay octet for octet, signatures among them, though they fail now (§5). Free text becomes encoded words, a parameter of MIME takes the
 * form of RFC 2231, a display name is encoded, a domain becomes A-labels. An address whose local part is not ASCII has no such form, and becomes one that
 * nobody has (§2.1). What could not be shown truly is left out (§2.4).
 *
 * <p>Deviation: §2.2 leaves out parameters that are not ASCII; they have a form that every mail program reads, so they are kept.
 */
public final class SurrogateHeader {
    /** Addresses stand in these (RFC 6858 §2.1). */
    private static final Set<String> ADDRESSES = Set.of(
            "bcc",
            "cc",
            "from",
            "reply-to",
            "resent-bcc",
            "resent-cc",
            "resent-from",
            "resent-sender",
            "resent-to",
            "return-path",
            "sender",
            "to");

    /** Grammar stands in these, where an encoded word means nothing. */
    private static final Set<String> STRUCTURED = Set.of(
            "arc-authentication-results",
            "arc-message-signature",
            "arc-seal",
            "authentication-results",
            "content-id",
            "content-location",
            "content-transfer-encoding",
            "date",
            "delivered-to",
            "dkim-signature",
            "in-reply-to",
            "message-id",
            "mime-version",
            "received",
            "received-spf",
            "references",
            "resent-date",
            "resent-message-id");

    private static final String INVALID_LOCAL_PART = "invalid";
    private static final String INVALID_DOMAIN = "internationalized-address.invalid";

    private SurrogateHeader() {}

    /** Returns whether a header holds octets above 127, so that its surrogate is another one. */
    public static boolean isNeededFor(byte[] header, int length) {
        for (int i = 0; i < length; i++) {
            if (header[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the surrogate of a header, in ASCII.
     *
     * @param header fields, and if there is more behind them, such as the empty line, it stays as it is
     */
    public static byte[] of(byte[] header) {
        ByteArrayOutputStream surrogate = new ByteArrayOutputStream(header.length);
        int at = 0;
        while (at < header.length) {
            int end = endOfField(header, at);
            if (MessageStart.nameLength(header, at, header.length) == 0) {
                // The empty line, or a body without one before it.
                surrogate.write(header, at, header.length - at);
                break;
            }
            if (isAscii(header, at, end)) {
                surrogate.write(header, at, end - at);
            } else {
                byte[] field = new byte[end - at];
                System.arraycopy(header, at, field, 0, field.length);
                HeaderBlock.read(field).fields().stream()
                        .findFirst()
                        .flatMap(SurrogateHeader::field)
                        .ifPresent(surrogate::writeBytes);
            }
            at = end;
        }
        return surrogate.toByteArray();
    }

    private static int endOfField(byte[] header, int from) {
        int at = from;
        do {
            while (at < header.length && header[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, header.length);
        } while (at < header.length && Ascii.isSpace(header[at]));
        return at;
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** A field that is not ASCII in another form; empty if it has none. */
    private static Optional<byte[]> field(HeaderBlock.Field field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        if (ADDRESSES.contains(name)) {
            return Optional.of(addresses(field));
        }
        return switch (name) {
            case "content-type" ->
                ContentType.read(field.value())
                        .map(type -> parameters(field.name(), type.type().toString(), type.parameters()));
            case "content-disposition" ->
                ContentDisposition.read(field.value())
                        .filter(disposition -> Ascii.isPrintable(disposition.type()))
                        .map(disposition -> parameters(field.name(), disposition.type(), disposition.parameters()));
            default -> STRUCTURED.contains(name) ? Optional.empty() : text(field);
        };
    }

    private static Optional<byte[]> text(HeaderBlock.Field field) {
        try {
            return Optional.of(new FoldedField(field.name(), false)
                    .text(HeaderText.of(field.value()))
                    .bytes());
        } catch (BadField tooLong) {
            return Optional.empty();
        }
    }

    private static byte[] parameters(String name, String value, Parameters parameters) {
        FoldedField field = new FoldedField(name, false).word(value);
        parameters.values().forEach((parameter, text) -> {
            if (parameter.chars().allMatch(Ascii::isToken)) {
                field.parameter(parameter, text);
            }
        });
        return field.bytes();
    }

    private static byte[] addresses(HeaderBlock.Field field) {
        List<Address> addresses = AddressReader.read(field.value()).stream()
                .map(SurrogateHeader::address)
                .toList();
        return new FoldedField(field.name(), false)
                .addresses(new AddressList(addresses))
                .bytes();
    }

    private static Address address(FoundAddress found) {
        return switch (found) {
            case FoundAddress.Mailbox mailbox -> mailbox(mailbox);
            case FoundAddress.Group(String name, List<FoundAddress.Mailbox> members) ->
                new Address.Group(
                        safe(name),
                        members.stream().map(SurrogateHeader::mailbox).toList());
        };
    }

    private static Address.Mailbox mailbox(FoundAddress.Mailbox found) {
        return found.mailbox().filter(SurrogateHeader::hasAscii).orElseGet(() -> invalid(found));
    }

    private static boolean hasAscii(Address.Mailbox mailbox) {
        return Ascii.isPrintable(mailbox.localPart()) && Ascii.isPrintable(mailbox.asciiDomain());
    }

    /** RFC 6858 §2.1: says what was here, and can belong to nobody. */
    private static Address.Mailbox invalid(FoundAddress.Mailbox found) {
        String address = found.domain().isEmpty() ? found.localPart() : found.localPart() + "@" + found.domain();
        String name = found.displayName().isEmpty() ? address : found.displayName() + " (" + address + ")";
        return new Address.Mailbox(safe(name), INVALID_LOCAL_PART, INVALID_DOMAIN);
    }

    private static String safe(String name) {
        String clean = name.replaceAll("[\\x00-\\x1f\\x7f\\ud800-\\udfff&&[^\\x{10000}-\\x{10ffff}]]", " ")
                .strip();
        return clean.length() > HeaderText.CHARACTERS_MAX ? clean.substring(0, HeaderText.CHARACTERS_MAX) : clean;
    }
}

package org.pennypost.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a trusted proxy says of the client behind it: attributes of XCLIENT and XFORWARD, protocols of Postfix that others speak too. Immutable.
 *
 * <p>Form: {@code name=value} separated by blanks, values as xtext (RFC 3461 §4); {@code [UNAVAILABLE]} and {@code [TEMPUNAVAIL]} say that something is not known, in any case of letters.
 */
public final class ClientAttributes {
    private static final int VALUE_CHARACTERS_MAX = 255;
    private static final String IPV6 = "IPV6:";

    private final Map<String, String> values;

    private ClientAttributes(Map<String, String> values) {
        this.values = values;
    }

    /** @throws BadSyntax when one is not well-formed, or is given twice */
    public static ClientAttributes parse(String text) throws BadSyntax {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : text.split(" +", SmtpReader.PARAMETERS_MAX)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? "" : word.substring(0, equals).toUpperCase(Locale.ROOT);
            if (!name.matches("[A-Z]{1,20}")) {
                throw bad("Attributes are written NAME=value, with blanks between them.");
            }
            String value = Xtext.decode(word.substring(equals + 1));
            boolean printable =
                    value.length() <= VALUE_CHARACTERS_MAX && value.chars().allMatch(c -> c >= ' ' && c <= '~');
            if (!printable || values.put(name, value) != null) {
                throw bad("The attribute " + name + " is given twice, or is not printable ASCII.");
            }
        }
        return new ClientAttributes(values);
    }

    /** @return these and {@code more}, which count where both name something */
    public ClientAttributes and(ClientAttributes more) {
        Map<String, String> both = new LinkedHashMap<>(values);
        both.putAll(more.values);
        return new ClientAttributes(both);
    }

    private static BadSyntax bad(String sentence) {
        return new BadSyntax(SmtpReader.BAD_ARGUMENTS, sentence);
    }

    /** @return the value; absent when it was not given, or is said not to be known */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(value -> !value.equalsIgnoreCase("[UNAVAILABLE]") && !value.equalsIgnoreCase("[TEMPUNAVAIL]"));
    }

    /** @return the names that were given and are not among {@code known} */
    public Optional<String> unknown(Set<String> known) {
        return values.keySet().stream().filter(name -> !known.contains(name)).findFirst();
    }

    /**
     * @param before what is known without them
     * @return the address that {@code address} and {@code port} name, where they are given
     * @throws BadSyntax when they are none
     */
    public InetSocketAddress socketAddress(String address, String port, InetSocketAddress before) throws BadSyntax {
        InetAddress host = before.getAddress();
        Optional<String> text = find(address);
        if (text.isPresent()) {
            boolean six = text.get().regionMatches(true, 0, IPV6, 0, IPV6.length());
            String spelled = six || text.get().indexOf(':') < 0 ? text.get() : IPV6 + text.get();
            host = AddressLiteral.read(spelled)
                    .orElseThrow(() -> bad(address + " takes an address, as in 192.0.2.1 or IPV6:2001:db8::1."));
        }
        int number = before.getPort();
        Optional<String> digits = find(port);
        if (digits.isPresent()) {
            boolean valid = digits.get().matches("[0-9]{1,5}") && Integer.parseInt(digits.get()) <= 65_535;
            if (!valid) {
                throw bad(port + " takes a number up to 65535.");
            }
            number = Integer.parseInt(digits.get());
        }
        return new InetSocketAddress(host, number);
    }

    /** @return the attributes as they are logged */
    @Override
    public String toString() {
        return values.toString();
    }
}

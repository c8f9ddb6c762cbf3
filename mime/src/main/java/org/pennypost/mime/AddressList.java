package org.pennypost.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of one header field, {@code address-list} of RFC 5322 §3.4.
 *
 * {@snippet :
 * AddressList list = AddressList.parse("Bob <bob@example.org>, Friends: carol@example.net, dan@example.net;");
 * list.mailboxes().forEach(mailbox -> System.out.println(mailbox.addrSpec())); // three
 * }
 *
 * @param addresses in the order of the field
 */
public record AddressList(List<Address> addresses) {
    /** No address. */
    public static final AddressList EMPTY = new AddressList(List.of());

    /** Copies the list. */
    public AddressList {
        addresses = List.copyOf(addresses);
    }

    /**
     * Parses a list of addresses with all of RFC 5322 §3.4: display names, quoted strings, comments, groups, domain literals,
     * the obsolete routes, empty elements and names in comments, encoded words, and UTF-8 as in RFC 6532.
     *
     * @throws BadField says which address is wrong and why
     */
    public static AddressList parse(String text) throws BadField {
        return new AddressList(new AddressParser(text).list());
    }

    /**
     * Parses exactly one mailbox.
     *
     * @throws BadField when it is not one, or is a group or a list
     */
    public static Address.Mailbox parseMailbox(String text) throws BadField {
        List<Address> addresses = parse(text).addresses();
        if (addresses.size() == 1 && addresses.getFirst() instanceof Address.Mailbox mailbox) {
            return mailbox;
        }
        throw new BadField("one address is needed here: " + BadField.show(text));
    }

    /** Returns all mailboxes, those of groups too. */
    public List<Address.Mailbox> mailboxes() {
        return addresses.stream()
                .flatMap(address -> address.mailboxes().stream())
                .toList();
    }

    /** Returns this list with another one after it. */
    public AddressList plus(AddressList more) {
        List<Address> all = new ArrayList<>(addresses);
        all.addAll(more.addresses);
        return new AddressList(all);
    }

    /** Returns whether nobody is in it. */
    public boolean isEmpty() {
        return addresses.isEmpty();
    }

    /** Returns the list as a person reads it, not folded, not encoded; {@link #parse} reads it again. */
    @Override
    public String toString() {
        return String.join(", ", addresses.stream().map(Address::toString).toList());
    }

    /** Returns a display name as atoms where it can be, else as a quoted string (RFC 5322 §3.2.4). */
    static String phrase(String name) {
        boolean atoms =
                Stream.of(name.split(" ", -1)).allMatch(word -> Ascii.isDotAtom(word, true) && word.indexOf('.') < 0);
        return atoms && !name.contains("=?") ? name : quoted(name);
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}

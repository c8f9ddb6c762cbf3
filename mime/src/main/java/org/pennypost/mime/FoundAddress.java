package org.pennypost.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An address as it was found in a header, good or not; {@link #address} says whether mail could be sent to it. {@link AddressList#parse} is for addresses that
 * somebody types, and refuses the bad ones.
 */
public sealed interface FoundAddress {
    /** Returns the same as an address that can be written to, if it is one. */
    Optional<Address> address();

    /**
     * One mailbox.
     *
     * @param displayName the name as a person reads it, decoded; empty where there is none
     * @param route the obsolete source route {@code @a,@b} (RFC 5322 §4.4); empty nearly always
     * @param localPart without quotes; may be empty
     * @param domain may be empty, as in {@code From: root}
     */
    record Mailbox(String displayName, String route, String localPart, String domain) implements FoundAddress {
        @Override
        public Optional<Address> address() {
            return mailbox().map(Address.class::cast);
        }

        /** Returns the same as a mailbox that can be written to, if it is one. */
        public Optional<Address.Mailbox> mailbox() {
            try {
                return Optional.of(new Address.Mailbox(displayName, localPart, domain));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
    }

    /**
     * A named group.
     *
     * @param name decoded; may be empty
     * @param members perhaps none, as in {@code undisclosed-recipients:;}
     */
    record Group(String name, List<Mailbox> members) implements FoundAddress {
        /** Copies the list. */
        public Group {
            members = List.copyOf(members);
        }

        /** Those members to whom nobody could write are left out. */
        @Override
        public Optional<Address> address() {
            List<Address.Mailbox> good = new ArrayList<>();
            members.forEach(member -> member.mailbox().ifPresent(good::add));
            try {
                return Optional.of(new Address.Group(name, good));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
    }
}

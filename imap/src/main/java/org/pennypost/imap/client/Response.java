package org.pennypost.imap.client;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.UidSet;

/** What a server says (RFC 9051 §7). The standard leaves open what there can be: what is not known here is {@link Other}. */
public sealed interface Response {
    /** How a status response begins. */
    enum Kind {
        OK,
        NO,
        BAD,
        BYE,
        PREAUTH
    }

    /**
     * A response code in brackets.
     *
     * @param name in capitals; empty for none
     * @param argument what is behind the name, as it came
     */
    record Code(String name, String argument) {
        static final Code NONE = new Code("", "");

        /** The argument as a number; empty if it is none. */
        public OptionalLong number() {
            return Numbers.parse(argument.strip());
        }
    }

    /**
     * OK, NO, BAD, BYE, PREAUTH.
     *
     * @param tag of the command that is answered; {@code *} for none
     * @param text for people
     */
    record Status(String tag, Kind kind, Code code, String text) implements Response {
        boolean isTagged() {
            return !tag.equals("*");
        }
    }

    /** {@code +}: the server waits for more of a command. */
    record Continuation(String text) implements Response {}

    /** Names in capitals. */
    record Capability(Set<String> names) implements Response {
        public Capability {
            names = Set.copyOf(names);
        }
    }

    /** What ENABLE has done. */
    record Enabled(Set<String> names) implements Response {
        public Enabled {
            names = Set.copyOf(names);
        }
    }

    /** Flags that are in use in the selected mailbox. */
    record Flags(Set<Flag> flags) implements Response {
        public Flags {
            flags = Set.copyOf(flags);
        }
    }

    /** LIST and LSUB. */
    record Listed(ListedMailbox mailbox, boolean subscribed) implements Response {}

    /** STATUS: items by their names in capitals. Those whose value is no number are left out. */
    record MailboxStatus(String mailbox, Map<String, Long> items) implements Response {
        public MailboxStatus {
            items = Map.copyOf(items);
        }
    }

    /** SEARCH and SORT: numbers or UIDs in the server's order. */
    @SuppressWarnings("ArrayRecordComponent") // a million numbers; equal by what they hold
    record Found(long[] numbers) implements Response {
        @Override
        public boolean equals(Object other) {
            return other instanceof Found found && Arrays.equals(numbers, found.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }

        @Override
        public String toString() {
            return "Found" + Arrays.toString(numbers);
        }
    }

    /**
     * ESEARCH (RFC 4731).
     *
     * @param tag of the command that it belongs to; empty if it does not say
     * @param items MIN, MAX, COUNT, ALL and their like, as they came
     */
    record Extended(String tag, Map<String, String> items) implements Response {
        public Extended {
            items = Map.copyOf(items);
        }

        /** ALL; empty if it was not told or is no set. */
        public Optional<UidSet> all() {
            return Optional.ofNullable(items.get("ALL")).flatMap(Numbers::parseSet);
        }
    }

    /** So many messages are there. */
    record Exists(long count) implements Response {}

    /** So many messages are recent (RFC 3501 §7.3.2). */
    record Recent(long count) implements Response {}

    /** The message of this number is gone, and those behind it have one less. */
    record Expunged(long number) implements Response {}

    /** Messages are gone (RFC 7162 §3.2.10). */
    record Vanished(boolean earlier, UidSet uids) implements Response {}

    /** Something of a message; its contents went to the {@link FetchTarget}. */
    record Fetched(FetchedMessage message) implements Response {}

    /** ID (RFC 2971): names in small letters. */
    record Id(Map<String, String> fields) implements Response {
        public Id {
            fields = Map.copyOf(fields);
        }
    }

    /** Something else that is well-formed: its name in capitals, and what is behind it. */
    record Other(String name, List<Value> values) implements Response {
        public Other {
            values = List.copyOf(values);
        }
    }

    /** Something that could not be understood, and was passed over. */
    record Unreadable(String line, String why) implements Response {}
}

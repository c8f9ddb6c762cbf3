package org.pennypost.smtp;

import java.util.Map;
import java.util.Optional;

/** What the subject and detail of an {@link EnhancedStatus} mean in words: the registry that RFC 5248 began, with the codes of RFC 3463 and of those after it. */
public final class StatusMeaning {
    private static final Map<String, String> SUBJECTS = Map.of(
            "0", "Something that is not said more exactly",
            "1", "The address",
            "2", "The mailbox",
            "3", "The mail system",
            "4", "The network or the routing",
            "5", "The dialogue of the servers",
            "6", "The content of the message",
            "7", "Security or policy");

    private static final Map<String, String> DETAILS = Map.ofEntries(
            // RFC 3463
            Map.entry("0.0", "Something that is not said more exactly"),
            Map.entry("1.0", "Something about the address"),
            Map.entry("2.0", "Something about the mailbox"),
            Map.entry("3.0", "Something about the mail system"),
            Map.entry("4.0", "Something about the network or the routing"),
            Map.entry("5.0", "Something about the dialogue of the servers"),
            Map.entry("6.0", "Something about the content of the message"),
            Map.entry("7.0", "Something about security or policy"),
            Map.entry("1.1", "There is no such mailbox"),
            Map.entry("1.2", "There is no such mail system"),
            Map.entry("1.3", "The recipient's address is not well-formed"),
            Map.entry("1.4", "The recipient's address means more than one mailbox"),
            Map.entry("1.5", "The recipient's address is valid"),
            Map.entry("1.6", "The mailbox has moved, and it is not said where"),
            Map.entry("1.7", "The sender's address is not well-formed"),
            Map.entry("1.8", "The sender's mail system does not exist"),
            Map.entry("2.1", "The mailbox takes no messages"),
            Map.entry("2.2", "The mailbox is full"),
            Map.entry("2.3", "The message is too long for the mailbox"),
            Map.entry("2.4", "The mailing list cannot be expanded"),
            Map.entry("3.1", "The mail system's disk is full"),
            Map.entry("3.2", "The mail system takes no messages"),
            Map.entry("3.3", "The mail system lacks something that was asked for"),
            Map.entry("3.4", "The message is too big for the mail system"),
            Map.entry("3.5", "The mail system is not configured for this"),
            Map.entry("3.6", "The priority that was asked for was changed"),
            Map.entry("4.1", "The host does not answer"),
            Map.entry("4.2", "The connection was lost"),
            Map.entry("4.3", "A directory server failed"),
            Map.entry("4.4", "There is no route to the host"),
            Map.entry("4.5", "The mail system is congested"),
            Map.entry("4.6", "The message goes round in a loop"),
            Map.entry("4.7", "The time for delivery has passed"),
            Map.entry("5.1", "The command is not legal here, or not known"),
            Map.entry("5.2", "The command cannot be made sense of"),
            Map.entry("5.3", "There are too many recipients"),
            Map.entry("5.4", "The command's arguments are wrong"),
            Map.entry("5.5", "The versions of the protocol do not fit"),
            Map.entry("6.1", "The kind of content is not supported"),
            Map.entry("6.2", "The content must be converted, which is forbidden"),
            Map.entry("6.3", "The content must be converted, which is not possible here"),
            Map.entry("6.4", "The content was converted and lost something"),
            Map.entry("6.5", "The content could not be converted"),
            Map.entry("7.1", "Delivery is not allowed"),
            Map.entry("7.2", "Expanding the mailing list is not allowed"),
            Map.entry("7.3", "The conversion for security is not possible"),
            Map.entry("7.4", "The security features are not supported"),
            Map.entry("7.5", "Cryptography failed"),
            Map.entry("7.6", "The cryptographic algorithm is not supported"),
            Map.entry("7.7", "The message was changed on its way"),
            // RFC 4954, 4468
            Map.entry("5.6", "A line of the login is too long"),
            Map.entry("6.6", "The content is not available"),
            Map.entry("7.8", "The name or the secret is wrong"),
            Map.entry("7.9", "The login's mechanism is too weak"),
            Map.entry("7.10", "Encryption is needed"),
            Map.entry("7.11", "The login's mechanism needs encryption"),
            Map.entry("7.12", "The password must be changed over to another mechanism"),
            Map.entry("7.14", "A relationship of trust is needed"),
            // RFC 5248 and later entries
            Map.entry("7.13", "The account is disabled"),
            Map.entry("7.15", "The priority is too low"),
            Map.entry("7.16", "The message is too big for its priority"),
            Map.entry("7.17", "The mailbox has another owner now"),
            Map.entry("7.18", "The domain has another owner now"),
            Map.entry("7.19", "Whether the mailbox has another owner cannot be found out"),
            Map.entry("7.30", "REQUIRETLS is needed"),
            // RFC 6531
            Map.entry("6.7", "Addresses that are not ASCII are not allowed"),
            Map.entry("6.8", "The reply needs UTF-8, which is not allowed"),
            Map.entry("6.9", "The header needs UTF-8, and the mail cannot go on"),
            Map.entry("6.10", "The reply needs UTF-8, which is not allowed"),
            // RFC 3886, 7504, 7505
            Map.entry("1.9", "The message was handed on to a system that tells nothing more"),
            Map.entry("1.10", "The recipient's domain takes no mail"),
            Map.entry("7.27", "The sender's domain takes no mail"),
            // RFC 7372
            Map.entry("7.20", "No DKIM signature passed"),
            Map.entry("7.21", "No acceptable DKIM signature was found"),
            Map.entry("7.22", "No valid DKIM signature is of the author's domain"),
            Map.entry("7.23", "SPF failed"),
            Map.entry("7.24", "SPF could not be checked"),
            Map.entry("7.25", "The client's address has no name in the DNS that leads back to it"),
            Map.entry("7.26", "Several checks of the sender failed"),
            // RFC 8617 and the registry
            Map.entry("7.28", "Too much mail came"),
            Map.entry("7.29", "The ARC chain is broken"));

    private StatusMeaning() {}

    /** @return whether the registry has this very code, in the class of {@code status} or another */
    public static boolean isRegistered(EnhancedStatus status) {
        return DETAILS.containsKey(status.subject() + "." + status.detail());
    }

    /** @return a phrase without its dot; absent where neither the detail nor the subject is registered */
    public static Optional<String> of(EnhancedStatus status) {
        String detail = DETAILS.get(status.subject() + "." + status.detail());
        return Optional.ofNullable(detail)
                .or(() -> Optional.ofNullable(SUBJECTS.get(Integer.toString(status.subject()))));
    }
}

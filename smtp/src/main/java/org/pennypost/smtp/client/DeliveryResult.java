package org.pennypost.smtp.client;

import java.util.List;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Reply;

/**
 * What became of a message, recipient by recipient, in the order in which they were given.
 *
 * @param recipients one for each
 */
public record DeliveryResult(List<Recipient> recipients) {
    /**
     * What became of the message for one recipient.
     *
     * @param path the recipient
     * @param step where it was decided
     * @param reply the server's words, or ours where {@code step} is NEGOTIATION
     */
    public record Recipient(ForwardPath path, Step step, Reply reply) {
        /** @return whether the server is responsible for it now (RFC 5321 §4.2.5) */
        public boolean accepted() {
            return step == Step.MESSAGE && reply.positive();
        }
    }

    public DeliveryResult {
        recipients = List.copyOf(recipients);
    }

    /** @return whether all recipients were accepted */
    public boolean complete() {
        return recipients.stream().allMatch(Recipient::accepted);
    }

    /** @return those that were not accepted */
    public List<Recipient> failed() {
        return recipients.stream().filter(each -> !each.accepted()).toList();
    }
}

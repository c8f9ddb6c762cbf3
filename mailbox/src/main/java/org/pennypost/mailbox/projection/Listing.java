package org.pennypost.mailbox.projection;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What a list of messages shows beside the envelope.
 *
 * @param sent the date of the Date field with its zone; empty if there is none that can be read
 * @param hasAttachment whether it has something to save: what is no text that is shown, no picture of it, and no signature
 * @param preview its first words ({@link org.pennypost.mailbox.text.Preview}); empty where there are none
 * @param attachmentNames what its attachments are called, those that have names; they may hold anything, paths too
 */
record Listing(Optional<OffsetDateTime> sent, boolean hasAttachment, String preview, List<String> attachmentNames) {
    /** Of more attachments the names are not kept. */
    static final int NAMES_MAX = 50;

    /** What of a name is kept. */
    static final int NAME_CHARACTERS_MAX = 255;

    Listing {
        attachmentNames = List.copyOf(attachmentNames);
    }
}

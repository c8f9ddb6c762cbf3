package org.pennypost.imap.session;

import java.util.List;

/**
 * An extension: what it announces, and what it adds. Stateless; one object serves all sessions. What is added here is known to the grammar
 * at all times, announced or not.
 */
public interface ImapExtension {
    /** Its names in CAPABILITY, as far as they are on offer to this session now. */
    List<String> capabilities(ImapSession session);

    /** The commands that it adds. */
    default List<CommandSpec> commands() {
        return List.of();
    }

    /** The FETCH attributes that it adds. */
    default List<FetchAttribute> fetchAttributes() {
        return List.of();
    }

    /** The SEARCH keys that it adds. */
    default List<SearchKey> searchKeys() {
        return List.of();
    }

    /** The STATUS items that it adds. */
    default List<StatusItem> statusItems() {
        return List.of();
    }
}

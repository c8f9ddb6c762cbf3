package org.pennypost.server.admin;

import org.pennypost.directory.Refused;
import org.pennypost.store.StoreException;
import tools.jackson.databind.JsonNode;

/**
 * An administrative command.
 *
 * @param words what it is called on the command line: {@code account add}
 */
record AdminCommand(String words, Action action) {
    /** What it does. */
    @FunctionalInterface
    interface Action {
        JsonNode perform(AdminRequest request) throws Refusal, Refused, StoreException;
    }
}

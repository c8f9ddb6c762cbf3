package org.pennypost.server.admin;

import tools.jackson.databind.JsonNode;

/** What came of an administrative command. */
public sealed interface AdminAnswer {
    /** It is done, durably; {@code result} is what it tells. */
    record Done(JsonNode result) implements AdminAnswer {}

    /** It is not done; {@code message} is a sentence for the person who asked. */
    record Refused(Reason reason, String message) implements AdminAnswer {}
}

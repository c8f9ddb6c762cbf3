package org.pennypost.server.admin;

import tools.jackson.databind.JsonNode;

/** The running server, as administration sees it. There is none when a command has opened the store by itself. */
public interface ServerControl {
    /** Who it is, where it listens and what it has done. */
    JsonNode status();

    /** Begins to stop and returns at once; the process ends when running commands have ended. */
    void stop();
}

package org.pennypost.server.admin;

import java.util.Map;
import java.util.Optional;

/**
 * One thing to do.
 *
 * @param command the command's words: {@code account add}
 * @param arguments its arguments by name; secrets among them, so never logged
 */
public record AdminRequest(String command, Map<String, String> arguments) {
    public AdminRequest {
        arguments = Map.copyOf(arguments);
    }

    /** Whether only a running server can answer it. */
    public boolean needsServer() {
        return command.equals("status") || command.equals("stop");
    }

    Optional<String> argument(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    /** The argument, which the command cannot do without. */
    String required(String name) throws Refusal {
        String value = arguments.get(name);
        if (value == null || value.isBlank()) {
            throw new Refusal(Reason.USAGE, "'" + command + "' needs '" + name + "'");
        }
        return value;
    }

    @Override
    public String toString() {
        return command;
    }
}

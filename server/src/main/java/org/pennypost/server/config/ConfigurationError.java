package org.pennypost.server.config;

/** Something in the configuration does not make sense. The message says where and what to do; there is nothing to add to it. */
public final class ConfigurationError extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationError(String message) {
        super(message, null, false, false);
    }
}

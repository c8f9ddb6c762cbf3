package org.pennypost.store.embedded;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that make the store fail on purpose: what it says of that is expected by the hundred. */
final class QuietLog implements BeforeAllCallback, AfterAllCallback {
    private final Logger logger = Logger.getLogger("org.pennypost.store.embedded");

    @Override
    public void beforeAll(ExtensionContext context) {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        logger.setLevel(null);
    }
}

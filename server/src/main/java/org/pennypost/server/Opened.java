package org.pennypost.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What has been opened and must be closed, the last first, at the end or when something behind it could not be opened. Used by one thread
 * at a time.
 */
final class Opened implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** @return the resource, which is closed by {@code close} from now on */
    <T> T add(T resource, Consumer<? super T> close) {
        closings.push(() -> close.accept(resource));
        return resource;
    }

    /** Closes everything that is open, once; what fails to close keeps nothing else from being closed. */
    @Override
    public void close() {
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } finally {
                close();
            }
        }
    }
}

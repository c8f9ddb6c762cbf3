package org.pennypost.server;

import java.util.function.Consumer;

/** Cuts what a server says into lines, each without its end. Belongs to one thread. */
final class ServerLines {
    private final Consumer<String> sink;
    private final StringBuilder line = new StringBuilder();

    ServerLines(Consumer<String> sink) {
        this.sink = sink;
    }

    void take(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                sink.accept(line.toString().stripTrailing());
                line.setLength(0);
            } else {
                line.append((char) (bytes[i] & 0xff));
            }
        }
    }
}

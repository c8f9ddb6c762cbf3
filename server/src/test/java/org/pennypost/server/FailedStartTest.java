package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start that fails leaves nothing open: no lock on the store or on the index, no port, no thread. */
class FailedStartTest {
    /** They are the process's own: made at the first use of something, for ever. */
    private static final String NOT_OURS =
            "(Common-Cleaner|process reaper.*|Cleaner-\\d+|ForkJoinPool.*|VirtualThread.*|Read-Poller.*|Write-Poller.*|Signal Dispatcher)";

    @TempDir
    Path folder;

    /** What is in the way. */
    enum Trouble {
        NO_AUTHORITIES,
        NO_CERTIFICATE,
        PORT_IN_USE,
        NOT_OUR_ADDRESS,
        NO_WIRE_LOG
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingOpen(Trouble trouble) throws Exception {
        Path data = folder.resolve("data");
        new ServerInProcess(data, Map.of()).close();
        Set<String> before = threads();

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = switch (trouble) {
                case NO_AUTHORITIES -> {
                    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
                    yield Map.of("PENNYPOST_TLS_CLIENT_AUTHORITIES", empty.toString());
                }
                case NO_CERTIFICATE ->
                    Map.of(
                            "PENNYPOST_TLS_CERTIFICATE",
                            folder.resolve("none").toString(),
                            "PENNYPOST_TLS_KEY",
                            folder.resolve("none").toString());
                case PORT_IN_USE -> Map.of("PENNYPOST_IMAPS_LISTEN", "127.0.0.1:" + taken.getLocalPort());
                case NOT_OUR_ADDRESS -> Map.of("PENNYPOST_IMAPS_LISTEN", "192.0.2.1:0");
                case NO_WIRE_LOG -> Map.of("PENNYPOST_LOG_WIRE", "/proc/no-such-place");
            };
            assertThatThrownBy(() -> new ServerInProcess(data, settings)).isInstanceOf(StartFailure.class);
        }

        assertThat(threads()).isSubsetOf(before);
        try (ServerInProcess server = new ServerInProcess(data, Map.of());
                Wire smtp = server.connect("smtp")) {
            assertThat(smtp.answer()).startsWith("220 ");
        }
    }

    @Test
    void whatFailsToCloseKeepsNothingElseOpen() {
        StringBuilder closed = new StringBuilder();
        Opened opened = new Opened();
        opened.add("a", closed::append);
        opened.add("b", each -> {
            throw new IllegalStateException(each);
        });
        opened.add("c", closed::append);

        assertThatThrownBy(opened::close).hasMessage("b");
        opened.close();
        assertThat(closed).hasToString("ca");
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> !name.matches(NOT_OURS))
                .collect(Collectors.toSet());
    }
}

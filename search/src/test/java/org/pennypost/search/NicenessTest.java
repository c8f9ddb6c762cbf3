package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NicenessTest {
    /** The nineteenth field of proc_pid_stat(5), behind the name in parentheses. */
    private static final int NICE = 16;

    @Test
    @EnabledOnOs(OS.LINUX)
    void theThreadAndNoOtherGivesWay() throws Exception {
        int before = nice();
        CompletableFuture<Integer> after = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    Niceness.low();
                    try {
                        after.complete(nice());
                    } catch (Exception failed) {
                        after.completeExceptionally(failed);
                    }
                })
                .join();
        assertThat(after.get()).isEqualTo(15);
        assertThat(nice()).isEqualTo(before).isLessThan(15);
    }

    private static int nice() throws Exception {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE]);
    }
}

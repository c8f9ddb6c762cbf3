package org.pennypost.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.delivery.Notifications;
import org.pennypost.delivery.Releases;
import org.pennypost.directory.Directory;
import org.pennypost.directory.DirectoryOptions;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.queue.Queue;
import org.pennypost.queue.SendingLimits;
import org.pennypost.store.MemoryStore;
import org.pennypost.testkit.FakeClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class AdminSocketTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore();

    @Test
    void whatIsAskedIsDoneAndAnswered() throws Exception {
        try (Directory directory = directory();
                AdminSocket socket = AdminSocket.open(folder, administration(directory, Optional.empty()))) {
            assertThat(socket).isNotNull();
            assertThat(done("domain add", Map.of("domain", "example.org"))
                            .path("domain")
                            .asString())
                    .isEqualTo("example.org");
            JsonNode added = done("account add", Map.of("address", "carol@example.org", "quota", "1000"));
            assertThat(added.path("password").asString()).matches("[a-z2-9]{4}(-[a-z2-9]{4}){3}");
            assertThat(done("account show", Map.of("address", "Carol@Example.org"))
                            .path("quota")
                            .asLong())
                    .isEqualTo(1000);
            assertThat(isWellKnown("carol@example.org")).isFalse();
            done("account password", Map.of("address", "carol@example.org", "password", "Password1"));
            assertThat(isWellKnown("carol@example.org")).isTrue();
            assertThat(refused("account show", Map.of("address", "dave@example.org")))
                    .isEqualTo(Reason.ABSENT);
            assertThat(refused("account add", Map.of("address", "carol@example.org")))
                    .isEqualTo(Reason.CONFLICT);
            assertThat(refused("account add", Map.of())).isEqualTo(Reason.USAGE);
            assertThat(refused("dance", Map.of())).isEqualTo(Reason.USAGE);
            assertThat(refused("status", Map.of())).isEqualTo(Reason.ABSENT);
            assertThat(done("check", Map.of("depth", "BYTES")).path("sound").asBoolean())
                    .isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("admin.sock"))))
                    .isEqualTo("rw-------");
        }
        assertThat(AdminClient.ask(folder, new AdminRequest("status", Map.of())))
                .isEmpty();
    }

    private boolean isWellKnown(String address) throws Exception {
        return done("account show", Map.of("address", address))
                .path("wellKnownPassword")
                .asBoolean();
    }

    @Test
    void whoAsksForTheEndIsAnsweredBeforeIt() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        ServerControl control = new ServerControl() {
            @Override
            public JsonNode status() {
                return JsonNodeFactory.instance.objectNode().put("pid", 42);
            }

            @Override
            public void stop() {
                stop.countDown();
            }
        };
        try (Directory directory = directory()) {
            AdminSocket socket = AdminSocket.open(folder, administration(directory, Optional.of(control)));
            Thread server = Thread.ofVirtual().start(() -> {
                try {
                    stop.await();
                    socket.close();
                } catch (InterruptedException | IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(done("stop", Map.of()).path("pid").asInt()).isEqualTo(42);
            server.join();
        }
    }

    @Test
    void aSocketThatNobodyServesIsNoServer() throws Exception {
        Files.createFile(folder.resolve("admin.sock"));

        assertThat(AdminClient.ask(folder, new AdminRequest("status", Map.of())))
                .isEmpty();
    }

    @Test
    void aFolderWithALongNameHasItsSocketElsewhere() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("x".repeat(90)).resolve("y".repeat(90)));
        Path socket = AdminSocketFile.of(deep);

        assertThat(socket.toString().length()).isLessThan(100);
        assertThat(AdminSocketFile.of(deep)).isEqualTo(socket);
        Files.delete(socket.getParent());
    }

    private Directory directory() throws Exception {
        return Directory.open(store, DirectoryOptions.LAB, new SecureRandom(), clock);
    }

    private Administration administration(Directory directory, Optional<ServerControl> control) {
        Mailboxes mailboxes = new Mailboxes(store, clock);
        Queue queue = new Queue(store, new SendingLimits(1, 1, 1, 1), clock);
        return new Administration(
                store,
                directory,
                mailboxes,
                queue,
                new Releases(
                        store,
                        directory,
                        mailboxes,
                        queue,
                        new Notifications("localhost", store, directory, mailboxes, queue, new SecureRandom(), clock),
                        clock),
                Optional.empty(),
                new SecureRandom(),
                control);
    }

    private JsonNode done(String command, Map<String, String> arguments) throws Exception {
        AdminAnswer answer =
                AdminClient.ask(folder, new AdminRequest(command, arguments)).orElseThrow();
        assertThat(answer).isInstanceOf(AdminAnswer.Done.class);
        return ((AdminAnswer.Done) answer).result();
    }

    private Reason refused(String command, Map<String, String> arguments) throws Exception {
        AdminAnswer answer =
                AdminClient.ask(folder, new AdminRequest(command, arguments)).orElseThrow();
        assertThat(answer).isInstanceOf(AdminAnswer.Refused.class);
        return ((AdminAnswer.Refused) answer).reason();
    }
}

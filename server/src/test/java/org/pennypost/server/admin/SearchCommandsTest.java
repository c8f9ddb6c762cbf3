package org.pennypost.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.delivery.Notifications;
import org.pennypost.delivery.Releases;
import org.pennypost.directory.Directory;
import org.pennypost.directory.DirectoryOptions;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.TextIndex;
import org.pennypost.queue.Queue;
import org.pennypost.queue.SendingLimits;
import org.pennypost.search.SearchIndexes;
import org.pennypost.search.SearchOptions;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;

/** {@code pennypost search} as the server answers it. */
class SearchCommandsTest {
    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();
    private final InstantSource clock = InstantSource.system();

    @AfterEach
    void closeStore() throws StoreException {
        store.close();
    }

    private AdminAnswer ask(Optional<SearchIndexes> search, String command, Map<String, String> arguments)
            throws Exception {
        try (Directory directory = Directory.open(store, DirectoryOptions.LAB, new SecureRandom(), clock)) {
            if (directory.domains().isEmpty()) {
                directory.addDomain("example.test");
                directory.addAccount("alice@example.test", "correct horse battery", 0);
            }
            Mailboxes mailboxes =
                    new Mailboxes(store, clock, Settings.DEFAULT, search.isPresent() ? search.get() : TextIndex.NONE);
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
                                    new Notifications(
                                            "localhost", store, directory, mailboxes, queue, new SecureRandom(), clock),
                                    clock),
                            search,
                            new SecureRandom(),
                            Optional.empty())
                    .perform(new AdminRequest(command, arguments));
        }
    }

    @Test
    void statusTellsOfEachAccount() throws Exception {
        try (SearchIndexes indexes = SearchIndexes.open(folder, SearchOptions.DEFAULT)) {
            AdminAnswer answer = ask(Optional.of(indexes), "search status", Map.of());
            assertThat(answer).isInstanceOf(AdminAnswer.Done.class);
            assertThat(((AdminAnswer.Done) answer)
                            .result()
                            .path("accounts")
                            .path(0)
                            .path("account")
                            .asString())
                    .isEqualTo("alice@example.test");
        }
    }

    @Test
    void rebuildAnswersWhenTheOldIndexIsGone() throws Exception {
        try (SearchIndexes indexes = SearchIndexes.open(folder, SearchOptions.DEFAULT)) {
            assertThat(ask(Optional.of(indexes), "search rebuild", Map.of("address", "alice@example.test")))
                    .isInstanceOf(AdminAnswer.Done.class);
            assertThat(ask(Optional.of(indexes), "search rebuild", Map.of("address", "bob@example.test")))
                    .isInstanceOfSatisfying(
                            AdminAnswer.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.ABSENT));
        }
    }

    @Test
    void withoutAnIndexThereIsNothingToRebuild() throws Exception {
        assertThat(ask(Optional.empty(), "search rebuild", Map.of()))
                .isInstanceOfSatisfying(
                        AdminAnswer.Refused.class,
                        refused -> assertThat(refused.message()).contains("search.index is false"));
    }
}

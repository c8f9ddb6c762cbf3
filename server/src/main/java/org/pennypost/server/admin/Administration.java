package org.pennypost.server.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pennypost.delivery.Releases;
import org.pennypost.directory.Directory;
import org.pennypost.directory.Refused;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.queue.Queue;
import org.pennypost.search.SearchIndexes;
import org.pennypost.server.admin.AdminAnswer.Done;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Does what administrative commands ask for. Thread-safe. */
public final class Administration {
    private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

    private final Map<String, AdminCommand> commands;

    /**
     * @param search empty where no full-text index is kept
     * @param random for passwords that are made; must be hard to guess
     * @param server empty where the store was opened only for a command
     */
    public Administration(
            Store store,
            Directory directory,
            Mailboxes mailboxes,
            Queue queue,
            Releases releases,
            Optional<SearchIndexes> search,
            RandomGenerator random,
            Optional<ServerControl> server) {
        this.commands = Stream.of(
                        new DomainCommands(directory).all(),
                        new AccountCommands(directory, mailboxes, random).all(),
                        new QueueCommands(queue, directory, releases).all(),
                        new SearchCommands(directory, mailboxes, search).all(),
                        new ServerCommands(store, directory, mailboxes, queue, server).all())
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableMap(AdminCommand::words, Function.identity()));
    }

    /** Does one thing, durably, and says what came of it. Never throws. */
    public AdminAnswer perform(AdminRequest request) {
        AdminCommand command = commands.get(request.command());
        if (command == null) {
            return new AdminAnswer.Refused(
                    Reason.USAGE,
                    "this server has no command '" + request.command() + "': is it older than the command line?");
        }
        try {
            JsonNode result = command.action().perform(request);
            LOG.atInfo().addKeyValue("command", request.command()).log("administration");
            return new Done(result);
        } catch (Refusal e) {
            return new AdminAnswer.Refused(e.reason(), e.sentence());
        } catch (Refused e) {
            return new AdminAnswer.Refused(Reason.CONFLICT, String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            LOG.atError()
                    .addKeyValue("command", request.command())
                    .setCause(e)
                    .log("the store failed an administrative command");
            return new AdminAnswer.Refused(Reason.STORE, "the store failed: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("command", request.command())
                    .setCause(e)
                    .log("a fault in an administrative command");
            return new AdminAnswer.Refused(
                    Reason.FAULT, "a fault in the server (" + e + "): please report it with the server's log");
        }
    }
}

package org.pennypost.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pennypost.delivery.Releases;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.HeldRecipient;
import org.pennypost.queue.Queue;
import org.pennypost.queue.QueueId;
import org.pennypost.store.StoreException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code queue list|show|remove}: what is to leave. */
final class QueueCommands {
    /** So many are listed where nothing is said. */
    private static final int LISTED = 1_000;

    private static final int LISTED_MAX = 10_000;

    private final Queue queue;
    private final Directory directory;
    private final Releases releases;

    QueueCommands(Queue queue, Directory directory, Releases releases) {
        this.queue = queue;
        this.directory = directory;
        this.releases = releases;
    }

    List<AdminCommand> all() {
        return List.of(
                new AdminCommand("queue list", this::list),
                new AdminCommand("queue show", this::show),
                new AdminCommand("queue remove", this::remove));
    }

    private JsonNode list(AdminRequest request) throws Refusal, StoreException {
        Map<Long, AccountEntry> accounts =
                directory.accounts().stream().collect(Collectors.toMap(AccountEntry::number, Function.identity()));
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (HeldMessage message : queue.inOrder(limit(request))) {
            messages.add(describe(message, accounts));
        }
        return messages;
    }

    private static int limit(AdminRequest request) throws Refusal {
        String said = request.argument("limit").orElse(String.valueOf(LISTED));
        try {
            int limit = Integer.parseInt(said);
            if (limit >= 1 && limit <= LISTED_MAX) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // the same sentence tells
        }
        throw new Refusal(Reason.USAGE, "the limit is a number from 1 to " + LISTED_MAX + ", not '" + said + "'");
    }

    private JsonNode show(AdminRequest request) throws Refusal, StoreException {
        HeldMessage message = existing(request);
        ObjectNode node = describe(
                message,
                directory.accounts().stream().collect(Collectors.toMap(AccountEntry::number, Function.identity())));
        node.put("parameters", message.parameters())
                .put("eightBit", message.form().eightBit())
                .put("utf8Header", message.form().utf8Header());
        ArrayNode recipients = node.putArray("to");
        for (HeldRecipient recipient : queue.recipients(message.id())) {
            recipients.addObject().put("address", recipient.to().toString()).put("parameters", recipient.parameters());
        }
        return node;
    }

    private JsonNode remove(AdminRequest request) throws Refusal, StoreException {
        HeldMessage message = existing(request);
        boolean silent = request.argument("silent").filter("true"::equals).isPresent();
        boolean told = releases.remove(message.id(), silent)
                .orElseThrow(() -> absent(message.id().toString()));
        return describe(message, Map.of()).put("told", told);
    }

    private HeldMessage existing(AdminRequest request) throws Refusal, StoreException {
        String said = request.required("id");
        QueueId id = QueueId.parse(said)
                .orElseThrow(() -> new Refusal(
                        Reason.USAGE,
                        "'" + said + "' is no id of a queued message: 'pennypost queue list' shows them"));
        return queue.find(id).orElseThrow(() -> absent(said));
    }

    private static Refusal absent(String id) {
        return new Refusal(
                Reason.ABSENT,
                "there is no message " + id + " in the queue: 'pennypost queue list' shows those that are");
    }

    private static ObjectNode describe(HeldMessage message, Map<Long, AccountEntry> accounts) {
        AccountEntry account = accounts.get(message.account());
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", message.id().toString())
                .put("accepted", message.accepted().toString())
                .put("account", account == null ? "" : account.address())
                .put("from", message.from().toString())
                .put("release", message.release().map(Instant::toString).orElse(""))
                .put("deadline", message.deadline().map(Instant::toString).orElse(""))
                .put("priority", message.priority())
                .put("octets", message.octets())
                .put("recipients", message.recipients());
    }
}

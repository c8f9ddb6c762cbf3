package org.pennypost.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Holding;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.queue.Queue;
import org.pennypost.store.BlobId;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Damage;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code status}, {@code stop} and {@code check}. */
final class ServerCommands {
    private final Store store;
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final Queue queue;
    private final Optional<ServerControl> server;

    ServerCommands(Store store, Directory directory, Mailboxes mailboxes, Queue queue, Optional<ServerControl> server) {
        this.store = store;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.server = server;
    }

    List<AdminCommand> all() {
        return List.of(
                new AdminCommand("status", request -> running().status()),
                new AdminCommand("stop", request -> stop()),
                new AdminCommand("check", this::check));
    }

    private ServerControl running() throws Refusal {
        return server.orElseThrow(() ->
                new Refusal(Reason.ABSENT, "no server runs on this data folder: start one with 'pennypost serve'"));
    }

    private JsonNode stop() throws Refusal {
        JsonNode status = running().status();
        running().stop();
        return status;
    }

    private JsonNode check(AdminRequest request) throws StoreException {
        CheckDepth depth = request.argument("depth").map(CheckDepth::valueOf).orElse(CheckDepth.KEYS);
        CheckReport report = store.check(depth);
        List<String> damage = new ArrayList<>(queue.check());
        Map<BlobId, String> blobs = new LinkedHashMap<>();
        for (Damage each : report.damage()) {
            damage.add(each.sentence());
            each.blob().ifPresent(blob -> blobs.put(blob, each.sentence()));
        }
        long renewed = 0;
        ArrayNode lost = JsonNodeFactory.instance.arrayNode();
        for (AccountEntry account : directory.accounts()) {
            if (!blobs.isEmpty()) {
                lost(account, blobs).forEach(lost::add);
            }
            Account mail = mailboxes.account(new AccountId(account.number()));
            List<String> faults = new ArrayList<>(mail.check());
            if (depth == CheckDepth.BYTES) {
                renewed += mail.renewProjections();
                faults.addAll(mail.checkProjections());
            }
            faults.forEach(sentence -> damage.add(account.address() + ": " + sentence));
        }
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("sound", damage.isEmpty())
                .put("accounts", directory.accounts().size())
                .put("keys", report.keys())
                .put("blobs", report.blobs())
                .put("blobBytes", report.blobBytes())
                .put("orphanBlobs", report.orphanBlobs())
                .put("projectionsRenewed", renewed);
        ArrayNode sentences = node.putArray("damage");
        damage.forEach(sentences::add);
        node.set("messages", lost);
        return node;
    }

    /** The messages of an account that cannot be read whole any more. */
    private List<ObjectNode> lost(AccountEntry account, Map<BlobId, String> blobs) throws StoreException {
        List<ObjectNode> lost = new ArrayList<>();
        for (Holding message :
                mailboxes.account(new AccountId(account.number())).holding(blobs.keySet())) {
            lost.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("account", account.address().toString())
                    .put("mailbox", message.mailbox().toString())
                    .put("uid", message.uid().number())
                    .put("received", message.received().toString())
                    .put("octets", message.octets())
                    .put("blob", message.blob().toString())
                    .put("damage", blobs.get(message.blob())));
        }
        return lost;
    }
}

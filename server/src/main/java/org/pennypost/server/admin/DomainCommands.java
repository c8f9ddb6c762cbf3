package org.pennypost.server.admin;

import java.util.List;
import org.pennypost.directory.Directory;
import org.pennypost.directory.DomainEntry;
import org.pennypost.directory.Refused;
import org.pennypost.store.StoreException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code domain add|list|show|remove}: which domains' mail is ours. */
final class DomainCommands {
    private final Directory directory;

    DomainCommands(Directory directory) {
        this.directory = directory;
    }

    List<AdminCommand> all() {
        return List.of(
                new AdminCommand("domain add", this::add),
                new AdminCommand("domain list", request -> list()),
                new AdminCommand("domain show", this::show),
                new AdminCommand("domain remove", this::remove));
    }

    private JsonNode add(AdminRequest request) throws Refusal, Refused, StoreException {
        return describe(directory.addDomain(request.required("domain")));
    }

    private JsonNode list() {
        ArrayNode domains = JsonNodeFactory.instance.arrayNode();
        directory.domains().forEach(domain -> domains.add(describe(domain)));
        return domains;
    }

    private JsonNode show(AdminRequest request) throws Refusal {
        DomainEntry domain = existing(request);
        ObjectNode node = describe(domain);
        ArrayNode accounts = node.putArray("addresses");
        directory.accounts(domain.name()).forEach(account -> accounts.add(account.address()));
        return node;
    }

    private JsonNode remove(AdminRequest request) throws Refusal, Refused, StoreException {
        DomainEntry domain = existing(request);
        directory.removeDomain(domain.name());
        return describe(domain);
    }

    private DomainEntry existing(AdminRequest request) throws Refusal {
        String name = request.required("domain");
        return directory
                .domain(name)
                .orElseThrow(() -> new Refusal(
                        Reason.ABSENT,
                        "the domain " + name + " is not hosted here: 'pennypost domain list' shows those that are"));
    }

    private ObjectNode describe(DomainEntry domain) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("domain", domain.name())
                .put("created", domain.created().toString())
                .put("accounts", directory.accounts(domain.name()).size());
    }
}

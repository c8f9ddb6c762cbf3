package org.pennypost.server.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.directory.PopDeletion;
import org.pennypost.directory.RandomPassword;
import org.pennypost.directory.Refused;
import org.pennypost.directory.RemovedAccount;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Usage;
import org.pennypost.store.StoreException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code account add|list|show|remove|password|pop}: who has mail here. */
final class AccountCommands {
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final RandomGenerator random;

    AccountCommands(Directory directory, Mailboxes mailboxes, RandomGenerator random) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.random = random;
    }

    List<AdminCommand> all() {
        return List.of(
                new AdminCommand("account add", this::add),
                new AdminCommand("account list", this::list),
                new AdminCommand("account show", this::show),
                new AdminCommand("account remove", this::remove),
                new AdminCommand("account password", this::password),
                new AdminCommand("account pop", this::pop));
    }

    private JsonNode add(AdminRequest request) throws Refusal, Refused, StoreException {
        Optional<String> given = request.argument("password");
        String password = given.orElseGet(() -> RandomPassword.make(random));
        AccountEntry account = directory.addAccount(request.required("address"), password, quotaBytes(request));
        MailSpace.make(mailboxes, account);
        if (legacyLogin(request)) {
            directory.setPassword(account.address(), password, true);
        }
        return withPassword(describe(existing(directory, request)), given, password);
    }

    private static long quotaBytes(AdminRequest request) throws Refusal {
        String quota = request.argument("quota").orElse("0");
        try {
            return Long.parseLong(quota);
        } catch (NumberFormatException e) {
            throw new Refusal(Reason.USAGE, "'" + quota + "' is not a number of bytes");
        }
    }

    private JsonNode list(AdminRequest request) throws StoreException, Refusal {
        ArrayNode accounts = JsonNodeFactory.instance.arrayNode();
        Optional<String> domain = request.argument("domain");
        if (domain.isPresent() && !directory.hosts(domain.get())) {
            throw new Refusal(
                    Reason.ABSENT,
                    "the domain " + domain.get() + " is not hosted here: 'pennypost domain list' shows those that are");
        }
        for (AccountEntry account : domain.map(directory::accounts).orElseGet(directory::accounts)) {
            accounts.add(describe(account));
        }
        return accounts;
    }

    private JsonNode show(AdminRequest request) throws Refusal, StoreException {
        return describe(existing(directory, request));
    }

    private JsonNode remove(AdminRequest request) throws Refusal, Refused, StoreException {
        ObjectNode described = describe(existing(directory, request));
        RemovedAccount removed = directory.removeAccount(request.required("address"));
        mailboxes.removeAccount(new AccountId(removed.number()));
        directory.forgetRemoved(removed.number());
        return described;
    }

    private JsonNode password(AdminRequest request) throws Refusal, Refused, StoreException {
        AccountEntry account = existing(directory, request);
        Optional<String> given = request.argument("password");
        String password = given.orElseGet(() -> RandomPassword.make(random));
        boolean legacyLogin = legacyLogin(request);
        directory.setPassword(account.address(), password, legacyLogin);
        ObjectNode changed = JsonNodeFactory.instance
                .objectNode()
                .put("address", account.address())
                .put("legacyLogin", legacyLogin);
        return withPassword(changed, given, password);
    }

    private static boolean legacyLogin(AdminRequest request) {
        return request.argument("legacyLogin").filter("true"::equals).isPresent();
    }

    private JsonNode pop(AdminRequest request) throws Refusal, Refused, StoreException {
        String word = request.required("deletion");
        PopDeletion deletion = Arrays.stream(PopDeletion.values())
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Reason.USAGE,
                        "'" + word + "' is not what POP3 can do with deleted messages: delete, trash, keep"));
        directory.setPopDeletion(existing(directory, request).address(), deletion);
        return describe(existing(directory, request));
    }

    private static String word(PopDeletion deletion) {
        return deletion.name().toLowerCase(Locale.ROOT);
    }

    /** A password that was made is told once, here; one that was given is not repeated. */
    private static JsonNode withPassword(ObjectNode node, Optional<String> given, String password) {
        return given.isPresent() ? node : node.put("password", password);
    }

    static AccountEntry existing(Directory directory, AdminRequest request) throws Refusal {
        String address = request.required("address");
        return directory
                .account(address)
                .orElseThrow(() -> new Refusal(
                        Reason.ABSENT,
                        "there is no account " + address + ": 'pennypost account list' shows those that are"));
    }

    private ObjectNode describe(AccountEntry account) throws StoreException {
        Usage usage = mailboxes.account(new AccountId(account.number())).usage();
        return JsonNodeFactory.instance
                .objectNode()
                .put("address", account.address())
                .put("number", account.number())
                .put("created", account.created().toString())
                .put("messages", usage.messages())
                .put("bytes", usage.octets())
                .put("quota", account.quotaBytes())
                .put("legacyLogin", account.settings().legacyLogin())
                .put("wellKnownPassword", account.settings().wellKnownPassword())
                .put("popDeletion", word(account.settings().popDeletion()));
    }
}

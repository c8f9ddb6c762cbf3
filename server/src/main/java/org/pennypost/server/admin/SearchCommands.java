package org.pennypost.server.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.search.SearchFigures;
import org.pennypost.search.SearchIndexes;
import org.pennypost.search.SearchProgress;
import org.pennypost.store.StoreException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code search rebuild} and {@code search status}. */
final class SearchCommands {
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final Optional<SearchIndexes> search;

    SearchCommands(Directory directory, Mailboxes mailboxes, Optional<SearchIndexes> search) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.search = search;
    }

    List<AdminCommand> all() {
        return List.of(
                new AdminCommand("search rebuild", this::rebuild), new AdminCommand("search status", this::status));
    }

    private SearchIndexes indexes() throws Refusal {
        return search.orElseThrow(() -> new Refusal(
                Reason.CONFLICT, "no full-text index is kept here: search.index is false in the configuration"));
    }

    /** The account named, or all. */
    private List<AccountEntry> accounts(AdminRequest request) throws Refusal {
        Optional<String> address = request.argument("address");
        if (address.isEmpty()) {
            return directory.accounts();
        }
        return List.of(AccountCommands.existing(directory, request));
    }

    private Account mail(AccountEntry account) {
        return mailboxes.account(new AccountId(account.number()));
    }

    /** Answers when the old indexes are gone; the new ones are written behind that. */
    private JsonNode rebuild(AdminRequest request) throws Refusal, StoreException {
        List<CompletableFuture<Boolean>> removals = new ArrayList<>();
        for (AccountEntry account : accounts(request)) {
            indexes().follow(mail(account));
            removals.add(indexes().rebuild(mail(account)));
        }
        for (CompletableFuture<Boolean> removal : removals) {
            if (!removal.join()) {
                throw new Refusal(Reason.ABSENT, "the server stops: its search indexes are as they were");
            }
        }
        return status(request);
    }

    private JsonNode status(AdminRequest request) throws Refusal, StoreException {
        // Before the progress: who reads that nothing waits must not find what was indexed before the last turn.
        SearchFigures figures = indexes().figures();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode list = node.putArray("accounts");
        for (AccountEntry account : accounts(request)) {
            SearchProgress progress = progress(mail(account));
            list.addObject()
                    .put("account", account.address().toString())
                    .put("documents", progress.documents())
                    .put("through", progress.through())
                    .put("last", progress.last());
        }
        node.put("waiting", figures.waiting())
                .put("indexed", figures.indexed())
                .put("questions", figures.questions())
                .put("unanswered", figures.unanswered())
                .put("candidates", figures.candidates())
                .put("open", figures.open())
                .put("failures", figures.failures());
        return node;
    }

    private SearchProgress progress(Account account) throws Refusal, StoreException {
        try {
            return indexes().progress(account);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new Refusal(
                    Reason.DAMAGED,
                    "the search index of account " + account.id().number() + " cannot be read (" + e.getMessage()
                            + "): 'pennypost search rebuild' makes it anew");
        }
    }
}

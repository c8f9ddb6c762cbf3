package org.pennypost.imap.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All that a server understands: commands, attributes, keys, items, extensions. Immutable, made once. */
public final class Vocabulary {
    private final List<ImapExtension> extensions;
    private final Map<String, CommandSpec> commands;
    private final Map<String, FetchAttribute> fetchAttributes;
    private final Map<String, SearchKey> searchKeys;
    private final Map<String, StatusItem> statusItems;

    /**
     * @param extensions in the order in which CAPABILITY announces them
     * @throws IllegalArgumentException if two things have the same name
     */
    public Vocabulary(
            List<CommandSpec> commands,
            List<FetchAttribute> fetchAttributes,
            List<SearchKey> searchKeys,
            List<StatusItem> statusItems,
            List<ImapExtension> extensions) {
        this.extensions = List.copyOf(extensions);
        this.commands = table(commands, ImapExtension::commands, CommandSpec::name);
        this.fetchAttributes = table(fetchAttributes, ImapExtension::fetchAttributes, FetchAttribute::name);
        this.searchKeys = table(searchKeys, ImapExtension::searchKeys, SearchKey::name);
        this.statusItems = table(statusItems, ImapExtension::statusItems, StatusItem::name);
    }

    private <T> Map<String, T> table(List<T> ours, Function<ImapExtension, List<T>> theirs, Function<T, String> name) {
        List<T> all = new ArrayList<>(ours);
        extensions.forEach(each -> all.addAll(theirs.apply(each)));
        Map<String, T> table = new LinkedHashMap<>();
        for (T each : all) {
            if (table.put(name.apply(each), each) != null) {
                throw new IllegalArgumentException("there are two of the name " + name.apply(each));
            }
        }
        return table;
    }

    /** @param name in capitals */
    public Optional<CommandSpec> command(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    /** All commands, in their order. */
    public Collection<CommandSpec> commands() {
        return List.copyOf(commands.values());
    }

    /** @param name in capitals */
    public Optional<FetchAttribute> fetchAttribute(String name) {
        return Optional.ofNullable(fetchAttributes.get(name));
    }

    /** All SEARCH keys but those that hold others, in their order. */
    public Collection<SearchKey> searchKeys() {
        return List.copyOf(searchKeys.values());
    }

    /** @param name in capitals */
    public Optional<SearchKey> searchKey(String name) {
        return Optional.ofNullable(searchKeys.get(name));
    }

    /** @param name in capitals */
    public Optional<StatusItem> statusItem(String name) {
        return Optional.ofNullable(statusItems.get(name));
    }

    /** The capabilities that this session is offered now, in order (RFC 9051 §7.2.2). */
    public List<String> capabilities(ImapSession session) {
        List<String> capabilities = new ArrayList<>(List.of("IMAP4rev1", "IMAP4rev2"));
        extensions.forEach(each -> capabilities.addAll(each.capabilities(session)));
        return capabilities;
    }
}

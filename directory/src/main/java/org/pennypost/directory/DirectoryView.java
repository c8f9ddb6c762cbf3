package org.pennypost.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * All domains and accounts at one moment: what delivery and login ask, without the store. Immutable. An account takes about
 * 160 bytes of memory, so 100,000 of them 16 MB.
 *
 * @param changes how many changes it knows of: {@link DirectoryFormat#CHANGES}
 * @param scramAccounts how many accounts can log in with SCRAM: {@link DirectoryFormat#SCRAM_ACCOUNTS}
 * @param legacyAccounts how many accounts keep their password readable
 * @param domains by name
 * @param accounts by address
 * @param firstAccounts of each domain that has any, the account with the lowest number
 */
record DirectoryView(
        long changes,
        long scramAccounts,
        long legacyAccounts,
        FrozenMap<String, DomainEntry> domains,
        FrozenMap<String, AccountEntry> accounts,
        FrozenMap<String, AccountEntry> firstAccounts) {
    /** RFC 5321 §4.5.1. */
    static final String POSTMASTER = "postmaster";

    /** So many rows are read at once, which takes far less than a snapshot may be held. */
    private static final int ROWS_AT_ONCE_MAX = 1_000;

    private static final Comparator<AccountEntry> BY_NUMBER = Comparator.comparingLong(AccountEntry::number);

    /**
     * Reads everything. What is changed meanwhile may be in it or not; since the changes are counted before, the next comparison
     * with the counter finds out.
     */
    static DirectoryView read(Store store) throws StoreException {
        long changes = store.read(Partition.DIRECTORY, now -> now.counter(DirectoryFormat.CHANGES));
        long scramAccounts = store.read(Partition.DIRECTORY, now -> now.counter(DirectoryFormat.SCRAM_ACCOUNTS));
        Map<String, DomainEntry> domains = new HashMap<>();
        for (Entry row : rows(store, DirectoryFormat.DOMAINS)) {
            DomainEntry domain =
                    DirectoryFormat.readDomain(row.key(), row.value().bytes());
            domains.put(domain.name(), domain);
        }
        Map<Long, AccountSettings> settings = new HashMap<>();
        for (Entry row : rows(store, DirectoryFormat.SETTINGS)) {
            settings.put(
                    row.key().u64At(1),
                    DirectoryFormat.readSettings(row.key(), row.value().bytes()));
        }
        Map<String, AccountEntry> accounts = new HashMap<>();
        Map<String, AccountEntry> first = new HashMap<>();
        for (Entry row : rows(store, DirectoryFormat.ACCOUNTS)) {
            AccountEntry read =
                    DirectoryFormat.readAccount(row.key(), row.value().bytes());
            AccountEntry account = read.with(settings.getOrDefault(read.number(), AccountSettings.DEFAULT));
            accounts.put(account.address(), account);
            first.putIfAbsent(domainOf(account), account);
        }
        return new DirectoryView(
                changes,
                scramAccounts,
                legacy(accounts.values()),
                FrozenMap.of(domains),
                FrozenMap.of(accounts),
                FrozenMap.of(first));
    }

    private static long legacy(Collection<AccountEntry> accounts) {
        return accounts.stream()
                .filter(account -> account.settings().legacyLogin())
                .count();
    }

    static List<Entry> rows(Store store, Key table) throws StoreException {
        List<Entry> all = new ArrayList<>();
        Key from = table;
        while (true) {
            Key start = from;
            List<Entry> some = store.read(
                    Partition.DIRECTORY, now -> now.range(start, table.afterPrefix(), ROWS_AT_ONCE_MAX, false));
            all.addAll(some);
            if (some.size() < ROWS_AT_ONCE_MAX) {
                return all;
            }
            from = some.getLast().key().bytes(new byte[1]);
        }
    }

    static String domainOf(AccountEntry account) {
        return account.address().substring(account.address().lastIndexOf('@') + 1);
    }

    /**
     * The account that gets mail for an address in its normal form: the one of that name, else the one whose name stands before
     * the separator, else the postmaster if that is who is asked for.
     */
    Optional<AccountEntry> resolve(AccountName name, String separator) {
        Optional<AccountEntry> exact = accounts.get(name.address());
        if (exact.isPresent()) {
            return exact;
        }
        String localPart = name.localPart();
        int cut = separator.isEmpty() ? -1 : localPart.indexOf(separator);
        if (cut > 0) {
            return resolve(new AccountName(localPart.substring(0, cut), name.domain()), "");
        }
        return localPart.equals(POSTMASTER) && domains.contains(name.domain())
                ? postmasterOf(name.domain()).or(this::postmaster)
                : Optional.empty();
    }

    /** The postmaster of the domain that was added first and has an account. */
    Optional<AccountEntry> postmaster() {
        return domains.values()
                .sorted(Comparator.comparing(DomainEntry::created).thenComparing(DomainEntry::name))
                .flatMap(domain -> postmasterOf(domain.name()).stream())
                .findFirst();
    }

    private Optional<AccountEntry> postmasterOf(String domain) {
        return accounts.get(POSTMASTER + "@" + domain).or(() -> firstAccounts.get(domain));
    }

    /** The account of this local part, if exactly one hosted domain has one. */
    Optional<AccountEntry> onlyOneNamed(String localPart) {
        List<AccountEntry> named = domains.values()
                .flatMap(domain -> accounts.get(localPart + "@" + domain.name()).stream())
                .limit(2)
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    DirectoryView with(long number, DomainEntry domain) {
        return new DirectoryView(
                number, scramAccounts, legacyAccounts, domains.with(domain.name(), domain), accounts, firstAccounts);
    }

    DirectoryView withoutDomain(long number, String domain) {
        return new DirectoryView(
                number, scramAccounts, legacyAccounts, domains.without(domain), accounts, firstAccounts);
    }

    /** @param scramAdded 1 if the account can log in with SCRAM and could not before, else 0 */
    DirectoryView with(long number, AccountEntry account, int scramAdded) {
        String domain = domainOf(account);
        boolean first = firstAccounts
                .get(domain)
                .map(other -> account.number() <= other.number())
                .orElse(true);
        long legacyBefore = legacy(accounts.get(account.address()).stream().toList());
        return new DirectoryView(
                number,
                scramAccounts + scramAdded,
                legacyAccounts - legacyBefore + legacy(List.of(account)),
                domains,
                accounts.with(account.address(), account),
                first ? firstAccounts.with(domain, account) : firstAccounts);
    }

    /** @param scramRemoved 1 if the account could log in with SCRAM, else 0 */
    DirectoryView without(long number, AccountEntry account, int scramRemoved) {
        FrozenMap<String, AccountEntry> left = accounts.without(account.address());
        String domain = domainOf(account);
        FrozenMap<String, AccountEntry> first = firstAccounts;
        if (firstAccounts
                .get(domain)
                .filter(other -> other.number() == account.number())
                .isPresent()) {
            first = left.values()
                    .filter(other -> domainOf(other).equals(domain))
                    .min(BY_NUMBER)
                    .map(next -> firstAccounts.with(domain, next))
                    .orElseGet(() -> firstAccounts.without(domain));
        }
        return new DirectoryView(
                number,
                scramAccounts - scramRemoved,
                legacyAccounts - legacy(accounts.get(account.address()).stream().toList()),
                domains,
                left,
                first);
    }
}

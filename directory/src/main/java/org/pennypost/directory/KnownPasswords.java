package org.pennypost.directory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pennypost.names.Idna;

/**
 * The passwords with which guessers begin when they try the same few at every account (RFC 9051 §11.7): some thousands that are
 * known from leaks, in any case of letters ({@code known-passwords.txt}); words like {@code Summer2026!}
 * ({@code sprayed-words.txt}); and the account's own name and domain, alone or with a number and a mark behind them. Immutable.
 */
final class KnownPasswords {
    private static final Pattern NUMBERED = Pattern.compile("(.+?)[-_.@#]?\\d{0,8}[^\\p{L}\\d]{0,3}", Pattern.DOTALL);

    /** Shorter names are no hint: {@code jo} with digits behind it is a matter of {@link PasswordStrength}. */
    private static final int NAME_CHARACTERS_MIN = 3;

    private final Set<String> passwords;
    private final Set<String> words;

    private KnownPasswords(Set<String> passwords, Set<String> words) {
        this.passwords = Set.copyOf(passwords);
        this.words = Set.copyOf(words);
    }

    /** Those that come with this library; read when somebody first asks for them. */
    static KnownPasswords all() {
        return Loaded.ALL;
    }

    private static final class Loaded {
        static final KnownPasswords ALL = new KnownPasswords(lines("known-passwords.txt"), lines("sprayed-words.txt"));
    }

    /**
     * Whether a guesser would try this password soon.
     *
     * @param password in the form of {@link Password}
     */
    boolean contains(String password, AccountName account) {
        String lower = password.toLowerCase(Locale.ROOT);
        if (passwords.contains(lower)
                || List.of(account.localPart(), account.domain(), account.address())
                        .contains(lower)) {
            return true;
        }
        Matcher numbered = NUMBERED.matcher(lower);
        if (!numbered.matches()) {
            return false;
        }
        String word = numbered.group(1);
        return words.contains(word)
                || (word.length() >= NAME_CHARACTERS_MIN && names(account).contains(word));
    }

    /** Whether this is a word that passwords are made of, in lower case. */
    boolean isWord(String word) {
        return passwords.contains(word) || words.contains(word);
    }

    /** What an attacker knows of an account, in lower case: the parts of its name and of its domain. */
    static Set<String> names(AccountName account) {
        Set<String> names = new HashSet<>();
        names.add(account.localPart());
        names.addAll(List.of(account.localPart().split("[^\\p{L}\\d]+")));
        String domain = Idna.toUnicode(account.domain());
        names.addAll(List.of(domain.split("\\.")));
        names.addAll(List.of(domain.split("[^\\p{L}\\d]+")));
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> lines(String resource) {
        try (InputStream in = KnownPasswords.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the program");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

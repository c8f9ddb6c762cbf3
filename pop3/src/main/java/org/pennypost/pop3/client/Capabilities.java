package org.pennypost.pop3.client;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a server says that it can do (RFC 2449 §5): keywords with their parameters. */
public final class Capabilities {
    /** Of a server that does not tell. */
    static final Capabilities NONE = new Capabilities(List.of());

    private final Map<String, List<String>> parameters = new LinkedHashMap<>();

    Capabilities(List<String> lines) {
        for (String line : lines) {
            String[] words = line.strip().split(" +", -1);
            parameters.put(words[0].toUpperCase(Locale.ROOT), List.of(Arrays.copyOfRange(words, 1, words.length)));
        }
    }

    public boolean offers(String keyword) {
        return parameters.containsKey(keyword);
    }

    /** The parameters of a capability; none where it is not offered. */
    public List<String> parameters(String keyword) {
        return parameters.getOrDefault(keyword, List.of());
    }

    @Override
    public String toString() {
        return parameters.toString();
    }
}

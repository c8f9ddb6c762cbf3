package org.pennypost.pop3.commands;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pennypost.pop3.Pop3Command;

/** Every command that this server knows, in the order of the RFCs. */
public final class Commands {
    /** The first words of web clients, which have no business here. */
    public static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final List<Pop3Command> ALL = List.of(
            new User(),
            new Pass(),
            new Quit(),
            new Stat(),
            new ListMessages(),
            new Retr(),
            new Dele(),
            new Noop(),
            new Rset(),
            new Top(),
            new Uidl(),
            new Last(),
            new Capa(),
            new Stls(),
            new Auth(),
            new ApopLogin(),
            new Utf8(),
            new Lang());

    private static final Map<String, Pop3Command> BY_KEYWORD =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Pop3Command::keyword, Function.identity()));

    private Commands() {}

    /** The command of this keyword, which is in capitals. */
    public static Optional<Pop3Command> named(String keyword) {
        return Optional.ofNullable(BY_KEYWORD.get(keyword));
    }
}

package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;

/** ID: client and server say what programs they are (RFC 2971 §3.1). What the client says changes nothing. */
record Id(Map<String, String> said) implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("ID", CommandSpec.ANY, Set.of(), "ID NIL, or ID (\"name\" \"program\" ...)", Id::parse);

    /** The most fields (RFC 2971 §3.3). */
    private static final int FIELDS_MAX = 30;

    /** {@code id = "ID" SP id_params_list}. */
    private static Id parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        Map<String, String> said = new LinkedHashMap<>();
        if (in.acceptWord("NIL")) {
            return new Id(said);
        }
        in.expect('(');
        while (!in.accept(')')) {
            if (!said.isEmpty()) {
                in.sp();
            }
            String field = in.string();
            in.sp();
            said.put(field, in.nstring().orElse(""));
            if (said.size() > FIELDS_MAX) {
                throw new BadSyntax("at most " + FIELDS_MAX + " fields are told");
            }
        }
        return new Id(said);
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        out.untagged("ID (\"name\" \"Pennypost\")");
        return new Outcome.Ok("Pleased to meet you.");
    }
}

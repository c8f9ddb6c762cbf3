package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.Feature;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;

/** ENABLE asks the server to speak otherwise from now on (RFC 9051 §6.3.1). What it does not know is passed over. */
record Enable(List<String> names) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "ENABLE", CommandSpec.LOGGED_IN, Set.of(), "ENABLE capability [capability ...]", Enable::parse);

    /** {@code enable = "ENABLE" 1*(SP capability)}. */
    private static Enable parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        List<String> names = new ArrayList<>();
        do {
            in.sp();
            names.add(in.atom());
        } while (!in.isAtEnd());
        return new Enable(names);
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        List<String> offered = session.service().vocabulary().capabilities(session);
        Set<Feature> features = new LinkedHashSet<>();
        for (String name : names) {
            Feature.named(name)
                    .filter(known -> offered.contains(known.capability()) && !session.has(known))
                    .ifPresent(features::add);
        }
        boolean condstore = session.has(Feature.CONDSTORE);
        StringBuilder enabled = new StringBuilder("ENABLED");
        for (Feature feature : features) {
            session.enable(feature);
            enabled.append(' ').append(feature.capability());
        }
        out.untagged(enabled.toString());
        if (!condstore && session.has(Feature.CONDSTORE)) {
            session.tellHighestModSeq(out);
        }
        return new Outcome.Ok("ENABLE done.");
    }
}

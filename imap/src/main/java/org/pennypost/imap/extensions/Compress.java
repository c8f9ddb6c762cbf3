package org.pennypost.imap.extensions;

import java.util.List;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.Shown;

/** COMPRESS=DEFLATE: from the tagged OK on everything is compressed, both ways (RFC 4978). On offer until it was taken. */
final class Compress implements ImapExtension {
    private static final String FORM = "COMPRESS DEFLATE";

    private static final CommandSpec COMPRESS =
            new CommandSpec("COMPRESS", CommandSpec.LOGGED_IN, Set.of(), FORM, (in, _) -> parse(in));

    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED || session.isCompressed()
                ? List.of()
                : List.of("COMPRESS=DEFLATE");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(COMPRESS);
    }

    /** {@code compress = "COMPRESS" SP algorithm}. */
    private static Command parse(ImapReader in) throws BadSyntax {
        in.sp();
        String algorithm = in.keyword("an algorithm");
        if (!algorithm.equals("DEFLATE")) {
            throw new BadSyntax("there is no algorithm " + Shown.of(algorithm));
        }
        return (session, _) -> compress(session);
    }

    private static Outcome compress(ImapSession session) {
        if (session.isCompressed()) {
            return new Outcome.No(ResponseCode.COMPRESSIONACTIVE, "DEFLATE is active already, by COMPRESS.");
        }
        session.compress();
        return new Outcome.Compress("DEFLATE begins.");
    }
}

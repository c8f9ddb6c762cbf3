package org.pennypost.smtp.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pennypost.smtp.EnhancedStatus;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.Vocabulary;

/**
 * HELP: the commands, or one of them (RFC 5321 §4.1.1.8).
 *
 * @param topic a command's name in capitals, or empty
 */
public record Help(String topic) implements Command {
    /**
     * An optional command, so its extension brings it. Lenient: legal before a login, which RFC 4954 §6 does not list: whoever asks how to log in is told.
     */
    public static final CommandSpec SPEC = new CommandSpec(
            "HELP",
            CommandSpec.ANY_STATE,
            Set.of(Trait.BEFORE_LOGIN),
            "HELP [command]",
            "HELP MAIL",
            "Lists the commands, or explains one.",
            Help::parse);

    private static final EnhancedStatus OK = new EnhancedStatus(2, 0, 0);

    /** {@code help = "HELP" [ SP String ] CRLF}. */
    private static Help parse(SmtpReader in, Vocabulary vocabulary) {
        return new Help(in.rest().toUpperCase(Locale.ROOT));
    }

    @Override
    public Outcome handle(SmtpSession session) {
        Vocabulary vocabulary = session.service().vocabulary();
        if (topic.isEmpty()) {
            return new Outcome.Answer(all(vocabulary.commands()));
        }
        return new Outcome.Answer(vocabulary
                .command(topic)
                .map(spec -> Reply.of(214, OK, spec.form(), spec.purpose(), "For example: " + spec.example()))
                .orElseGet(() -> Reply.of(
                        504, "5.5.4", "There is no command " + Reply.quoted(topic) + ". HELP lists the commands.")));
    }

    private static Reply all(List<CommandSpec> commands) {
        List<String> lines = new ArrayList<>();
        lines.add("The commands of this server; HELP and a name says more:");
        for (CommandSpec each : commands) {
            lines.add(each.name() + " ".repeat(Math.max(1, 10 - each.name().length())) + each.purpose());
        }
        return new Reply(214, Optional.of(OK), lines);
    }
}

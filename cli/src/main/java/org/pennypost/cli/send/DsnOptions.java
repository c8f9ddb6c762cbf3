package org.pennypost.cli.send;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.ExitCode;
import org.pennypost.client.ReportsWanted;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.Xtext;
import picocli.CommandLine.Option;

/** What the sender wants to be told later on: delivery status notifications (RFC 3461 §4). */
final class DsnOptions {
    @Option(
            names = "--notify",
            paramLabel = "WHEN",
            description = "When to be told by e-mail: success, failure, delay, several with commas, or never.")
    private @Nullable String when;

    @Option(
            names = "--ret",
            paramLabel = "WHAT",
            description = "What of the message is to come back when it fails: full or hdrs.")
    private @Nullable String ret;

    @Option(
            names = "--envid",
            paramLabel = "TEXT",
            description = "Your own name for this sending, given back in reports.")
    private @Nullable String envid;

    ReportsWanted wanted() throws CommandFailure {
        return new ReportsWanted(
                read("--notify", EnvelopeParameters.NOTIFY, when),
                read("--ret", EnvelopeParameters.RET, ret),
                read("--envid", EnvelopeParameters.ENVID, envid == null ? null : Xtext.encode(envid)));
    }

    private static <T> Optional<T> read(String option, EsmtpParameter<T> parameter, @Nullable String text)
            throws CommandFailure {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parameter.read(Optional.of(text)));
        } catch (BadSyntax wrong) {
            throw new CommandFailure(ExitCode.USAGE, option + ": " + wrong.getMessage());
        }
    }
}

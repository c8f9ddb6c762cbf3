package org.pennypost.cli.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.server.AdminAccess;
import org.pennypost.server.StartFailure;
import org.pennypost.server.admin.AdminAnswer;
import org.pennypost.server.admin.AdminRequest;
import org.pennypost.server.admin.Reason;
import tools.jackson.databind.JsonNode;

/** Has an administrative command done, by the running server or on the store itself, and turns a refusal into the command's failure. */
final class AdminCall {
    private final Console console;
    private final DataOptions options;

    AdminCall(Console console, DataOptions options) {
        this.console = console;
        this.options = options;
    }

    JsonNode perform(AdminRequest request) throws CommandFailure, IOException {
        return perform(request, request, _ -> false);
    }

    /**
     * Has something begun, then asks again and again how far it is.
     *
     * @param goesOn looks at what was answered; waits before it says yes
     * @return the last answer
     */
    JsonNode perform(AdminRequest begin, AdminRequest ask, Predicate<JsonNode> goesOn)
            throws CommandFailure, IOException {
        AdminAnswer answer;
        try {
            answer = AdminAccess.perform(
                    options.read(OptionalInt.empty(), console.environment()),
                    begin,
                    ask,
                    each -> each instanceof AdminAnswer.Done done && goesOn.test(done.result()));
        } catch (StartFailure e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        return switch (answer) {
            case AdminAnswer.Done done -> done.result();
            case AdminAnswer.Refused refused -> throw new CommandFailure(exitCode(refused.reason()), refused.message());
        };
    }

    Path data() throws CommandFailure {
        return options.read(OptionalInt.empty(), console.environment()).data();
    }

    private static ExitCode exitCode(Reason reason) {
        return switch (reason) {
            case USAGE -> ExitCode.USAGE;
            case ABSENT -> ExitCode.UNAVAILABLE;
            case CONFLICT, DAMAGED -> ExitCode.DATA;
            case STORE -> ExitCode.IO_ERROR;
            case FAULT -> ExitCode.SOFTWARE;
        };
    }
}

package org.pennypost.cli.send;

import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.Octets;
import org.pennypost.cli.Printable;
import org.pennypost.cli.ReportOption;
import org.pennypost.client.ServerAddress;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.client.DeliveryResult;
import org.pennypost.smtp.client.SmtpRefused;
import org.pennypost.smtp.client.Step;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says what became of a message, to a person or to a program. */
record SendReport(Console console, ServerAddress server, String messageId) {
    /** Prints each recipient's fate and returns how the command ends: well only if all have it. */
    ExitCode print(DeliveryResult result, long octets, boolean json) {
        if (json) {
            printJson(result, octets);
        } else {
            result.recipients().forEach(this::printLine);
            if (result.complete()) {
                console.out()
                        .println("sent " + Octets.of(octets) + " through " + server + ", Message-ID "
                                + Printable.of(messageId));
            }
        }
        return exitCode(result);
    }

    private void printLine(DeliveryResult.Recipient recipient) {
        String line = address(recipient.path()) + ": "
                + Printable.of(recipient.reply().toString());
        if (recipient.accepted()) {
            console.out().println(line);
        } else {
            String advice = recipient.reply().transientFailure() ? " (try again later)" : "";
            console.err().println("pennypost: not sent to " + line + advice);
        }
    }

    private void printJson(DeliveryResult result, long octets) {
        ObjectNode report = JsonNodeFactory.instance
                .objectNode()
                .put("server", server.toString())
                .put("messageId", messageId)
                .put("octets", octets);
        ArrayNode recipients = report.putArray("recipients");
        for (DeliveryResult.Recipient recipient : result.recipients()) {
            ObjectNode entry = recipients
                    .addObject()
                    .put("address", address(recipient.path()))
                    .put("accepted", recipient.accepted())
                    .put("step", recipient.step().name())
                    .put("code", recipient.reply().code())
                    .put("text", recipient.reply().text());
            recipient.reply().status().ifPresent(status -> entry.put("status", status.toString()));
        }
        ReportOption.print(console, report);
    }

    private static String address(ForwardPath path) {
        return path.mailbox().map(Object::toString).orElse("postmaster");
    }

    /** The gravest fate decides: what can be tried again is told before what cannot, as a script that tries again loses nothing. */
    private static ExitCode exitCode(DeliveryResult result) {
        if (result.complete()) {
            return ExitCode.OK;
        }
        boolean temporary =
                result.failed().stream().anyMatch(recipient -> recipient.reply().transientFailure());
        return temporary ? ExitCode.TEMPORARY : permanent(result.failed().getFirst());
    }

    /** By the enhanced status (RFC 3463), or without one by the step. */
    private static ExitCode permanent(DeliveryResult.Recipient failed) {
        String status = failed.reply().status().map(Object::toString).orElse("");
        return switch (status) {
            case "5.1.1", "5.1.6", "5.2.1" -> ExitCode.NO_USER;
            case "5.1.2", "5.1.8", "5.1.10", "5.4.4" -> ExitCode.NO_HOST;
            case "5.7.0", "5.7.1", "5.7.8" -> ExitCode.NO_PERMISSION;
            case "5.3.4", "5.2.3" -> ExitCode.DATA;
            case "" -> failed.step() == Step.RECIPIENT ? ExitCode.NO_USER : ExitCode.UNAVAILABLE;
            default -> ExitCode.UNAVAILABLE;
        };
    }

    /** The server wanted no session with us. */
    CommandFailure failure(SmtpRefused refused) {
        Reply reply = refused.reply();
        if (refused.step() == Step.STARTTLS) {
            return new CommandFailure(
                    reply.transientFailure() ? ExitCode.TEMPORARY : ExitCode.UNAVAILABLE,
                    server + " does not encrypt here: " + Printable.of(reply.text())
                            + " (another port, or --tls when-offered)");
        }
        return new CommandFailure(
                reply.transientFailure() ? ExitCode.TEMPORARY : ExitCode.UNAVAILABLE,
                server + " wants no mail from here: " + Printable.of(reply.toString()));
    }
}

package org.pennypost.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.pennypost.smtp.client.MalformedReply;

/** Says what it means for a person when a server cannot be reached. */
public final class NetworkFailure {
    private NetworkFailure() {}

    /**
     * Returns the failure of a command.
     *
     * @param server as the person named it
     * @param failure what happened
     */
    public static CommandFailure of(String server, IOException failure) {
        return switch (failure) {
            case UnknownHostException _ ->
                new CommandFailure(
                        ExitCode.NO_HOST, "there is no host of this name: " + server + " (check the spelling)");
            case NoRouteToHostException _ ->
                new CommandFailure(ExitCode.UNAVAILABLE, "no way leads to " + server + " (check the network)");
            case ConnectException _ ->
                new CommandFailure(
                        ExitCode.UNAVAILABLE,
                        "nothing listens at " + server + " (is the server running, and is this its port?)");
            case SocketTimeoutException _ ->
                new CommandFailure(ExitCode.TEMPORARY, server + " does not answer in time: try again later");
            case SSLException tls -> ofTls(server, tls);
            case org.pennypost.imap.client.MalformedAnswer other -> ofProtocol(server, other);
            case org.pennypost.pop3.client.MalformedAnswer other -> ofProtocol(server, other);
            case MalformedReply other -> ofProtocol(server, other);
            case EOFException closed ->
                new CommandFailure(
                        ExitCode.TEMPORARY,
                        "the connection to " + server + " broke: " + closed.getMessage()
                                + ": try again (or does this port speak TLS from the first byte?)");
            default ->
                new CommandFailure(
                        ExitCode.TEMPORARY,
                        "the connection to " + server + " broke: " + failure.getMessage() + ": try again");
        };
    }

    private static CommandFailure ofProtocol(String server, IOException other) {
        return new CommandFailure(
                ExitCode.PROTOCOL,
                Printable.of(server + ": " + other.getMessage() + " (does this port speak something else?)"));
    }

    private static CommandFailure ofTls(String server, SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new CommandFailure(
                        ExitCode.NO_PERMISSION,
                        "the certificate of " + server + " is not trusted: " + cause.getMessage()
                                + " (--insecure accepts any, for a server of your own)");
            }
        }
        return new CommandFailure(
                ExitCode.PROTOCOL,
                "no encrypted connection with " + server + ": " + failure.getMessage()
                        + " (does this port speak TLS from the start?)");
    }
}

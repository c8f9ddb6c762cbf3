package org.pennypost.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.pennypost.server.admin.AdminAnswer;
import org.pennypost.server.admin.AdminClient;
import org.pennypost.server.admin.AdminRequest;
import org.pennypost.server.admin.Reason;
import org.pennypost.server.config.Configuration;

/** Has administrative commands done: by the server that runs on the data folder, or where none runs, here on the opened store. */
public final class AdminAccess {
    private AdminAccess() {}

    /**
     * Does one.
     *
     * @throws StartFailure if the store cannot be opened
     * @throws IOException if the server went away in the middle
     */
    public static AdminAnswer perform(Configuration configuration, AdminRequest request)
            throws StartFailure, IOException {
        Optional<AdminAnswer> answered = AdminClient.ask(configuration.data(), request);
        if (answered.isPresent()) {
            return answered.get();
        }
        if (request.needsServer()) {
            return new AdminAnswer.Refused(
                    Reason.ABSENT,
                    "no server runs on " + configuration.data()
                            + ": start one with 'pennypost serve', or name another folder with --data");
        }
        if (!Files.exists(configuration.data())) {
            return new AdminAnswer.Refused(
                    Reason.ABSENT,
                    "there is no data folder " + configuration.data()
                            + ": 'pennypost serve' makes one, or name another with --data");
        }
        Wiring wiring = Wiring.open(configuration);
        try {
            return wiring.administration(Optional.empty()).perform(request);
        } finally {
            wiring.close();
        }
    }
}

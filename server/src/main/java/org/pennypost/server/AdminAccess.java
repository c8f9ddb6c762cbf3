package org.pennypost.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Predicate;
import org.pennypost.server.admin.AdminAnswer;
import org.pennypost.server.admin.AdminClient;
import org.pennypost.server.admin.AdminRequest;
import org.pennypost.server.admin.Administration;
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
        return perform(configuration, request, request, _ -> false);
    }

    /**
     * Has something begun and then asks how far it is, with the store open all the time.
     *
     * @param begin what is asked first
     * @param ask what is asked after each answer that {@code goesOn} says yes to
     * @param goesOn looks at an answer; waits before it says yes
     * @return the last answer
     * @throws StartFailure as above
     * @throws IOException as above
     */
    public static AdminAnswer perform(
            Configuration configuration, AdminRequest begin, AdminRequest ask, Predicate<AdminAnswer> goesOn)
            throws StartFailure, IOException {
        Optional<AdminAnswer> answered = AdminClient.ask(configuration.data(), begin);
        if (answered.isPresent()) {
            while (answered.isPresent() && goesOn.test(answered.get())) {
                answered = AdminClient.ask(configuration.data(), ask);
            }
            return answered.orElseGet(() -> new AdminAnswer.Refused(
                    Reason.ABSENT, "the server has ended meanwhile; it goes on when it is started again"));
        }
        return performHere(configuration, begin, ask, goesOn);
    }

    private static AdminAnswer performHere(
            Configuration configuration, AdminRequest request, AdminRequest ask, Predicate<AdminAnswer> goesOn)
            throws StartFailure {
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
            Administration administration = wiring.administration(Optional.empty());
            AdminAnswer answer = administration.perform(request);
            while (goesOn.test(answer)) {
                answer = administration.perform(ask);
            }
            return answer;
        } finally {
            wiring.close();
        }
    }
}

package org.pennypost.smtp.session;

import org.pennypost.smtp.Reception;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.SmtpLimits;

/**
 * What all sessions of a server share.
 *
 * @param hostName the server's own name, first word of its greetings (RFC 5321 §4.3.1)
 * @param banner what follows the name in the 220 greeting
 * @param limits see there
 * @param tlsOffered whether STARTTLS can be performed
 * @param profile what the service is for and offers
 * @param vocabulary commands and extensions, as the profile has them
 * @param reception who decides about messages
 */
public record SmtpService(
        String hostName,
        String banner,
        SmtpLimits limits,
        boolean tlsOffered,
        ServiceProfile profile,
        Vocabulary vocabulary,
        Reception reception) {

    /** @return whether nothing happens before a login */
    boolean loginRequired() {
        return profile.kind() == ServiceKind.SUBMISSION;
    }
}

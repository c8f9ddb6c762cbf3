package org.pennypost.smtp.server;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.SmtpLimits;

/**
 * How a server presents itself.
 *
 * @param hostName its own fully-qualified name, or an address literal (RFC 5321 §4.3.1)
 * @param banner what follows the name in the greeting; begins with {@code ESMTP} so that old clients try EHLO
 * @param limits see there
 * @param tls gives the context for STARTTLS, asked anew for every handshake so that a certificate can be renewed; absent: STARTTLS is not offered
 * @param profile what the service is for and offers
 */
public record SmtpServerConfig(
        String hostName, String banner, SmtpLimits limits, Optional<Supplier<SSLContext>> tls, ServiceProfile profile) {
    /** The banner of a server that has nothing to add. */
    public static final String BANNER = "ESMTP Pennypost";

    public SmtpServerConfig {
        boolean printable = (hostName + banner).chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (hostName.isEmpty() || hostName.contains(" ") || !printable) {
            throw new IllegalArgumentException(
                    "host name and banner must be printable ASCII, and the name a single word: " + hostName);
        }
    }

    /** @return an inbound server with the default banner and limits, without STARTTLS */
    public static SmtpServerConfig named(String hostName) {
        return new SmtpServerConfig(hostName, BANNER, SmtpLimits.DEFAULT, Optional.empty(), ServiceProfile.INBOUND);
    }

    /** @return the same with other limits */
    public SmtpServerConfig with(SmtpLimits other) {
        return new SmtpServerConfig(hostName, banner, other, tls, profile);
    }

    /** @return the same with STARTTLS */
    public SmtpServerConfig withTls(Supplier<SSLContext> context) {
        return new SmtpServerConfig(hostName, banner, limits, Optional.of(context), profile);
    }

    /** @return the same as another service */
    public SmtpServerConfig with(ServiceProfile other) {
        return new SmtpServerConfig(hostName, banner, limits, tls, other);
    }
}

package org.pennypost.smtp.extensions;

import java.util.List;
import org.pennypost.smtp.session.SmtpExtension;

/** The extensions of the server, in the order in which EHLO announces them. A new one is a class and a line here. */
public final class SmtpExtensions {
    /** The list. */
    public static final List<SmtpExtension> ALL = List.of(
            new Pipelining(),
            new Size(),
            new EightBitMime(),
            new SmtpUtf8(),
            new EnhancedStatusCodes(),
            new StartTlsOffer(),
            new HelpOffer());

    private SmtpExtensions() {}
}

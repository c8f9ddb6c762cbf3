package org.pennypost.smtp.extensions;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.session.SmtpExtension;

/** The extensions of a service, in the order in which EHLO announces them. A new one is a class and a line here. */
public final class SmtpExtensions {
    private SmtpExtensions() {}

    /** @return those that every service has, and those that the profile offers */
    public static List<SmtpExtension> of(ServiceProfile profile) {
        List<SmtpExtension> extensions = new ArrayList<>(List.of(
                new Pipelining(),
                new Size(),
                new EightBitMime(),
                new SmtpUtf8(),
                new Chunking(),
                new Limits(),
                new EnhancedStatusCodes()));
        for (Offer offer : profile.offers()) {
            extensions.addAll(extensions(offer));
        }
        extensions.add(new StartTlsOffer());
        extensions.add(new HelpOffer());
        return extensions;
    }

    private static List<SmtpExtension> extensions(Offer offer) {
        return switch (offer) {
            case Offer.BinaryMime _ -> List.of(new BinaryMime());
            case Offer.DeliveryStatus _ -> List.of(new DeliveryStatus());
            case Offer.DeliverByTime time -> List.of(new DeliverByTime(time));
            case Offer.FutureRelease release -> List.of(new FutureRelease(release));
            case Offer.Priority _ -> List.of(new Priority());
            case Offer.RequireTls _ -> List.of(new RequireTls());
            case Offer.FetchedContent content -> List.of(new FetchedContent(content));
            case Offer.ProxiedClient client -> List.of(new ProxiedClient(client), new ForwardedClient(client));
            case Offer.RemoteQueue _ -> List.of(new RemoteQueue());
            case Offer.Login login -> List.of(new Authentication(login));
        };
    }
}

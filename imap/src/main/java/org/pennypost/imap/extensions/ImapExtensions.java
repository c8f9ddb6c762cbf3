package org.pennypost.imap.extensions;

import java.util.List;
import org.pennypost.imap.session.ImapExtension;

/** Every extension, in the order in which CAPABILITY announces them. */
public final class ImapExtensions {
    public static final List<ImapExtension> ALL = List.of(
            new StartTlsOffer(),
            new SaslOffer(),
            Announced.always("LITERAL+"),
            Announced.always("ID"),
            Announced.afterLogin("ENABLE"),
            Announced.afterLogin("NAMESPACE"),
            Announced.afterLogin("CHILDREN"),
            Announced.afterLogin("LIST-EXTENDED"),
            Announced.afterLogin("LIST-STATUS"),
            Announced.afterLogin("SPECIAL-USE"),
            Announced.afterLogin("CREATE-SPECIAL-USE"),
            Announced.afterLogin("IDLE"),
            Announced.afterLogin("UNSELECT"),
            Announced.afterLogin("UIDPLUS"),
            Announced.afterLogin("MOVE"),
            Announced.afterLogin("MULTIAPPEND"),
            Announced.afterLogin("BINARY"),
            new Compress(),
            new Sort(),
            new Threading(),
            new Within(),
            new PreviewItem(),
            new SaveDate(),
            new ObjectIds(),
            new QuotaRoots(),
            Announced.afterLogin("STATUS=SIZE"),
            new AppendLimit(),
            new Unauthenticate(),
            Announced.afterLogin("UTF8=ACCEPT"),
            new Condstore(),
            Announced.afterLogin("ESEARCH"),
            Announced.afterLogin("SEARCHRES"),
            new FuzzySearch());

    private ImapExtensions() {}
}

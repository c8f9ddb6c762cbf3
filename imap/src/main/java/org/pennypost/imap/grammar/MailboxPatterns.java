package org.pennypost.imap.grammar;

import java.util.List;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.NameScope;

/**
 * The patterns of one LIST, any of which a name may match (RFC 5258 §3).
 *
 * @param patterns none matches nothing
 */
public record MailboxPatterns(List<MailboxPattern> patterns) implements NameScope {
    public MailboxPatterns {
        patterns = List.copyOf(patterns);
    }

    /** What all begin with. */
    @Override
    public String prefix() {
        if (patterns.isEmpty()) {
            return "";
        }
        String common = patterns.getFirst().prefix();
        for (MailboxPattern each : patterns) {
            String other = each.prefix();
            int length = 0;
            while (length < Math.min(common.length(), other.length())
                    && common.charAt(length) == other.charAt(length)) {
                length++;
            }
            common = common.substring(0, length);
        }
        boolean halved = !common.isEmpty() && Character.isHighSurrogate(common.charAt(common.length() - 1));
        return halved ? common.substring(0, common.length() - 1) : common;
    }

    @Override
    public boolean matches(MailboxName name) {
        return patterns.stream().anyMatch(each -> each.matches(name));
    }

    @Override
    public boolean reachesBelow(MailboxName name) {
        return patterns.stream().anyMatch(each -> each.reachesBelow(name));
    }
}

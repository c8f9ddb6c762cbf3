package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.testkit.Carrier;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.WireLog;

/** What CAPABILITY names. */
@Timeout(60)
class CapabilitiesTest {
    /** Of IANA's registry of IMAP capabilities, up to {@code =} where more follows; without obsolete ones. */
    private static final Set<String> REGISTERED = Set.of(
            ("ACL ANNOTATE-EXPERIMENT-1 APPENDLIMIT AUTH= BINARY CATENATE CHILDREN COMPRESS=DEFLATE CONDSTORE CONTEXT=SEARCH"
                            + " CONTEXT=SORT CONVERT CREATE-SPECIAL-USE ENABLE ESEARCH ESORT FILTERS I18NLEVEL=1"
                            + " I18NLEVEL=2 ID IDLE IMAPSIEVE= IMAP4rev1 IMAP4rev2 INPROGRESS LANGUAGE LIST-EXTENDED"
                            + " LIST-METADATA LIST-MYRIGHTS LIST-STATUS LITERAL+ LITERAL- LOGIN-REFERRALS LOGINDISABLED"
                            + " MAILBOX-REFERRALS MESSAGELIMIT= METADATA METADATA-SERVER MOVE MULTIAPPEND MULTISEARCH"
                            + " NAMESPACE NOTIFY OBJECTID PARTIAL PREVIEW QRESYNC QUOTA QUOTA=RES- QUOTASET REPLACE RIGHTS="
                            + " SASL-IR SAVEDATE SAVELIMIT= SEARCH=FUZZY SEARCHRES SORT SORT=DISPLAY SPECIAL-USE STARTTLS"
                            + " STATUS=SIZE THREAD=ORDEREDSUBJECT THREAD=REFERENCES UIDBATCHES UIDONLY UIDPLUS UNAUTHENTICATE"
                            + " UNSELECT URLAUTH URLAUTH=BINARY URL-PARTIAL UTF8=ACCEPT UTF8=ONLY WITHIN")
                    .split(" "));

    /** RFC 3501 §7.2.1, RFC 9051 §7.2.2: nothing is named that is not registered. */
    @Test
    void allAreRegistered() throws Exception {
        ImapStage stage = new ImapStage(Carrier.MEMORY);
        try {
            stage.given(List.of("account", "alice", "password", "secret"));
            Set<String> named = new TreeSet<>();
            try (ImapClient client = ImapClient.open(
                    new Connection(stage.link(), new Deadlines(() -> 0), WireLog.NONE),
                    ClientConfig.plain("localhost", 143),
                    DialogueListener.NONE)) {
                named.addAll(client.capabilities());
                client.login("alice", "secret");
                named.addAll(client.capabilities());
                client.logout();
            }
            assertThat(named)
                    .contains("IMAP4REV1", "IMAP4REV2", "IDLE", "STARTTLS")
                    .allMatch(CapabilitiesTest::isRegistered);
            assertThat(isRegistered("X-OURS")).isFalse();
        } finally {
            stage.close();
        }
    }

    private static boolean isRegistered(String name) {
        return REGISTERED.stream()
                .map(each -> each.toUpperCase(Locale.ROOT))
                .anyMatch(each -> each.equals(name)
                        || ((each.endsWith("=") || each.endsWith("=RES-") || each.equals("APPENDLIMIT"))
                                && name.startsWith(each.equals("APPENDLIMIT") ? "APPENDLIMIT=" : each)));
    }
}

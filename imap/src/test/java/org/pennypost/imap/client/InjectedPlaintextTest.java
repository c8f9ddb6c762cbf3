package org.pennypost.imap.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/** CVE-2011-0411 from the other side: what somebody put behind the server's go-ahead for TLS is not taken for words of the server. */
class InjectedPlaintextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a2 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] in\r\n",
                "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n",
                "* PREAUTH you are in\r\n",
                "x"
            })
    void plaintextBehindTheGoAheadForTlsIsAnAttack(String injected) throws Exception {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
        String said = "* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\na1 OK go on\r\n" + injected;
        pair.server().write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> ImapClient.open(
                        new Connection(pair.client(), new Deadlines(() -> 0), WireLog.NONE),
                        ClientConfig.plain("localhost", 143).with(TlsMode.REQUIRED, ClientTls.trustingAll(), false),
                        DialogueListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(injected.length() + " bytes of plaintext");
    }
}

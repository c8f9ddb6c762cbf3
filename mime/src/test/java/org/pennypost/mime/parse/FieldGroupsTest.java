package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldGroupsTest {
    @Test
    void readsADeliveryStatus() {
        List<Header> groups = read("""
                Reporting-MTA: dns; mail.example.org
                Arrival-Date: Wed, 25 Nov 2026 10:00:00 +0100

                Final-Recipient: rfc822; bob@example.net
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1
                 no such user

                no field at all

                Final-Recipient: rfc822; carol@example.net
                Action: delayed
                """);

        assertThat(groups).extracting(group -> group.value("Action")).containsExactly("", "failed", "delayed");
        assertThat(groups.getFirst().value("reporting-mta")).isEqualTo("dns; mail.example.org");
        assertThat(groups.get(1).value("Diagnostic-Code")).isEqualTo("smtp; 550 5.1.1 no such user");
        assertThat(groups.get(2).fields()).hasSize(2);
    }

    @Test
    void readsAnything() {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n\n")).isEmpty();
        assertThat(read("--\n:\n")).isEmpty();
        assertThat(read("A: b")).hasSize(1);
        assertThat(read("A: b\n\n".repeat(20_000))).hasSize(FieldGroups.GROUPS_MAX);
        assertThat(read("no field\n".repeat(200_000))).isEmpty();
    }

    private static List<Header> read(String text) {
        return FieldGroups.read(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII), ParserOptions.DEFAULT);
    }
}

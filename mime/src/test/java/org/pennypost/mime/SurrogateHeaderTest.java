package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

/** RFC 6858: what a program sees that knows no UTF-8 in headers. */
final class SurrogateHeaderTest {
    private static String of(String header) {
        return new String(SurrogateHeader.of(header.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void fieldsInAsciiAreTheSameOctets() {
        String header = "Received: by x\r\n\tfor y;  now\r\nsubject:one\nX-Odd :  a \r\n\r\n";
        assertThat(of(header)).isEqualTo(header);
        assertThat(SurrogateHeader.isNeededFor(header.getBytes(StandardCharsets.UTF_8), header.length()))
                .isFalse();
    }

    @Test
    void textIsEncodedAndReadsTheSame() {
        String surrogate = of("Subject: Gr\u00fc\u00dfe aus\r\n K\u00f6ln\r\nX-Own: \u4f60\u597d\r\n\r\n");
        HeaderBlock read = HeaderBlock.read(surrogate.getBytes(StandardCharsets.UTF_8));
        assertThat(surrogate).matches("\\p{ASCII}*").endsWith("\r\n\r\n");
        assertThat(read.text("Subject")).isEqualTo("Gr\u00fc\u00dfe aus K\u00f6ln");
        assertThat(read.text("X-Own")).isEqualTo("\u4f60\u597d");
    }

    @Test
    void latin1IsReadAsSuch() {
        byte[] header = "Subject: Gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(HeaderBlock.read(SurrogateHeader.of(header)).text("Subject")).isEqualTo("Gr\u00fc\u00dfe");
    }

    @Test
    void aNameIsEncodedAndADomainBecomesALabels() {
        assertThat(of("From: J\u00fcrgen <j@b\u00fccher.example>\r\n"))
                .isEqualTo("From: =?utf-8?Q?J=C3=BCrgen?= <j@xn--bcher-kva.example>\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "Sender",
                "Reply-To",
                "To",
                "Cc",
                "Bcc",
                "Resent-From",
                "Resent-Sender",
                "Resent-To",
                "Resent-Cc",
                "Resent-Bcc",
                "Return-Path"
            })
    void anAddressWithoutAsciiFormBecomesOneThatNobodyHas(String field) {
        HeaderBlock read =
                HeaderBlock.read(of(field + ": <j\u00fcrgen@example.org>\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(AddressReader.read(read.first(field).orElseThrow().value()))
                .containsExactly(new FoundAddress.Mailbox(
                        "j\u00fcrgen@example.org", "", "invalid", "internationalized-address.invalid"));
    }

    @Test
    void groupsStayGroups() {
        assertThat(of("To: Ring: \u00e5@example.org, b@example.org;\r\n"))
                .contains("Ring:")
                .contains("invalid@internationalized-address.invalid")
                .contains("b@example.org;");
    }

    @Test
    void parametersTakeTheFormOfRfc2231() {
        assertThat(of("Content-Disposition: attachment; filename=\"Gr\u00fc\u00dfe.txt\"\r\n"))
                .isEqualTo("Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.txt\r\n");
        assertThat(of("Content-Type: text/plain; charset=utf-8; name=\u00fc\r\n"))
                .isEqualTo("Content-Type: text/plain; charset=utf-8; name*=utf-8''%C3%BC\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Message-ID", "References", "DKIM-Signature", "Received", "Date", "Content-Type"})
    void whatHasNoOtherFormIsLeftOut(String field) {
        assertThat(of("A: b\r\n" + field + ": \u00e4\r\nC: d\r\n")).isEqualTo("A: b\r\nC: d\r\n");
    }

    @Test
    void whatIsBehindTheFieldsStays() {
        byte[] message = "Subject: a\r\n\r\n\u00fc".getBytes(StandardCharsets.UTF_8);
        assertThat(SurrogateHeader.of(message)).isEqualTo(message);
        byte[] noEmptyLine = "Subject: a\r\nno field \u00fc\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(SurrogateHeader.of(noEmptyLine)).isEqualTo(noEmptyLine);
    }

    /** Whatever the fields hold, the result is ASCII with the fields that were ASCII untouched. */
    @Test
    void anyFieldsBecomeAscii() {
        Gen gen = Gen.seeded("SurrogateHeaderTest");
        List<String> names =
                List.of("From", "To", "Subject", "Content-Type", "Content-Disposition", "Message-ID", "X-Any");
        for (int i = 0; i < 2_000; i++) {
            byte[] value = gen.bytes(0, 60);
            for (int b = 0; b < value.length; b++) {
                if (value[b] == '\n' || value[b] == '\r') {
                    value[b] = ' ';
                }
            }
            byte[] name = (gen.oneOf(names) + ": ").getBytes(StandardCharsets.US_ASCII);
            byte[] field = new byte[name.length + value.length + 2];
            System.arraycopy(name, 0, field, 0, name.length);
            System.arraycopy(value, 0, field, name.length, value.length);
            field[field.length - 2] = '\r';
            field[field.length - 1] = '\n';
            byte[] surrogate = SurrogateHeader.of(field);
            assertThat(SurrogateHeader.isNeededFor(surrogate, surrogate.length)).isFalse();
            if (!SurrogateHeader.isNeededFor(field, field.length)) {
                assertThat(surrogate).isEqualTo(field);
            }
        }
    }
}

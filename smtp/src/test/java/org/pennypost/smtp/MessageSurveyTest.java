package org.pennypost.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

class MessageSurveyTest {
    /** What stands in front of {@code @} is a header, and {@code %} is text; {@code /} ends a line. */
    private static byte[] octets(String pattern, String header, String text) {
        return pattern.replace("@", header)
                .replace("%", text)
                .replace("/", "\r\n")
                .replace('|', '/')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static MessageSurvey survey(byte[] octets, int piece) {
        MessageSurvey survey = new MessageSurvey();
        for (int at = 0; at < octets.length; at += piece) {
            survey.accept(octets, at, Math.min(piece, octets.length - at));
        }
        assertThat(survey.octets()).isEqualTo(octets.length);
        return survey;
    }

    /**
     * RFC 6531 §3.2: "at any level within its MIME structure". Each {@code @} is a place in a header, each {@code %} one in a body.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: @//%",
                "Subject: x/ @/X: y//%/X: %/%",
                "@",
                "MIME-Version: 1.0/Content-Type: multipart|mixed; boundary=b//%/--b/X: @//%/--b/Y: @//%/--b--/X: %",
                "Content-Type: multipart|mixed;/ charset=x;/\tboundary=\"b =?\"//%/--b =?/X: @//%/--b =? /Y: @//%/--b =?--/%",
                "content-type : multipart|mixed; boundary=b//--b/X: %//%",
                "Content-Type: MULTIPART|MIXED; BOUNDARY=b//--b//%/--b/X: @//%",
                "Content-Type: multipart|mixed; boundary=b//--b/Content-Type: multipart|alternative; boundary=bb//--bb/X: @//--b%/--bb--/%/--b/X: @//%",
                "Content-Type: multipart|mixed; boundary=b//--b/Content-Type: multipart|mixed; boundary=c//--c/X: @//%/--b/X: @//--c/X: %//%",
                "Content-Type: message|rfc822//X: @/Content-Type: multipart|mixed; boundary=b//--b/X: @//%",
                "Content-Type: multipart|mixed; boundary=b//--b/Content-Type: message|global//X: @//%/--b/X: @/--b/Y: @//%",
                "Content-Type: multipart|digest; boundary=b//--b//X: @//%/--b//Y: @//%/--b/Content-Type: text|plain//X: %",
                "Content-Type: multipart|report; boundary=b//--b/Content-Type: message|global-headers//X: %/--b/X: @//%",
                "Content-Type: text|plain; boundary=b//--b/X: %//%",
                "X: Content-Type: multipart|mixed; boundary=b//--b/X: %//%",
                "Content-Type: multipart|mixed//--b/X: %//%",
                "Content-Type: multipart|mixed; boundary=b//x--b/X: %//-/--/--bb/X: %//--b-/X: %//%",
            })
    void whatIsAHeaderIsFoundAtAnyLevel(String pattern) {
        for (int mark = 0; mark < pattern.length(); mark++) {
            char kind = pattern.charAt(mark);
            if (kind != '@' && kind != '%') {
                continue;
            }
            byte[] octets = octets(pattern.substring(0, mark) + "\u00fc" + pattern.substring(mark + 1), "x", "x");
            for (int piece = 1; piece <= octets.length; piece += piece < 3 ? 1 : octets.length) {
                MessageSurvey survey = survey(octets, piece);
                assertThat(survey.utf8Header())
                        .as("%s at %d, by %d", pattern, mark, piece)
                        .isEqualTo(kind == '@');
                assertThat(survey.eightBit()).isTrue();
            }
        }
        MessageSurvey plain = survey(octets(pattern, "x", "x"), 5);
        assertThat(plain.utf8Header() || plain.eightBit()).isFalse();
        assertThat(plain.labelled()).isTrue();
    }

    /** RFC 5321 §2.4: only the message's own header says what it is. */
    @Test
    void eightBitsAreLabelledByMimeVersionAlone() {
        assertThat(survey("mime-version: 1.0\r\n\r\n\u00fc".getBytes(StandardCharsets.UTF_8), 3)
                        .labelled())
                .isTrue();
        assertThat(survey("Subject: x\r\n\r\n\u00fc".getBytes(StandardCharsets.UTF_8), 3)
                        .labelled())
                .isFalse();
        assertThat(survey(
                                "Content-Type: message/rfc822\r\n\r\nMIME-Version: 1.0\r\n\r\n\u00fc"
                                        .getBytes(StandardCharsets.UTF_8),
                                3)
                        .labelled())
                .isFalse();
        assertThat(survey("Subject: \u00fc\r\n\r\nx".getBytes(StandardCharsets.UTF_8), 3)
                        .labelled())
                .isTrue();
    }

    /** Whatever comes, however it is cut, the answer is the same and memory has its bound. */
    @Test
    void piecesChangeNothing() {
        Gen gen = Gen.seeded("MessageSurveyTest");
        String[] words = {
            "\r\n",
            "\n",
            "\r",
            "--b",
            "--b--",
            "--",
            "-",
            " ",
            "Content-Type: multipart/mixed; boundary=b\r\n",
            "\u00fc",
            "x",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: multipart/digest; boundary=\"b\"\r\n",
            "MIME-Version: 1.0\r\n",
            "x".repeat(300)
        };
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = gen.number(0, 40); i > 0; i--) {
                text.append(words[gen.number(0, words.length - 1)]);
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
            MessageSurvey whole = survey(octets, Math.max(1, octets.length));
            MessageSurvey pieces = survey(octets, gen.number(1, 7));
            assertThat(pieces.utf8Header()).as("%s", text).isEqualTo(whole.utf8Header());
            assertThat(pieces.eightBit()).isEqualTo(whole.eightBit());
            assertThat(pieces.labelled()).isEqualTo(whole.labelled());
        }
    }
}

package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** RFC 5321 §6.3: to whom a message has been delivered, however its octets come. */
final class DeliveredToTest {
    private static DeliveredTo read(String message, int piece) {
        DeliveredTo fields = new DeliveredTo();
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            fields.read(bytes, at, Math.min(piece, bytes.length - at));
        }
        return fields;
    }

    @Test
    void theMessageMayBeCutAnywhere() {
        String message =
                "Delivered-To: a@b.example\r\nX: y\r\nDELIVERED-TO: \u00fc@b.example\r\n\r\nDelivered-To: c@d.example\r\n";
        for (int piece = 1; piece < message.length(); piece++) {
            DeliveredTo fields = read(message, piece);
            assertThat(fields.has("A@B.example")).isTrue();
            assertThat(fields.has("\u00fc@b.example")).isTrue();
            assertThat(fields.has("c@d.example")).isFalse();
        }
    }

    @Test
    void whatIsTooLongOrTooMuchIsLeft() {
        String many = "Delivered-To: x@y.example\r\n".repeat(200_000);
        assertThat(read("Delivered-To: " + "a".repeat(1_000_000) + "\r\n" + many, 4_096)
                        .has("x@y.example"))
                .isTrue();
        StringBuilder different = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            different.append("Delivered-To: u").append(i).append("@y.example\r\n");
        }
        DeliveredTo bounded = read(different.toString(), 1_000);
        assertThat(bounded.has("u99@y.example")).isTrue();
        assertThat(bounded.has("u100@y.example")).isFalse();
    }
}

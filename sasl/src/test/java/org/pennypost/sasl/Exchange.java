package org.pennypost.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Our client against our server, and what they are made of. */
final class Exchange {
    static final InetAddress HOME = InetAddress.getLoopbackAddress();
    static final byte[] CHANNEL = bytes("the channel");

    private Exchange() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Mechanisms mechanisms(Authenticator directory) {
        return new Mechanisms(directory, "mail.example.test", new Random(1), InstantSource.system());
    }

    static SaslChannel bound(byte[] data) {
        return SaslChannel.secured(HOME, List.of(ChannelBinding.TLS_EXPORTER), binding(data), Optional.empty());
    }

    static ClientChannel clientBound(byte[] data) {
        return new ClientChannel(true, List.of(ChannelBinding.TLS_EXPORTER), binding(data), "mail.example.test", 143);
    }

    static ChannelBinding binding(byte[] data) {
        return type -> type.equals(ChannelBinding.TLS_EXPORTER) ? Optional.of(data) : Optional.empty();
    }

    /** What a server says in the end, with the first response sent with the command or not. */
    static SaslStep run(SaslServer server, SaslClient client, boolean initial) throws SaslFailure {
        SaslStep step = server.start(initial ? client.initialResponse() : Optional.empty());
        for (int turns = 0; step instanceof SaslStep.Challenge(byte[] challenge); turns++) {
            assertThat(turns).as("turns of %s", server.mechanism()).isLessThan(6);
            step = server.respond(client.respond(challenge));
        }
        if (step instanceof SaslStep.Success(Identity _, Optional<byte[]> data)) {
            if (data.isPresent()) {
                client.respond(data.get());
            }
            client.completed();
        }
        return step;
    }

    static Identity success(SaslStep step) {
        assertThat(step).isInstanceOf(SaslStep.Success.class);
        return ((SaslStep.Success) step).identity();
    }

    static SaslStep.Kind failure(SaslStep step) {
        assertThat(step).isInstanceOf(SaslStep.Failure.class);
        return ((SaslStep.Failure) step).kind();
    }

    static String challenge(SaslStep step) {
        assertThat(step).isInstanceOf(SaslStep.Challenge.class);
        return text(((SaslStep.Challenge) step).bytes());
    }
}

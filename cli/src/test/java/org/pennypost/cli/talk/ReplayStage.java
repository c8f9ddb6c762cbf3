package org.pennypost.cli.talk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.ScriptedServer;
import org.pennypost.testkit.Dialogue;
import org.pennypost.testkit.Stage;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.testing.LinkDialogue;

/** Plays what talk has saved against the server that it was saved from. */
final class ReplayStage implements Stage {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String script;
    private @Nullable ScriptedServer server;

    ReplayStage(String script) {
        this.script = script;
    }

    @Override
    public void given(List<String> words) {
        throw new IllegalArgumentException("talk saves no 'given'");
    }

    @Override
    public Dialogue connect(List<String> as, boolean tls) throws IOException {
        ScriptedServer started = ScriptedServer.start(script);
        server = started;
        return new LinkDialogue(
                SocketLink.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), started.port()), PATIENCE));
    }

    @Override
    public void advance(Duration time) {
        throw new IllegalArgumentException("talk saves no 'wait'");
    }

    @Override
    public boolean mayPipelineAfter(String clientLine) {
        return !clientLine.equals("STARTTLS");
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}

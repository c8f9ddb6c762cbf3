package org.pennypost.cli.send;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Printable;
import org.pennypost.client.ProgressListener;
import org.pennypost.client.Sending;

/** Shows a session in the notation of transcripts, where that was asked for, and passes progress on. */
record Dialogue(@Nullable PrintStream shown, ProgressListener progress) implements Sending.Listener {
    @Override
    public void sent(String line) {
        show("C: " + line);
    }

    @Override
    public void received(String line) {
        show("S: " + line);
    }

    @Override
    public void progress(long octets, long total) {
        progress.progress(octets, total);
    }

    private void show(String line) {
        if (shown != null) {
            shown.println(Printable.of(line));
        }
    }
}

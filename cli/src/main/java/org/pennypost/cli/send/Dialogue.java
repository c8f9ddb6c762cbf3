package org.pennypost.cli.send;

import java.io.PrintStream;
import org.pennypost.cli.Printable;
import org.pennypost.client.ProgressListener;
import org.pennypost.client.Sending;

/** Shows a session in the notation of transcripts, where that was asked for, and what was done to the message; passes progress on. */
record Dialogue(PrintStream shown, boolean verbose, ProgressListener progress) implements Sending.Listener {
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

    @Override
    public void note(String text) {
        shown.println("pennypost: note: " + Printable.of(text));
    }

    private void show(String line) {
        if (verbose) {
            shown.println(Printable.of(line));
        }
    }
}

package org.pennypost.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.pennypost.pop3.client.DialogueListener;

/** Shows a session in the notation of transcripts, where that was asked for ({@code --verbose}). */
public record ShownDialogue(@Nullable PrintStream shown) implements DialogueListener {
    @Override
    public void sent(String line) {
        show("C: " + line);
    }

    @Override
    public void received(String line) {
        show("S: " + line);
    }

    private void show(String line) {
        if (shown != null) {
            shown.println(Printable.of(line));
        }
    }
}

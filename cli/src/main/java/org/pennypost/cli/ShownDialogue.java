package org.pennypost.cli;

import java.io.PrintStream;
import org.pennypost.wire.DialogueListener;

/**
 * Shows what the server wants the user to be told, and the session in the notation of transcripts where that was asked for ({@code --verbose}).
 *
 * @param screen standard error
 */
public record ShownDialogue(PrintStream screen, boolean verbose) implements DialogueListener {
    @Override
    public void sent(String line) {
        show("C: " + line);
    }

    @Override
    public void received(String line) {
        show("S: " + line);
    }

    @Override
    public void alert(String text) {
        screen.println("pennypost: the server says: " + Printable.of(text));
    }

    private void show(String line) {
        if (verbose) {
            screen.println(Printable.of(line));
        }
    }
}

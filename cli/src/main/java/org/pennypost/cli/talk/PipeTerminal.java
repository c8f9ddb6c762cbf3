package org.pennypost.cli.talk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pennypost.cli.Console;

/** A script: lines come from standard input, what the server says goes to standard output, notes to standard error. */
final class PipeTerminal implements TalkTerminal {
    private final Console console;
    private final BufferedReader lines;

    PipeTerminal(Console console) {
        this.console = console;
        lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> readLine(Conversation conversation) throws IOException {
        return Optional.ofNullable(lines.readLine());
    }

    @Override
    public void show(String line) {
        console.out().println(line);
    }

    @Override
    public void note(String text) {
        console.err().println("# " + text);
    }

    @Override
    public boolean waitsForAnswers() {
        return true;
    }

    @Override
    public void close() {
        console.out().flush();
    }
}

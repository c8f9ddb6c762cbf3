package org.pennypost.cli.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.testkit.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./pennypost serve} in a process of its own, as packaged, with its data in a folder of the test's and on free ports. Ended by
 * {@link #close}, or by {@link #kill} as by pulling the plug.
 */
final class RunningProgram implements AutoCloseable {
    /** How long a program may take to start or to end before the test gives up; nothing waits this long in practice. */
    private static final long SECONDS_MAX = 60;

    private static final Pattern ACCOUNT = Pattern.compile("(\\S+@example\\.test)\\s+password\\s+(\\S+)");

    private final Path data;
    private final Path config;
    private final Process process;
    private final List<String> screen = new ArrayList<>();
    private final JsonNode status;

    private RunningProgram(Path data, Path config, Process process) throws IOException, InterruptedException {
        this.data = data;
        this.config = config;
        this.process = process;
        readScreen();
        this.status =
                JsonMapper.shared().readTree(run(List.of(), "status", "--json").checkedOutput());
    }

    /** Starts a lab on free ports in {@code folder}; started again in the same folder, it finds what was there. */
    static RunningProgram start(Path folder, String... settings) throws IOException, InterruptedException {
        return startUnder(folder, List.of(), settings);
    }

    /** As {@link #start}, by a program such as {@code prlimit} that then becomes ours. */
    static RunningProgram startUnder(Path folder, List<String> starter, String... settings)
            throws IOException, InterruptedException {
        Path config = folder.resolve("e2e.toml");
        List<String> lines = new ArrayList<>(List.of(
                "lab = true",
                "smtp.listen = [\"127.0.0.1:0\"]",
                "submission.listen = [\"127.0.0.1:0\"]",
                "submissions.listen = [\"127.0.0.1:0\"]",
                "pop3.listen = [\"127.0.0.1:0\"]",
                "pop3s.listen = [\"127.0.0.1:0\"]",
                "imap.listen = [\"127.0.0.1:0\"]",
                "imaps.listen = [\"127.0.0.1:0\"]"));
        lines.addAll(List.of(settings));
        Files.write(config, lines);
        Path data = folder.resolve("data");
        ProcessBuilder builder = process(List.of("serve", "--data", data.toString(), "--config", config.toString()))
                .redirectErrorStream(true);
        builder.command().addAll(0, starter);
        return new RunningProgram(data, config, builder.start());
    }

    /** The program with these arguments, as built: nothing is built again while tests run. */
    static ProcessBuilder process(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Repository.top().resolve("pennypost").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PENNYPOST_AS_BUILT", "yes");
        return builder;
    }

    private void readScreen() throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            keep(line);
            if (line.startsWith("Ready")) {
                Thread.ofVirtual().name("screen").start(() -> drain(lines));
                return;
            }
        }
        throw new IllegalStateException("the program ended before it was ready:\n" + String.join("\n", screen));
    }

    private void drain(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            // The program was killed in the middle of a line.
        }
    }

    private void keep(String line) {
        synchronized (screen) {
            screen.add(line);
            screen.notifyAll();
        }
    }

    /** Waits until it has printed a line with these words. */
    void awaitScreen(String words) throws InterruptedException {
        synchronized (screen) {
            while (screen.stream().noneMatch(line -> line.contains(words))) {
                screen.wait(SECONDS_MAX * 1_000);
            }
        }
    }

    /** Everything that it has printed so far. */
    String screen() {
        synchronized (screen) {
            return String.join("\n", screen);
        }
    }

    Path data() {
        return data;
    }

    /** What {@code pennypost status --json} said after the start. */
    JsonNode status() {
        return status;
    }

    /** The port on which a service listens: {@code smtp}, {@code pop3} or {@code pop3s}. */
    int port(String service) {
        for (JsonNode listener : status.path("listeners")) {
            if (listener.path("service").asString().equals(service)) {
                return listener.path("port").asInt();
            }
        }
        throw new IllegalArgumentException("nothing listens for " + service);
    }

    /** The password that the first start printed for this account. */
    String password(String address) {
        Matcher account = ACCOUNT.matcher(screen());
        while (account.find()) {
            if (account.group(1).equals(address)) {
                return account.group(2);
            }
        }
        throw new IllegalStateException("no password for " + address + " on the screen:\n" + screen());
    }

    /** The certificate that it made for itself, which nobody else has signed. */
    Path certificate() throws IOException {
        try (var files = Files.walk(data.resolve("certificates"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains("BEGIN CERTIFICATE")) {
                    return file;
                }
            }
        }
        throw new IOException("the server has no certificate");
    }

    /** Runs another {@code pennypost} command on the same data, with lines for its standard input. */
    Finished run(List<String> input, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString(), "--config", config.toString()));
        return Finished.of(process(all), String.join("\n", input) + (input.isEmpty() ? "" : "\n"));
    }

    /** Ends it as SIGKILL does, in the middle of whatever it is doing. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await();
    }

    /** Ends it as SIGTERM does. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("the program did not end:\n" + screen());
    }

    int exitCode() {
        return process.exitValue();
    }

    /** A command that has run. */
    record Finished(int exit, String output, String errors) {
        static Finished of(ProcessBuilder builder, String input) throws IOException, InterruptedException {
            Process process = builder.start();
            var errors = new StringBuilder();
            Thread reader = Thread.ofVirtual()
                    .start(() -> process.errorReader(StandardCharsets.UTF_8)
                            .lines()
                            .forEach(line -> errors.append(line).append('\n')));
            try (var toIt = process.outputWriter(StandardCharsets.UTF_8)) {
                toIt.write(input);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running: " + builder.command());
            }
            reader.join();
            return new Finished(process.exitValue(), output, errors.toString());
        }

        /** A foreign program. */
        static Finished of(Map<String, String> environment, Path folder, String... command)
                throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(environment);
            return of(builder, "");
        }

        String checkedOutput() {
            if (exit != 0) {
                throw new IllegalStateException("exit code " + exit + ": " + Objects.requireNonNull(errors) + output);
            }
            return output;
        }
    }
}

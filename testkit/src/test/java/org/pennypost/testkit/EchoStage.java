package org.pennypost.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server of three words, for the runner's own tests: greets, echoes, and says how many writes it took. */
final class EchoStage implements Stage {
    final List<String> done = new ArrayList<>();
    final List<Integer> writes = new ArrayList<>();
    final List<Throwable> faults = new ArrayList<>();

    @Override
    public void given(List<String> words) {
        if (!words.getFirst().equals("name")) {
            throw new IllegalArgumentException("there is no 'given " + words.getFirst() + "' here, only 'given name'");
        }
        done.add("given " + words);
    }

    @Override
    public Dialogue connect(List<String> as, boolean tls) {
        done.add("connect " + as + (tls ? " tls" : ""));
        return new Echo();
    }

    @Override
    public void advance(Duration time) {
        done.add("wait " + time);
    }

    @Override
    public void restart() {
        done.add("restart");
    }

    @Override
    public void perform(String word, List<String> arguments, String block) {
        if (word.equals("fault")) {
            faults.add(new IllegalStateException("a bug"));
        } else if (word.equals("stored")) {
            done.add(word + " " + arguments + " " + block);
        } else {
            throw new IllegalArgumentException("there is no '" + word + "' here");
        }
    }

    @Override
    public boolean mayPipelineAfter(String clientLine) {
        return !clientLine.equals("alone");
    }

    @Override
    public List<Throwable> faults() {
        return faults;
    }

    private final class Echo implements Dialogue {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private boolean closed;

        Echo() {
            say("hello");
        }

        private void say(String text) {
            out.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void send(byte[] bytes) {
            writes.add(bytes.length);
            for (byte b : bytes) {
                line.write(b);
                if (b == '\n') {
                    answer(line.toString(StandardCharsets.UTF_8).stripTrailing());
                    line.reset();
                }
            }
        }

        private void answer(String text) {
            switch (text) {
                case "bye" -> closed = true;
                case "id" -> say("id " + System.identityHashCode(this));
                case "lf" -> out.writeBytes("bare\n".getBytes(StandardCharsets.UTF_8));
                default -> say("you said " + text);
            }
        }

        @Override
        public int read(byte[] into) throws IOException {
            if (out.size() == 0) {
                if (closed) {
                    return -1;
                }
                throw new IOException("nothing came");
            }
            byte[] bytes = out.toByteArray();
            int count = Math.min(bytes.length, into.length);
            System.arraycopy(bytes, 0, into, 0, count);
            out.reset();
            out.write(bytes, count, bytes.length - count);
            return count;
        }

        @Override
        public void startTls() {
            done.add("starttls");
        }

        @Override
        public void close() {
            done.add("close");
        }
    }
}

package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A disk whose power fails at the n-th call that changes it: of what was not synced any page may be there or not, and of names that were not either. */
final class PowerDisk implements Disk {
    private static final int PAGE = 512;

    /** What was asked for and is not synced. */
    private sealed interface Op {
        record Put(long position, ByteBuffer bytes) implements Op {}

        record Cut(long length) implements Op {}
    }

    private static final class State {
        byte[] durable = new byte[0];
        final List<Op> pending = new ArrayList<>();
    }

    interface OnFailure {
        void failed() throws IOException;
    }

    private final Disk disk = Disk.real();
    private final Map<String, State> files = new HashMap<>();
    private Set<String> durableNames = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private long left;
    private OnFailure onFailure = () -> {};
    private boolean off;

    PowerDisk(Path packs) throws IOException {
        if (Files.isDirectory(packs)) {
            for (String name : disk.list(packs)) {
                State state = new State();
                state.durable = Files.readAllBytes(packs.resolve(name));
                files.put(name, state);
                names.add(name);
                durableNames.add(name);
            }
        }
    }

    synchronized void failAt(long nth, OnFailure then) {
        left = nth;
        onFailure = then;
    }

    synchronized boolean isOff() {
        return off;
    }

    private void step() throws IOException {
        if (!off && --left <= 0) {
            off = true;
            onFailure.failed();
        }
        if (off) {
            throw new IOException("no power");
        }
    }

    private State state(Path file) {
        return files.computeIfAbsent(file.getFileName().toString(), _ -> new State());
    }

    /** What is found afterwards. */
    synchronized void image(Path packs, Random random) throws IOException {
        Set<String> all = new HashSet<>(names);
        all.addAll(durableNames);
        int mode = random.nextInt(5);
        for (String name : all.stream().sorted().toList()) {
            boolean sure = names.contains(name) && durableNames.contains(name);
            if (!sure && random.nextBoolean()) {
                continue;
            }
            State state = files.getOrDefault(name, new State());
            byte[] content = state.durable.clone();
            for (Op op : state.pending) {
                content = apply(content, op, mode, random);
            }
            Files.write(packs.resolve(name), content);
        }
    }

    private static byte[] apply(byte[] before, Op op, int mode, Random random) {
        return switch (op) {
            case Op.Cut(long length) -> {
                boolean kept = mode == 1 || (mode != 0 && random.nextBoolean());
                yield kept ? Arrays.copyOf(before, (int) length) : before;
            }
            case Op.Put(long position, ByteBuffer bytes) -> pages(before, position, bytes, mode, random);
        };
    }

    private static byte[] pages(byte[] before, long position, ByteBuffer bytes, int mode, Random random) {
        byte[] content = before;
        int pages = (int) ((position + bytes.capacity()) / PAGE - position / PAGE + 1);
        int prefix = random.nextInt(pages + 1);
        for (int page = 0; page < pages; page++) {
            boolean kept = switch (mode) {
                case 0 -> false;
                case 1 -> true;
                case 2 -> page < prefix;
                case 3 -> page >= prefix;
                default -> random.nextInt(4) > 0;
            };
            if (kept) {
                long from = Math.max(position, (position / PAGE + page) * PAGE);
                long to = Math.min(position + bytes.capacity(), (position / PAGE + page + 1) * PAGE);
                if (from < to) {
                    if (content.length < to) {
                        content = Arrays.copyOf(content, (int) to);
                    }
                    bytes.get((int) (from - position), content, (int) from, (int) (to - from));
                }
            }
        }
        return content;
    }

    @Override
    public synchronized Output create(Path file) throws IOException {
        step();
        files.put(file.getFileName().toString(), new State());
        names.add(file.getFileName().toString());
        return new PowerOutput(file, disk.create(file), 0);
    }

    @Override
    public synchronized Output append(Path file, long lengthBytes) throws IOException {
        step();
        Output output = disk.append(file, lengthBytes);
        state(file).pending.add(new Op.Cut(lengthBytes));
        return new PowerOutput(file, output, lengthBytes);
    }

    @Override
    public Input open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        step();
        disk.delete(file);
        names.remove(file.getFileName().toString());
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public synchronized void syncFolder(Path folder) throws IOException {
        step();
        durableNames = new HashSet<>(names);
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return disk.freeBytes(folder);
    }

    private final class PowerOutput implements Output {
        private final Path file;
        private final Output output;
        private long position;

        PowerOutput(Path file, Output output, long position) {
            this.file = file;
            this.output = output;
            this.position = position;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            synchronized (PowerDisk.this) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(bytes.position(), copy);
                state(file).pending.add(new Op.Put(position, ByteBuffer.wrap(copy)));
                step();
                output.write(bytes);
                position += copy.length;
            }
        }

        @Override
        public void overwrite(ByteBuffer bytes, long at) throws IOException {
            synchronized (PowerDisk.this) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(bytes.position(), copy);
                state(file).pending.add(new Op.Put(at, ByteBuffer.wrap(copy)));
                step();
                output.overwrite(bytes, at);
            }
        }

        @Override
        public void cut(long lengthBytes) throws IOException {
            synchronized (PowerDisk.this) {
                state(file).pending.add(new Op.Cut(lengthBytes));
                step();
                output.cut(lengthBytes);
                position = lengthBytes;
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (PowerDisk.this) {
                step();
                output.sync();
                State state = state(file);
                state.durable = apply(state);
                state.pending.clear();
            }
        }

        private static byte[] apply(State state) {
            byte[] content = state.durable;
            for (Op op : state.pending) {
                content = switch (op) {
                    case Op.Cut(long length) -> Arrays.copyOf(content, (int) length);
                    case Op.Put(long at, ByteBuffer bytes) -> {
                        byte[] longer = content.length < at + bytes.capacity()
                                ? Arrays.copyOf(content, (int) at + bytes.capacity())
                                : content.clone();
                        bytes.get(0, longer, (int) at, bytes.capacity());
                        yield longer;
                    }
                };
            }
            return content;
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}

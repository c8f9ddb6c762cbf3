package org.pennypost.dns.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A real nameserver on the loopback address, over UDP and TCP, that answers like a recursive one from zones written in a few
 * lines of master file (RFC 1035 §5), and fails on demand:
 *
 * <pre>{@code
 * try (StubZones dns = StubZones.start("""
 *         $ORIGIN example.test.
 *         @     MX 10 mail
 *         mail  A  192.0.2.1
 *         """)) {
 *     dns.fault("broken.test", StubZones.Fault.SERVFAIL);
 *     ... dns.address() ...
 * }
 * }</pre>
 *
 * A name that is in no zone does not exist. Where a zone has no SOA record, the root's stands in, with a negative time to live of
 * {@value #NEGATIVE_TTL_SECONDS} seconds. Records without a time to live have {@value #TTL_SECONDS} seconds. Thread-safe.
 */
public final class StubZones implements AutoCloseable {
    /** The time to live of records for which the text names none. */
    public static final long TTL_SECONDS = 300;

    /** How long "there is none" may be kept where the zone has no SOA record. */
    public static final long NEGATIVE_TTL_SECONDS = 60;

    private static final int UDP_BYTES_WITHOUT_EDNS = 512;
    private static final int BIND_ATTEMPTS_MAX = 20;
    private static final int TCP_IDLE_MILLIS_MAX = 10_000;
    private static final int GATE_SECONDS_MAX = 30;

    /** What goes wrong with the questions for a name. */
    public enum Fault {
        /** Answers that it failed. */
        SERVFAIL,
        /** Answers that it does not serve this client. */
        REFUSED,
        /** Does not answer. */
        DROP,
        /** Cuts every answer over UDP off, so that the question is repeated over TCP. */
        TRUNCATE,
        /** Answers FORMERR to questions with EDNS, as very old servers do. */
        NO_EDNS,
        /** Sends, before the right answer, one with another identifier, one to another question, and one that is no DNS at all. */
        STRAY_FIRST,
        /** Sends bytes that look like a reply and cannot be read. */
        GARBAGE,
        /** Refers to another nameserver, as one does that is not recursive. */
        REFERRAL,
        /** Gives an alias without its target, as the server of one zone does. */
        ALIAS_ONLY
    }

    /** A question that was asked: name without a dot at its end, kind of data, and over what. */
    public record Asked(String name, String type, boolean tcp) {}

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final ZoneData zones = new ZoneData();
    private final Map<Name, Fault> faults = new ConcurrentHashMap<>();
    private final Map<Name, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean authentic;

    private StubZones(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
        Thread.ofVirtual().name("stub dns udp " + udp.getLocalPort()).start(this::serveUdp);
        Thread.ofVirtual().name("stub dns tcp " + udp.getLocalPort()).start(this::serveTcp);
    }

    /** Starts on a free port of the loopback address. */
    public static StubZones start(String zoneText) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(0, zoneText);
            } catch (BindException taken) {
                if (attempt == BIND_ATTEMPTS_MAX) {
                    throw new UncheckedIOException(taken);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static StubZones start(int port, String zoneText) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, port));
        try {
            ServerSocket tcp = new ServerSocket(udp.getLocalPort(), 50, loopback);
            StubZones started = new StubZones(udp, tcp);
            try {
                started.add(zoneText);
                return started;
            } catch (IllegalArgumentException badText) {
                started.close();
                throw badText;
            }
        } catch (BindException tcpTaken) {
            udp.close();
            throw tcpTaken;
        }
    }

    /** Serves a file until it is stopped: {@code StubZones PORT FILE}; port 0 for any free one. */
    public static void main(String... args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println(
                    "Usage: StubZones PORT FILE   (FILE: zones as in RFC 1035 section 5, with $ORIGIN lines)");
            System.exit(64);
        }
        try (StubZones stub = start(Integer.parseInt(args[0]), Files.readString(Path.of(args[1])))) {
            System.out.println("nameserver 127.0.0.1 port " + stub.address().getPort());
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }

    /** Where it listens, over UDP and over TCP. */
    public InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** Adds records: lines of a master file, each {@code $ORIGIN} holding to the next. */
    public void add(String zoneText) {
        zones.add(zoneText);
    }

    /** Takes all records of a name away. */
    public void remove(String name) {
        zones.remove(absolute(name));
    }

    /** From now on questions for this name go wrong; {@code "."} stands for all that have no fault of their own. */
    public void fault(String name, Fault fault) {
        faults.put(absolute(name), fault);
    }

    /** Ends all faults. */
    public void heal() {
        faults.clear();
    }

    /** Whether answers claim to be validated (the AD bit) if the question asks for that. */
    public void authentic(boolean claimed) {
        authentic = claimed;
    }

    /** From now on questions for this name are answered only after {@link #open}; they are counted when they come in. */
    public void hold(String name) {
        gates.put(absolute(name), new CountDownLatch(1));
    }

    /** Answers the questions held back, and holds no more. */
    public void open(String name) {
        CountDownLatch gate = gates.remove(absolute(name));
        if (gate != null) {
            gate.countDown();
        }
    }

    /** Everything asked so far. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** How often this was asked, over UDP and TCP together. */
    public int count(String name, String type) {
        return (int) asked.stream()
                .filter(one -> one.name.equals(name) && one.type.equals(type))
                .count();
    }

    @Override
    public void close() {
        udp.close();
        gates.values().forEach(CountDownLatch::countDown);
        try {
            tcp.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[65_535];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                InetSocketAddress peer = (InetSocketAddress) packet.getSocketAddress();
                Thread.ofVirtual().name("stub dns " + peer).start(() -> answerUdp(query, peer));
            } catch (IOException closedOrMalformed) {
                // Either the loop ends now, or it goes on without this datagram.
            }
        }
    }

    private void answerUdp(Message query, InetSocketAddress peer) {
        try {
            for (byte[] bytes : repliesTo(query, false)) {
                udp.send(new DatagramPacket(bytes, bytes.length, peer));
            }
        } catch (IOException closed) {
            // The test is over: nobody waits for this reply.
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                connections.add(socket);
                Thread.ofVirtual()
                        .name("stub dns " + socket.getRemoteSocketAddress())
                        .start(() -> answerTcp(socket));
            } catch (IOException closed) {
                // The loop ends now.
            }
        }
    }

    private void answerTcp(Socket socket) {
        try (socket) {
            socket.setSoTimeout(TCP_IDLE_MILLIS_MAX);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                for (byte[] reply : repliesTo(new Message(query), true)) {
                    byte[] framed = new byte[reply.length + 2];
                    framed[0] = (byte) (reply.length >> 8);
                    framed[1] = (byte) reply.length;
                    System.arraycopy(reply, 0, framed, 2, reply.length);
                    out.write(framed);
                }
            }
        } catch (IOException ended) {
            // The client has what it wanted, or the test is over.
        } finally {
            connections.remove(socket);
        }
    }

    private List<byte[]> repliesTo(Message query, boolean overTcp) {
        Record question = query.getQuestion();
        if (question == null) {
            return List.of();
        }
        Name name = question.getName();
        asked.add(new Asked(name.toString(true), Type.string(question.getType()), overTcp));
        await(gates.get(name));
        @Nullable Fault fault = Optional.ofNullable(faults.get(name)).orElse(faults.get(Name.root));
        Message reply = ZoneData.replyTo(query);
        if (authentic && query.getHeader().getFlag(Flags.AD)) {
            reply.getHeader().setFlag(Flags.AD);
        }
        OPTRecord edns = query.getOPT();
        if (edns != null && fault != Fault.NO_EDNS) {
            reply.addRecord(new OPTRecord(1_232, 0, 0), Section.ADDITIONAL);
        }
        int bytesMax = overTcp ? 65_535 : edns == null ? UDP_BYTES_WITHOUT_EDNS : edns.getPayloadSize();
        if (fault == null) {
            zones.answer(question, reply, true);
            return List.of(reply.toWire(bytesMax));
        }
        return switch (fault) {
            case DROP -> List.of();
            case SERVFAIL -> refusal(reply, Rcode.SERVFAIL);
            case REFUSED -> refusal(reply, Rcode.REFUSED);
            case NO_EDNS -> {
                if (edns != null) {
                    yield refusal(reply, Rcode.FORMERR);
                }
                zones.answer(question, reply, true);
                yield List.of(reply.toWire(bytesMax));
            }
            case TRUNCATE -> {
                if (overTcp) {
                    zones.answer(question, reply, true);
                } else {
                    reply.getHeader().setFlag(Flags.TC);
                }
                yield List.of(reply.toWire(bytesMax));
            }
            case STRAY_FIRST -> strayFirst(question, reply, bytesMax);
            case GARBAGE -> {
                byte[] bytes = reply.toWire(bytesMax);
                bytes[7] = 9; // says that nine answers follow, and none does
                yield List.of(bytes);
            }
            case REFERRAL -> {
                reply.getHeader().unsetFlag(Flags.RA);
                reply.addRecord(
                        new NSRecord(Name.root, DClass.IN, TTL_SECONDS, absolute("ns.elsewhere.test")),
                        Section.AUTHORITY);
                yield List.of(reply.toWire(bytesMax));
            }
            case ALIAS_ONLY -> {
                zones.answer(question, reply, false);
                yield List.of(reply.toWire(bytesMax));
            }
        };
    }

    private List<byte[]> strayFirst(Record question, Message reply, int bytesMax) {
        Message otherIdentifier = reply.clone();
        otherIdentifier.getHeader().setID(reply.getHeader().getID() ^ 1);
        Message otherQuestion = reply.clone();
        otherQuestion.removeAllRecords(Section.QUESTION);
        otherQuestion.addRecord(
                Record.newRecord(absolute("forged.test"), question.getType(), DClass.IN), Section.QUESTION);
        zones.answer(question, reply, true);
        return List.of(new byte[] {1, 2, 3}, otherIdentifier.toWire(), otherQuestion.toWire(), reply.toWire(bytesMax));
    }

    private static List<byte[]> refusal(Message reply, int rcode) {
        reply.getHeader().setRcode(rcode);
        return List.of(reply.toWire());
    }

    private static void await(@Nullable CountDownLatch gate) {
        if (gate == null) {
            return;
        }
        try {
            if (!gate.await(GATE_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Name absolute(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException wrong) {
            throw new IllegalArgumentException(name, wrong);
        }
    }
}

package org.pennypost.dns;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One question to one nameserver and its reply: over UDP, and over TCP when the reply is cut off (RFC 1035 §4.2).
 *
 * <p>The sockets are our own and block the calling (virtual) thread; of dnsjava only the reading and writing of messages is used.
 * Its resolvers share a selector thread that belongs to nobody and never ends, which rule 42 of the house does not allow.
 *
 * <p>Against forged replies each question has a new port, chosen by the operating system, a random identifier, and a socket
 * connected to the one nameserver; a reply must repeat identifier and question. What does not fit is skipped until the time is up.
 */
final class Exchange {
    /** So many datagrams that are no reply to our question make us give up: somebody is guessing. */
    private static final int STRAY_DATAGRAMS_MAX = 100;

    private final InetSocketAddress server;
    private final long deadline;

    /** @param deadline when to give up, as {@link System#nanoTime} counts */
    Exchange(InetSocketAddress server, long deadline) {
        this.server = server;
        this.deadline = deadline;
    }

    static Message query(Record question, int identifier, int ednsBytes, boolean wantsAuthenticity) {
        Message query = new Message(identifier);
        Header header = query.getHeader();
        header.setFlag(Flags.RD);
        if (wantsAuthenticity) {
            // RFC 6840 §5.7: this asks for the AD bit in the reply, without all the signatures that the DO bit would
            // bring.
            header.setFlag(Flags.AD);
        }
        query.addRecord(question, Section.QUESTION);
        if (ednsBytes > 0) {
            query.addRecord(new OPTRecord(ednsBytes, 0, 0), Section.ADDITIONAL);
        }
        return query;
    }

    /**
     * @throws SocketTimeoutException if no reply came in time
     * @throws ProtocolException if what came is no reply to this
     * @throws IOException if the nameserver cannot be reached
     */
    Message ask(Message query, int ednsBytes) throws IOException {
        Message reply = overUdp(query, Math.max(ednsBytes, ResolverConfig.UDP_BYTES_MIN));
        return reply.getHeader().getFlag(Flags.TC) ? overTcp(query) : reply;
    }

    private Message overUdp(Message query, int bytesMax) throws IOException {
        byte[] question = query.toWire();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket packet = new DatagramPacket(new byte[bytesMax], bytesMax);
            for (int stray = 0; stray < STRAY_DATAGRAMS_MAX; stray++) {
                socket.setSoTimeout(millisLeft());
                packet.setLength(bytesMax);
                socket.receive(packet);
                byte[] bytes = new byte[packet.getLength()];
                System.arraycopy(packet.getData(), 0, bytes, 0, bytes.length);
                if (startsLikeReply(bytes, query)) {
                    Message reply = parse(bytes);
                    if (reply.getHeader().getFlag(Flags.TC) || isReply(reply, query)) {
                        return reply;
                    }
                }
            }
        }
        throw new ProtocolException("sends replies to questions that were not asked");
    }

    private Message overTcp(Message query) throws IOException {
        byte[] question = query.toWire();
        try (Socket socket = new Socket()) {
            connect(socket);
            byte[] framed = new byte[question.length + 2];
            framed[0] = (byte) (question.length >> 8);
            framed[1] = (byte) question.length;
            System.arraycopy(question, 0, framed, 2, question.length);
            socket.getOutputStream().write(framed);
            byte[] length = readFully(socket, 2);
            Message reply = parse(readFully(socket, u16(length)));
            if (!isReply(reply, query)) {
                throw new ProtocolException("replies to another question");
            }
            return reply;
        }
    }

    private void connect(Socket socket) throws IOException {
        try {
            socket.connect(server, millisLeft());
        } catch (ConnectException refused) {
            throw new ProtocolException("cuts its reply off, and takes no TCP connection to send the whole");
        }
    }

    private byte[] readFully(Socket socket, int count) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            socket.setSoTimeout(millisLeft());
            int read = in.read(bytes, have, count - have);
            if (read < 0) {
                throw new EOFException("closes the connection before its reply is complete");
            }
            have += read;
        }
        return bytes;
    }

    private int millisLeft() throws SocketTimeoutException {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** Looks at the header alone, so that a stray datagram that is no DNS message at all does not end the wait. */
    private static boolean startsLikeReply(byte[] bytes, Message query) {
        return bytes.length >= Header.LENGTH && u16(bytes) == query.getHeader().getID() && (bytes[2] & 0x80) != 0;
    }

    private static int u16(byte[] bytes) {
        return ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    }

    /** A reply to a question that the nameserver could not even read may come without the question. */
    private static boolean isReply(Message reply, Message query) {
        Header header = reply.getHeader();
        Record asked = query.getQuestion();
        Record repeated = reply.getQuestion();
        if (header.getID() != query.getHeader().getID() || !header.getFlag(Flags.QR)) {
            return false;
        }
        if (repeated == null) {
            return header.getRcode() != Rcode.NOERROR && header.getRcode() != Rcode.NXDOMAIN;
        }
        return repeated.getName().equals(asked.getName())
                && repeated.getType() == asked.getType()
                && repeated.getDClass() == DClass.IN;
    }

    private static Message parse(byte[] bytes) throws ProtocolException {
        try {
            return new Message(bytes);
        } catch (IOException | RuntimeException malformed) {
            // dnsjava answers some malformed messages with unchecked exceptions.
            throw new ProtocolException("sends a malformed reply");
        }
    }
}

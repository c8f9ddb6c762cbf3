package org.pennypost.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.pennypost.dns.Answer.Found;
import org.pennypost.dns.Answer.Trouble;
import org.pennypost.dns.Question.Kind;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/**
 * Asks recursive nameservers (RFC 1034 §5) and remembers what they said. Every method blocks until there is an answer, at most
 * for the configured time of one lookup; none throws for anything that a nameserver or the network does. Thread-safe, and made
 * to be called from virtual threads.
 *
 * <p>Many threads that ask the same at the same time share one lookup, which runs on a virtual thread of its own named
 * {@code dns MX example.org}; there are no other threads. {@link #close} ends them.
 */
public final class Resolver implements AutoCloseable {
    /*
     * A question goes through three places: the cache; the flights, which hold one future per question under way; and a Lookup
     * on a new thread. The lookup's thread looks into the cache once more, since between a caller's look into the cache and its
     * look at the flights another flight may have landed; so an answer that may be kept is never asked for twice. It runs on a
     * thread of its own, not on that of the first caller, so that no caller's interruption fails the others.
     */
    private final ResolverConfig config;
    private final ServerList servers;
    private final RandomGenerator random;
    private final AnswerCache cache;
    private final Map<Question, Flight> flights = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param random for the identifiers of queries; must be hard to guess
     * @param clock tells the age of what is remembered
     */
    public Resolver(ResolverConfig config, RandomGenerator random, InstantSource clock) {
        this.config = config;
        this.servers = new ServerList(config.nameservers());
        this.random = random;
        this.cache = new AnswerCache(config.cache(), clock);
    }

    /**
     * The hosts that take mail for a domain, those to try first at the beginning; those of equal preference by name, to shuffle them
     * (RFC 5321 §5.1) is the sender's. A null MX (RFC 7505) is a single record for which
     * {@link MxRecord#isNull} holds; such a record among others is against RFC 7505 §3 and left out. The rule that a domain without
     * MX records takes mail at its own address (RFC 5321 §5.1) is the caller's.
     */
    public Answer<List<MxRecord>> mx(DomainName domain) {
        return ask(domain, Kind.MX).map(Resolver::toHosts);
    }

    /**
     * The same for somebody who will not wait as long as {@link ResolverConfig#patience} says: what is not there in time is "unavailable",
     * and the lookup goes on for who asks next.
     *
     * @param most positive
     */
    public Answer<List<MxRecord>> mx(DomainName domain, Duration most) {
        return await(begin(new Question(domain, Kind.MX)), most).map(Resolver::toHosts);
    }

    private static List<MxRecord> toHosts(List<Record> records) {
        List<MxRecord> all = records.stream()
                .map(MXRecord.class::cast)
                .map(record -> new MxRecord(record.getPriority(), DomainName.fromWire(record.getTarget())))
                .distinct()
                .sorted(MxRecord.ORDER)
                .toList();
        List<MxRecord> hosts = all.stream().filter(record -> !record.isNull()).toList();
        return hosts.isEmpty() ? List.of(all.getFirst()) : hosts;
    }

    /** The same for a domain as it stands in an address. What is no domain name at all cannot exist. */
    public Answer<List<MxRecord>> mx(String domain) {
        return DomainName.parse(domain).map(this::mx).orElseGet(() -> new Answer.NoSuchDomain<>(false));
    }

    /**
     * The addresses of a host: IPv6 first, then IPv4, asked for at the same time. If only one kind can be found out, it is the
     * answer.
     */
    public Answer<List<InetAddress>> addresses(DomainName host) {
        CompletableFuture<Answer<List<Record>>> six = begin(new Question(host, Kind.AAAA));
        CompletableFuture<Answer<List<Record>>> four = begin(new Question(host, Kind.A));
        return join(await(six).map(Resolver::toIpv6), await(four).map(Resolver::toIpv4));
    }

    /** The same for a host as it stands in an address. What is no domain name at all cannot exist. */
    public Answer<List<InetAddress>> addresses(String host) {
        return DomainName.parse(host).map(this::addresses).orElseGet(() -> new Answer.NoSuchDomain<>(false));
    }

    /** The IPv4 addresses of a host. */
    public Answer<List<InetAddress>> ipv4(DomainName host) {
        return ask(host, Kind.A).map(Resolver::toIpv4);
    }

    /** The IPv6 addresses of a host. */
    public Answer<List<InetAddress>> ipv6(DomainName host) {
        return ask(host, Kind.AAAA).map(Resolver::toIpv6);
    }

    /**
     * The texts at a name, in no order. The strings of one record are joined without anything between them; each character stands for
     * one octet.
     */
    public Answer<List<String>> txt(DomainName name) {
        return ask(name, Kind.TXT)
                .map(records -> records.stream()
                        .map(TXTRecord.class::cast)
                        .map(Resolver::joined)
                        .toList());
    }

    /** The host names that an address claims. Names that are none for {@link DomainName#isHostName} are left out. */
    public Answer<List<DomainName>> ptr(InetAddress address) {
        Answer<List<DomainName>> names = ask(DomainName.reverse(address), Kind.PTR)
                .map(records -> records.stream()
                        .map(PTRRecord.class::cast)
                        .map(record -> DomainName.fromWire(record.getTarget()))
                        .filter(DomainName::isHostName)
                        .toList());
        return names instanceof Found<List<DomainName>> found && found.value().isEmpty()
                ? new Answer.NoData<>(found.secure())
                : names;
    }

    /** Forgets everything remembered. */
    public void forget() {
        cache.clear();
    }

    /** Ends the lookups under way; they, and all later ones, are answered with "unavailable". */
    @Override
    public void close() {
        closed = true;
        flights.values().forEach(flight -> flight.thread.interrupt());
    }

    private Answer<List<Record>> ask(DomainName name, Kind kind) {
        return await(begin(new Question(name, kind)));
    }

    private CompletableFuture<Answer<List<Record>>> begin(Question question) {
        Optional<Answer<List<Record>>> known = cache.find(question);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        if (closed) {
            return notAsked("the resolver is closed");
        }
        if (flights.size() >= config.lookupsMax()) {
            return notAsked("too many lookups are under way at the same time");
        }
        CompletableFuture<Answer<List<Record>>> answer = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual()
                .name("dns " + question.kind() + " " + question.name())
                .unstarted(() -> fetch(question, answer));
        Flight other = flights.putIfAbsent(question, new Flight(thread, answer));
        if (other != null) {
            return other.answer;
        }
        thread.start();
        if (closed) {
            thread.interrupt();
        }
        return answer;
    }

    private void fetch(Question question, CompletableFuture<Answer<List<Record>>> answer) {
        Outcome outcome = Outcome.unavailable(Trouble.NOT_ASKED, "the lookup failed in this program");
        try {
            Optional<Answer<List<Record>>> known = cache.find(question);
            if (known.isPresent()) {
                outcome = new Outcome(known.get(), 0, false);
                return;
            }
            outcome = new Lookup(question, config, servers.now(), random).run();
            if (!closed) {
                cache.keep(question, outcome);
            }
        } finally {
            flights.remove(question);
            answer.complete(outcome.answer());
        }
    }

    private static CompletableFuture<Answer<List<Record>>> notAsked(String reason) {
        return CompletableFuture.completedFuture(new Answer.Unavailable<>(Trouble.NOT_ASKED, reason));
    }

    private static Answer<List<Record>> await(CompletableFuture<Answer<List<Record>>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable<>(Trouble.NOT_ASKED, "the wait for the nameserver was interrupted");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("every lookup ends with an answer", impossible);
        }
    }

    private static Answer<List<Record>> await(CompletableFuture<Answer<List<Record>>> answer, Duration most) {
        CompletableFuture<Answer<List<Record>>> mine = answer.copy();
        return await(mine.completeOnTimeout(
                new Answer.Unavailable<>(Trouble.NO_REPLY, "no nameserver answered within " + most.toMillis() + " ms"),
                most.toNanos(),
                TimeUnit.NANOSECONDS));
    }

    private static Answer<List<InetAddress>> join(Answer<List<InetAddress>> six, Answer<List<InetAddress>> four) {
        if (six instanceof Found<List<InetAddress>> a && four instanceof Found<List<InetAddress>> b) {
            List<InetAddress> both = new ArrayList<>(a.value());
            both.addAll(b.value());
            return new Found<>(List.copyOf(both), a.secure() && b.secure(), a.name());
        }
        return rank(six) >= rank(four) ? six : four;
    }

    /** Which of two answers about one host says more. */
    private static int rank(Answer<List<InetAddress>> answer) {
        return switch (answer) {
            case Found<List<InetAddress>> found -> 3;
            case Answer.NoSuchDomain<List<InetAddress>> none -> 2;
            case Answer.Unavailable<List<InetAddress>> unavailable -> 1;
            case Answer.NoData<List<InetAddress>> none -> 0;
        };
    }

    private static List<InetAddress> toIpv4(List<Record> records) {
        return records.stream()
                .map(record -> nameless(((ARecord) record).getAddress()))
                .toList();
    }

    private static List<InetAddress> toIpv6(List<Record> records) {
        return records.stream()
                .map(record -> nameless(nameless(((AAAARecord) record).getAddress())))
                .toList();
    }

    /** The address without the host name that dnsjava attaches, which would be printed with it. */
    private static InetAddress nameless(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 octets: " + address, impossible);
        }
    }

    private static String joined(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        for (byte[] string : record.getStringsAsByteArrays()) {
            text.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /** A question under way, and the answer for which all who asked it wait. */
    private record Flight(Thread thread, CompletableFuture<Answer<List<Record>>> answer) {}
}

package org.pennypost.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.pennypost.dns.Question.Kind;
import org.xbill.DNS.Record;

/**
 * Answers for as long as they hold, those not asked for the longest going first when there are too many. Thread-safe: the lock is
 * held for a map operation only.
 */
final class AnswerCache {
    private final ResolverConfig.CacheLimits limits;
    private final InstantSource clock;
    private final LinkedHashMap<Question, Kept> kept;

    AnswerCache(ResolverConfig.CacheLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.kept = new LinkedHashMap<>(64, 0.75f, true);
    }

    Optional<Answer<List<Record>>> find(Question question) {
        Instant now = clock.instant();
        synchronized (kept) {
            return find(question, now).or(() -> find(new Question(question.name(), Kind.ANYTHING), now));
        }
    }

    void keep(Question question, Outcome outcome) {
        Duration time = timeOf(outcome);
        if (!time.isPositive()) {
            return;
        }
        // RFC 2308 §5: that a name does not exist holds for every kind of data; but a name that is an alias does exist.
        Question key = outcome.answer() instanceof Answer.NoSuchDomain && !outcome.throughAliases()
                ? new Question(question.name(), Kind.ANYTHING)
                : question;
        Instant now = clock.instant();
        synchronized (kept) {
            kept.put(key, new Kept(outcome.answer(), now, now.plus(time)));
            if (kept.size() > limits.entriesMax()) {
                kept.remove(kept.sequencedKeySet().getFirst());
            }
        }
    }

    void clear() {
        synchronized (kept) {
            kept.clear();
        }
    }

    int size() {
        synchronized (kept) {
            return kept.size();
        }
    }

    private Optional<Answer<List<Record>>> find(Question key, Instant now) {
        Kept entry = kept.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        // A clock that was set back must not lengthen an entry's life.
        if (now.isBefore(entry.since) || !now.isBefore(entry.until)) {
            kept.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.answer);
    }

    private Duration timeOf(Outcome outcome) {
        return switch (outcome.answer()) {
            case Answer.Found<List<Record>> found -> clamp(outcome.seconds(), limits.ttlMax());
            case Answer.NoSuchDomain<List<Record>> none -> negative(outcome.seconds());
            case Answer.NoData<List<Record>> none -> negative(outcome.seconds());
            case Answer.Unavailable<List<Record>> unavailable -> limits.failureTtl();
        };
    }

    /**
     * A negative answer without a SOA says nothing about its life, and RFC 2308 §5 would not keep it. It comes from resolvers with no way
     * to the DNS; so that a burst of mail is one question to them as well, it is kept as a failure is (§7).
     */
    private Duration negative(long seconds) {
        return seconds == 0 ? limits.failureTtl() : clamp(seconds, limits.negativeTtlMax());
    }

    private Duration clamp(long seconds, Duration most) {
        Duration time = Duration.ofSeconds(seconds);
        Duration least = time.compareTo(limits.ttlMin()) < 0 ? limits.ttlMin() : time;
        return least.compareTo(most) > 0 ? most : least;
    }

    private record Kept(Answer<List<Record>> answer, Instant since, Instant until) {}
}

package org.pennypost.store.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.pennypost.store.Partition;
import org.pennypost.store.Store.Watch;

/** Who wants to hear of commits to which partition. Thread-safe. */
public final class Watches {
    private static final System.Logger LOG = System.getLogger(Watches.class.getName());

    private final Map<Partition, List<Subscription>> subscriptions = new ConcurrentHashMap<>();

    public Watches() {}

    /** See {@link org.pennypost.store.Store#watch}. */
    public Watch add(Partition partition, LongConsumer hint) {
        Subscription subscription = new Subscription(partition, hint);
        subscriptions.compute(partition, (_, there) -> {
            List<Subscription> all = there == null ? new CopyOnWriteArrayList<>() : there;
            all.add(subscription);
            return all;
        });
        return subscription;
    }

    /** Tells those who watch the partition; a hint that throws is logged and harms no other. */
    public void tell(Partition partition, long number) {
        for (Subscription subscription : subscriptions.getOrDefault(partition, List.of())) {
            try {
                subscription.hint.accept(number);
            } catch (RuntimeException | Error bug) {
                LOG.log(System.Logger.Level.ERROR, "a watch of " + partition + " failed", bug);
            }
        }
    }

    private final class Subscription implements Watch {
        private final Partition partition;
        private final LongConsumer hint;

        Subscription(Partition partition, LongConsumer hint) {
            this.partition = partition;
            this.hint = hint;
        }

        @Override
        public void close() {
            subscriptions.computeIfPresent(partition, (_, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}

package org.pennypost.mailbox;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pennypost.mailbox.projection.Envelope;
import org.pennypost.mailbox.projection.EnvelopeAddress;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.text.CaseMap;
import org.pennypost.mailbox.thread.BaseSubject;
import org.pennypost.store.StoreException;

/**
 * Sorts messages as SORT does (RFC 5256 §3). Texts are compared by {@link CaseMap}; of messages that all criteria find equal, the one added
 * first is first, also behind REVERSE.
 *
 * <p>Life: made for some criteria, given the messages in the mailbox's order, asked once for the result. One owner.
 */
public final class MessageOrder {
    private final List<Criterion> criteria;
    private final List<Row> rows = new ArrayList<>();

    /**
     * One thing to sort by.
     *
     * @param key what
     * @param reverse the largest first
     */
    public record Criterion(SortKey key, boolean reverse) {}

    /** @param values one for each criterion, a Long or a folded text */
    private record Row(long key, List<Object> values) {}

    /** @param criteria the first decides, the next between equals */
    public MessageOrder(List<Criterion> criteria) {
        this.criteria = List.copyOf(criteria);
    }

    /** Whether {@link #add} needs to know more than the mailbox's view does. */
    public boolean needsProjection() {
        return criteria.stream().anyMatch(each -> each.key() != SortKey.ARRIVAL && each.key() != SortKey.SIZE);
    }

    /**
     * Adds a message where {@link #needsProjection} is false.
     *
     * @param key what the caller calls it
     * @param arrivalSeconds the internal date in seconds since 1970
     */
    public void add(long key, long arrivalSeconds, long sizeOctets) {
        List<Object> values = new ArrayList<>(criteria.size());
        for (Criterion criterion : criteria) {
            values.add(criterion.key() == SortKey.SIZE ? sizeOctets : arrivalSeconds);
        }
        rows.add(new Row(key, values));
    }

    /** Adds a message. */
    public void add(long key, long arrivalSeconds, long sizeOctets, Projection projection) throws StoreException {
        List<Object> values = new ArrayList<>(criteria.size());
        for (Criterion criterion : criteria) {
            values.add(
                    switch (criterion.key()) {
                        case ARRIVAL -> arrivalSeconds;
                        case SIZE -> sizeOctets;
                        case DATE ->
                            projection.sent().map(OffsetDateTime::toEpochSecond).orElse(arrivalSeconds);
                        case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO ->
                            CaseMap.fold(text(criterion.key(), projection.envelope()));
                    });
        }
        rows.add(new Row(key, values));
    }

    private static String text(SortKey key, Envelope envelope) {
        return switch (key) {
            case CC -> firstLocalPart(envelope.cc());
            case FROM -> firstLocalPart(envelope.from());
            case TO -> firstLocalPart(envelope.to());
            case DISPLAYFROM -> display(envelope.from());
            case DISPLAYTO -> display(envelope.to());
            case SUBJECT -> BaseSubject.of(envelope.subjectText()).text();
            case ARRIVAL, DATE, SIZE -> "";
        };
    }

    /** The {@code addr-mailbox} of the first address structure, which is a group's name where a group begins. */
    private static String firstLocalPart(List<EnvelopeAddress> addresses) {
        if (addresses.isEmpty()) {
            return "";
        }
        return switch (addresses.getFirst()) {
            case EnvelopeAddress.Mailbox mailbox -> mailbox.localPart();
            case EnvelopeAddress.GroupStart group -> group.name();
            case EnvelopeAddress.GroupEnd _ -> "";
        };
    }

    private static String display(List<EnvelopeAddress> addresses) {
        if (addresses.isEmpty()) {
            return "";
        }
        return switch (addresses.getFirst()) {
            case EnvelopeAddress.Mailbox mailbox ->
                mailbox.displayName().isEmpty()
                        ? mailbox.localPart() + (mailbox.domain().isEmpty() ? "" : "@" + mailbox.domain())
                        : mailbox.displayName();
            case EnvelopeAddress.GroupStart group -> group.name();
            case EnvelopeAddress.GroupEnd _ -> "";
        };
    }

    /** Returns the keys in order. */
    public long[] sorted() {
        Comparator<Row> order = Comparator.comparingInt(_ -> 0);
        for (int i = 0; i < criteria.size(); i++) {
            int index = i;
            Comparator<Row> next = criteria.get(i).key().isText()
                    ? (one, other) -> CaseMap.compare((String) one.values().get(index), (String)
                            other.values().get(index))
                    : Comparator.comparingLong(row -> (Long) row.values().get(index));
            order = order.thenComparing(criteria.get(i).reverse() ? next.reversed() : next);
        }
        rows.sort(order);
        return rows.stream().mapToLong(Row::key).toArray();
    }
}

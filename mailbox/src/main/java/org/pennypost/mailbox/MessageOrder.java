package org.pennypost.mailbox;

import java.util.Arrays;
import java.util.List;
import org.pennypost.mailbox.projection.Envelope;
import org.pennypost.mailbox.projection.EnvelopeAddress;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.text.CaseMap;
import org.pennypost.mailbox.thread.BaseSubject;
import org.pennypost.store.StoreException;

/**
 * Sorts messages as SORT does (RFC 5256 §3, RFC 6203 §6). Texts are compared by {@link CaseMap}; of messages that all criteria find equal, the one added
 * first is first, also behind REVERSE.
 *
 * <p>Memory: a message takes {@code 8 * (2 + criteria)} octets, half as much again while room is made, and 24 while it is sorted. Each different text takes
 * its octets and about {@value RankedTexts#OVERHEAD_OCTETS} more; where all together would take more than they may, {@link #isFull} says so and there is no result.
 *
 * <p>Life: made for some criteria, given the messages in the mailbox's order, asked once for the result. One owner.
 */
public final class MessageOrder {
    private static final int FIRST_ROWS = 64;
    private static final int KEYS = 0;
    private static final int MOD_SEQS = 1;
    private static final int CRITERIA_AT = 2;

    /** Likenesses that differ by less than a part in so many are equal. */
    private static final double LIKENESS_STEPS = 1e9;

    private final List<Criterion> criteria;
    private final RankedTexts texts;
    /** The messages' keys, their mod-sequences, and a column for each criterion: numbers, or the places of texts. */
    private final long[][] columns;

    private int count;
    private boolean full;

    /**
     * One thing to sort by.
     *
     * @param key what
     * @param reverse the largest first
     */
    public record Criterion(SortKey key, boolean reverse) {}

    /**
     * The result.
     *
     * @param keys what the caller calls the messages, in order
     * @param modSeqs theirs, in the same order
     * @param rows when they were added, the first as 0, in the same order
     */
    @SuppressWarnings("ArrayRecordComponent") // a mailbox has a million of these
    public record Sorted(long[] keys, long[] modSeqs, int[] rows) {}

    /**
     * What the mailbox's view and the search know of a message.
     *
     * @param key what the caller calls it
     * @param modSeq returned with it
     * @param arrivalSeconds the internal date in seconds since 1970
     * @param sentSeconds {@link Glance#sentSeconds(long)}, where {@link #needsSentDate}
     * @param likeness how much it is like what was looked for, 0 to 1 ({@link Likeness})
     */
    public record Row(long key, long modSeq, long arrivalSeconds, long sentSeconds, long sizeOctets, double likeness) {}

    /**
     * An order.
     *
     * @param criteria the first decides, the next between equals
     * @param textOctetsMax what the texts may take
     */
    public MessageOrder(List<Criterion> criteria, long textOctetsMax) {
        this.criteria = List.copyOf(criteria);
        this.texts = new RankedTexts(textOctetsMax);
        this.columns = new long[CRITERIA_AT + criteria.size()][FIRST_ROWS];
    }

    /** Whether there was no room for the texts: there will be no result. */
    public boolean isFull() {
        return full;
    }

    /** Whether {@link #add} needs texts of the message. */
    public boolean needsProjection() {
        return criteria.stream().anyMatch(each -> each.key().isText());
    }

    /** Whether it needs to know when the message was sent. */
    public boolean needsSentDate() {
        return criteria.stream().anyMatch(each -> each.key() == SortKey.DATE);
    }

    /** Adds a message where {@link #needsProjection} is false. */
    public void add(Row row) {
        begin(row);
        for (int i = 0; i < criteria.size(); i++) {
            columns[CRITERIA_AT + i][count] = switch (criteria.get(i).key()) {
                case SIZE -> row.sizeOctets;
                case RELEVANCY -> unlikeness(row);
                case DATE -> row.sentSeconds;
                case ARRIVAL, CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO -> row.arrivalSeconds;
            };
        }
        count++;
    }

    /** Adds a message; nothing once it {@link #isFull}. */
    public void add(Row row, Projection projection) throws StoreException {
        if (full) {
            return;
        }
        begin(row);
        for (int i = 0; i < criteria.size(); i++) {
            SortKey by = criteria.get(i).key();
            columns[CRITERIA_AT + i][count] = switch (by) {
                case ARRIVAL -> row.arrivalSeconds;
                case SIZE -> row.sizeOctets;
                case RELEVANCY -> unlikeness(row);
                case DATE -> row.sentSeconds;
                case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO ->
                    texts.place(CaseMap.fold(text(by, projection.envelope())));
            };
            full |= by.isText() && columns[CRITERIA_AT + i][count] < 0;
        }
        count++;
    }

    /** The least is the most like. */
    private static long unlikeness(Row row) {
        return Math.round(-row.likeness * LIKENESS_STEPS);
    }

    private void begin(Row row) {
        if (count == columns[KEYS].length) {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Arrays.copyOf(columns[i], count + count / 2);
            }
        }
        columns[KEYS][count] = row.key;
        columns[MOD_SEQS][count] = row.modSeq;
    }

    private static String text(SortKey key, Envelope envelope) {
        return switch (key) {
            case CC -> firstLocalPart(envelope.cc());
            case FROM -> firstLocalPart(envelope.from());
            case TO -> firstLocalPart(envelope.to());
            case DISPLAYFROM -> display(envelope.from());
            case DISPLAYTO -> display(envelope.to());
            case SUBJECT -> BaseSubject.of(envelope.subjectText()).text();
            case ARRIVAL, DATE, RELEVANCY, SIZE -> "";
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

    /**
     * The messages in order.
     *
     * @throws IllegalStateException if it {@link #isFull}
     */
    public Sorted sorted() {
        if (full) {
            throw new IllegalStateException("there was no room for the texts");
        }
        texts.rank();
        for (int i = 0; i < criteria.size(); i++) {
            if (criteria.get(i).key().isText()) {
                long[] column = columns[CRITERIA_AT + i];
                for (int row = 0; row < count; row++) {
                    column[row] = texts.rankOf((int) column[row]);
                }
            }
        }
        int[] order = order();
        long[] keys = new long[count];
        long[] modSeqs = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = columns[KEYS][order[i]];
            modSeqs[i] = columns[MOD_SEQS][order[i]];
        }
        return new Sorted(keys, modSeqs, order);
    }

    /** The rows' numbers, merged from runs of one, two, four and so on: equals stay in their order. */
    private int[] order() {
        int[] from = new int[count];
        for (int i = 0; i < count; i++) {
            from[i] = i;
        }
        int[] to = new int[count];
        for (int run = 1; run < count; run *= 2) {
            for (int begin = 0; begin < count; begin += 2 * run) {
                merge(from, to, begin, Math.min(count, begin + run), Math.min(count, begin + 2 * run));
            }
            int[] done = to;
            to = from;
            from = done;
        }
        return from;
    }

    private void merge(int[] from, int[] to, int begin, int middle, int end) {
        int left = begin;
        int right = middle;
        for (int at = begin; at < end; at++) {
            boolean takesLeft = right == end || (left < middle && compare(from[left], from[right]) <= 0);
            to[at] = takesLeft ? from[left++] : from[right++];
        }
    }

    private int compare(int one, int other) {
        for (int i = 0; i < criteria.size(); i++) {
            long[] column = columns[CRITERIA_AT + i];
            int order = Long.compare(column[one], column[other]);
            if (order != 0) {
                return criteria.get(i).reverse() ? -order : order;
            }
        }
        return 0;
    }
}

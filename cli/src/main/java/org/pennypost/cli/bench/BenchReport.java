package org.pennypost.cli.bench;

import java.util.List;
import java.util.Locale;
import org.pennypost.cli.Console;
import org.pennypost.cli.Printable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Prints what was measured: a table, and a small chart of the first row. */
final class BenchReport {
    private static final double[] SHARES = {0, 0.5, 0.9, 0.99, 0.999, 1};
    private static final String[] SHARE_NAMES = {"min", "p50", "p90", "p99", "p99.9", "max"};
    private static final int CHART_COLUMNS = 60;
    private static final int BAR_MAX = 50;
    private static final String LEVELS = " ▁▂▃▄▅▆▇█";

    private BenchReport() {}

    static void print(Console console, List<Measured> rows) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-22s %9s %10s %8s %8s %8s %8s %8s %8s %8s%n",
                "",
                "count",
                "per second",
                "MB/s",
                SHARE_NAMES[0],
                SHARE_NAMES[1],
                SHARE_NAMES[2],
                SHARE_NAMES[3],
                SHARE_NAMES[4],
                SHARE_NAMES[5]));
        for (Measured row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-22s %9d %10.1f %8.2f",
                    row.what(),
                    row.count(),
                    row.perSecond(),
                    row.octets() / row.seconds() / 1e6));
            for (double share : SHARES) {
                text.append(
                        String.format(Locale.ROOT, " %8s", time(row.latencies().nanosAt(share))));
            }
            text.append(System.lineSeparator());
        }
        console.out().print(text);
        for (Measured row : rows) {
            row.failures()
                    .forEach((why, count) -> console.out().println("failed: " + count + " x " + Printable.of(why)));
        }
        if (!rows.isEmpty() && rows.getFirst().count() > 0) {
            chart(console, rows.getFirst());
        }
    }

    private static void chart(Console console, Measured row) {
        double[] rates = row.rates(CHART_COLUMNS);
        double most = 0;
        for (double rate : rates) {
            most = Math.max(most, rate);
        }
        StringBuilder line = new StringBuilder();
        for (double rate : rates) {
            line.append(LEVELS.charAt((int) Math.round(rate / most * (LEVELS.length() - 1))));
        }
        console.out().println();
        console.out().printf(Locale.ROOT, "rate over %.1f s, at most %.0f a second%n%s%n%n", row.seconds(), most, line);
        console.out().println("how long each took");
        Latencies latencies = row.latencies();
        long above = -1;
        long top = latencies.nanosAt(1);
        for (long upTo = Math.max(1, Long.highestOneBit(latencies.nanosAt(0)) * 2); above < top; upTo *= 2) {
            long count = latencies.between(above, upTo);
            long bar = Math.round((double) BAR_MAX * count / row.count());
            console.out()
                    .printf(
                            Locale.ROOT,
                            "  up to %8s  %-" + BAR_MAX + "s %5.1f %%%n",
                            time(upTo),
                            "#".repeat((int) bar),
                            100.0 * count / row.count());
            above = upTo;
        }
    }

    private static String time(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f us", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    static ArrayNode json(List<Measured> rows) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Measured row : rows) {
            ObjectNode node = all.addObject()
                    .put("what", row.what())
                    .put("count", row.count())
                    .put("seconds", row.seconds())
                    .put("perSecond", row.perSecond())
                    .put("octets", row.octets());
            ObjectNode times = node.putObject("microseconds");
            for (int i = 0; i < SHARES.length; i++) {
                times.put(SHARE_NAMES[i], row.latencies().nanosAt(SHARES[i]) / 1e3);
            }
            ObjectNode failures = node.putObject("failures");
            row.failures().forEach(failures::put);
        }
        return all;
    }
}

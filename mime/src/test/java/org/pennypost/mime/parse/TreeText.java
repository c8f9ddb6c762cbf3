package org.pennypost.mime.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pennypost.mime.codec.TransferEncoding;

/**
 * A tree as text, for people and for comparison. A line for each part, indented by its depth:
 *
 * <pre>
 * text/plain charset=utf-8 | base64 | attachment filename=a.txt | header 0..95 body 97..150 lines 3 | 8bit nul
 * </pre>
 *
 * then the defects, each on a line.
 */
final class TreeText {
    /** So many lines at each end. */
    private static final int SHOWN = 6;

    private final StringBuilder text = new StringBuilder();

    private TreeText() {}

    static String of(ParsedMessage message) {
        TreeText tree = new TreeText();
        tree.part(message.root(), "");
        message.defects()
                .forEach(defect -> tree.text
                        .append("! ")
                        .append(defect.kind())
                        .append(" at ")
                        .append(defect.offset())
                        .append('\n'));
        if (message.defectCount() > message.defects().size()) {
            tree.text.append("! ").append(message.defectCount()).append(" in all\n");
        }
        return tree.text.toString();
    }

    /** The same with, before it, how many parts there are, and without the middle of many parts or defects: what they are together is said instead. */
    static String shortened(ParsedMessage message) {
        String whole = of(message);
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        long leaves = parts.stream().filter(Part.Leaf.class::isInstance).count();
        List<String> lines = whole.lines().toList();
        List<String> tree = lines.stream().filter(line -> !line.startsWith("!")).toList();
        List<String> defects = lines.subList(tree.size(), lines.size());
        int depth = tree.stream().mapToInt(TreeText::depth).max().orElse(0);
        StringBuilder text =
                new StringBuilder().append("parts %,d, leaves %,d, depth %,d\n".formatted(parts.size(), leaves, depth));
        ends(tree, text, () -> "... " + left(parts.subList(SHOWN, parts.size() - SHOWN), tree));
        ends(
                defects,
                text,
                () -> "! ... "
                        + counts(defects.subList(SHOWN, defects.size() - SHOWN).stream()
                                .map(line -> line.split(" ", 3)[1])));
        return text.toString();
    }

    private static void ends(List<String> lines, StringBuilder text, Supplier<String> middle) {
        boolean all = lines.size() <= 2 * SHOWN + 1;
        shown(all ? lines : lines.subList(0, SHOWN), text);
        if (!all) {
            text.append(middle.get()).append('\n');
            shown(lines.subList(lines.size() - SHOWN, lines.size()), text);
        }
    }

    /** Instead of the same line again how often; instead of a deep indentation its depth. */
    private static void shown(List<String> lines, StringBuilder text) {
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            int next = i + 1;
            while (next < lines.size() && lines.get(next).equals(line)) {
                next++;
            }
            int depth = depth(line);
            text.append(depth > SHOWN ? "(depth " + depth + ") " + line.strip() : line)
                    .append(next - i > 1 ? ", " + (next - i) + " times\n" : "\n");
            i = next;
        }
    }

    private static String left(List<Part> parts, List<String> tree) {
        List<Integer> depths = tree.subList(SHOWN, tree.size() - SHOWN).stream()
                .map(TreeText::depth)
                .toList();
        long octets = parts.stream()
                .filter(Part.Leaf.class::isInstance)
                .mapToLong(Part::octets)
                .sum();
        return "%s, depth %d to %d, bodies of leaves %,d octets"
                .formatted(
                        counts(parts.stream()
                                .map(part -> part.contentType().type().toString())),
                        Collections.min(depths),
                        Collections.max(depths),
                        octets);
    }

    private static String counts(Stream<String> names) {
        Map<String, Long> counts =
                names.collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> "%,d times %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static int depth(String line) {
        return (line.length() - line.stripLeading().length()) / 2;
    }

    private void part(Part part, String indent) {
        text.append(indent).append(part.contentType().type());
        parameters(part.contentType().parameters().values());
        text.append(" | ").append(part.encoding().map(TransferEncoding::label).orElse("unknown"));
        part.disposition().ifPresent(disposition -> {
            text.append(" | ").append(shown(disposition.type()));
            parameters(disposition.parameters().values());
        });
        text.append(" | header ").append(part.headerStart()).append("..").append(part.headerEnd());
        text.append(" body ").append(part.bodyStart()).append("..").append(part.bodyEnd());
        text.append(" lines ").append(part.lines());
        if (part instanceof Part.Leaf leaf
                && (leaf.octetKinds().eightBit() || leaf.octetKinds().nul())) {
            text.append(" |")
                    .append(leaf.octetKinds().eightBit() ? " 8bit" : "")
                    .append(leaf.octetKinds().nul() ? " nul" : "");
        }
        text.append('\n');
        part.children().forEach(child -> part(child, indent + "  "));
    }

    private void parameters(Map<String, String> values) {
        values.forEach((name, value) ->
                text.append(' ').append(shown(name)).append('=').append(shown(value)));
    }

    private static String shown(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints()
                .limit(80)
                .forEach(c -> shown.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\u00B7' : c));
        return shown.append(value.length() > 80 ? "..." : "").toString();
    }
}

package org.pennypost.mime.parse;

import java.util.Map;
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

package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A tree as text, in which those of several libraries can be compared: names of fields, types, and the bytes of leaves, indented by depth. */
final class OracleTree {
    private final StringBuilder text = new StringBuilder();

    static OracleTree of(ParsedMessage message) throws IOException {
        OracleTree tree = new OracleTree();
        tree.add(message.root(), 0);
        return tree;
    }

    private void add(Part part, int depth) throws IOException {
        part.header().fields().forEach(field -> field(depth, field.name()));
        type(depth, part.contentType().type().toString());
        if (part instanceof Part.Leaf) {
            content(depth, part.body());
        }
        for (Part child : part.children()) {
            add(child, depth + 1);
        }
    }

    void field(int depth, String name) {
        line(depth, name + ":");
    }

    void type(int depth, String type) {
        line(depth, type.toLowerCase(Locale.ROOT));
    }

    void content(int depth, InputStream body) throws IOException {
        String bytes = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
        line(depth, "[" + bytes.replace("\n", "\\n").replace("\r", "\\r") + "]");
    }

    private void line(int depth, String what) {
        text.append("  ".repeat(depth)).append(what).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

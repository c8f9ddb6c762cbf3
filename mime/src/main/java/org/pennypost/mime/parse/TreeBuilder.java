package org.pennypost.mime.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.ContentType;

/**
 * Makes the tree out of the events.
 *
 * <p>Life cycle: takes the events of one message, then gives {@link #root} and {@link #defects}.
 */
final class TreeBuilder implements MessageEvents {
    private final FieldTable table;
    private final int defectsMax;
    private final List<Open> open = new ArrayList<>();
    private final List<Defect> defects = new ArrayList<>();
    private long defectCount;
    private @Nullable Part root;

    TreeBuilder(ByteSource source, ParserOptions options) {
        this.table = new FieldTable(source);
        this.defectsMax = options.defectsMax();
    }

    /** A part that has not ended. */
    private static final class Open {
        final Part.Place place = new Part.Place();
        final List<Part> children = new ArrayList<>(0);
        boolean multipart;
        boolean digest;
        boolean message;
    }

    Part root() {
        if (root == null) {
            throw new IllegalStateException("the message has not ended");
        }
        return root;
    }

    List<Defect> defects() {
        return defects;
    }

    long defectCount() {
        return defectCount;
    }

    @Override
    public void part(long offset) {
        Open part = new Open();
        part.place.start = offset;
        part.place.firstField = table.size();
        part.place.inDigest = !open.isEmpty() && open.getLast().digest;
        open.add(part);
    }

    @Override
    public void field(byte[] bytes, int from, int to, int nameLength, long offset) {
        table.add(offset, nameLength);
    }

    @Override
    public void leaf(long headerEnd, long bodyStart) {
        Part.Place place = open.getLast().place;
        place.headerEnd = headerEnd;
        place.bodyStart = bodyStart;
        place.fields = table.size() - place.firstField;
    }

    @Override
    public void multipart(ContentType type, long headerEnd, long bodyStart) {
        leaf(headerEnd, bodyStart);
        open.getLast().multipart = true;
        open.getLast().digest = type.type().subtype().equals("digest");
    }

    @Override
    public void message(long headerEnd, long bodyStart) {
        leaf(headerEnd, bodyStart);
        open.getLast().message = true;
    }

    @Override
    public void end(long bodyEnd, long lines, Octets octets) {
        Open ended = open.removeLast();
        ended.place.bodyEnd = bodyEnd;
        ended.place.lines = lines;
        Part part;
        if (ended.multipart) {
            part = new Part.Multipart(ended.place, table, ended.children);
        } else if (ended.message) {
            part = new Part.Message(ended.place, table, ended.children.getFirst());
        } else {
            part = new Part.Leaf(ended.place, table, octets);
        }
        if (open.isEmpty()) {
            root = part;
        } else {
            open.getLast().children.add(part);
        }
    }

    @Override
    public void defect(DefectKind kind, long offset) {
        defectCount++;
        if (defects.size() < defectsMax) {
            defects.add(new Defect(kind, offset));
        }
    }
}

package org.pennypost.mime.parse;

import java.util.zip.CRC32C;
import org.pennypost.mime.ContentType;

/** Events as lines; the contents of a leaf as one line with its range and checksum. */
final class EventText implements MessageEvents {
    private final StringBuilder text = new StringBuilder();
    private final CRC32C crc = new CRC32C();
    private long contentStart = -1;
    private long contentEnd;

    @Override
    public void part(long offset) {
        text.append("part ").append(offset).append('\n');
    }

    @Override
    public void field(byte[] bytes, int from, int to, int nameLength, long offset) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, to - from);
        text.append("field ")
                .append(offset)
                .append("..")
                .append(offset + to - from)
                .append(" name ")
                .append(nameLength);
        text.append(" crc ").append(sum.getValue()).append('\n');
    }

    @Override
    public void leaf(long headerEnd, long bodyStart) {
        text.append("leaf ").append(headerEnd).append(' ').append(bodyStart).append('\n');
    }

    @Override
    public void multipart(ContentType type, long headerEnd, long bodyStart) {
        text.append(type.type())
                .append(' ')
                .append(headerEnd)
                .append(' ')
                .append(bodyStart)
                .append('\n');
    }

    @Override
    public void message(long headerEnd, long bodyStart) {
        text.append("message ").append(headerEnd).append(' ').append(bodyStart).append('\n');
    }

    @Override
    public void content(byte[] bytes, int from, int to, long offset) {
        if (contentStart < 0) {
            contentStart = offset;
            contentEnd = offset;
        }
        if (offset != contentEnd || from >= to) {
            text.append("contents are not in order at ").append(offset).append('\n');
        }
        crc.update(bytes, from, to - from);
        contentEnd = offset + to - from;
    }

    @Override
    public void end(long bodyEnd, long lines, Octets octets) {
        if (contentStart >= 0) {
            text.append("content ")
                    .append(contentStart)
                    .append("..")
                    .append(contentEnd)
                    .append(" crc ")
                    .append(crc.getValue())
                    .append('\n');
            crc.reset();
            contentStart = -1;
        }
        text.append("end ")
                .append(bodyEnd)
                .append(" lines ")
                .append(lines)
                .append(' ')
                .append(octets)
                .append('\n');
    }

    @Override
    public void defect(DefectKind kind, long offset) {
        text.append(kind).append(" at ").append(offset).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

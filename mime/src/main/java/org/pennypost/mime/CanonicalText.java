package org.pennypost.mime;

import java.io.IOException;
import java.io.InputStream;

/** Text whose every line ends with CRLF, the last too, whatever ended it in the source: the canonical form of RFC 2046 §4.1.1. */
record CanonicalText(Content source) implements Content {
    @Override
    public InputStream open() throws IOException {
        return new CanonicalLines(source.open());
    }

    /** Not for several threads. */
    private static final class CanonicalLines extends InputStream {
        private static final int BUFFER_BYTES = 16 * 1024;

        private final InputStream source;
        private final byte[] read = new byte[BUFFER_BYTES];
        /** Each byte may become two, and the end two more. */
        private final byte[] ready = new byte[2 * BUFFER_BYTES + 2];

        private int readyFrom;
        private int readyTo;
        private int last = '\n';
        private boolean ended;

        CanonicalLines(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            return fill() ? ready[readyFrom++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, readyTo - readyFrom);
            System.arraycopy(ready, readyFrom, into, offset, count);
            readyFrom += count;
            return count;
        }

        private boolean fill() throws IOException {
            while (readyFrom == readyTo && !ended) {
                readyFrom = 0;
                readyTo = 0;
                int count = source.read(read);
                if (count < 0) {
                    ended = true;
                    endLine();
                } else {
                    convert(count);
                }
            }
            return readyFrom < readyTo;
        }

        private void convert(int count) {
            for (int i = 0; i < count; i++) {
                byte c = read[i];
                if (c == '\n') {
                    endLineAfter('\r');
                } else if (last == '\r') {
                    ready[readyTo++] = '\n';
                }
                if (c != '\n') {
                    ready[readyTo++] = c;
                }
                last = c;
            }
        }

        private void endLineAfter(int carriageReturn) {
            if (last != carriageReturn) {
                ready[readyTo++] = '\r';
            }
            ready[readyTo++] = '\n';
        }

        private void endLine() {
            if (last == '\r') {
                ready[readyTo++] = '\n';
            } else if (last != '\n') {
                ready[readyTo++] = '\r';
                ready[readyTo++] = '\n';
            }
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}

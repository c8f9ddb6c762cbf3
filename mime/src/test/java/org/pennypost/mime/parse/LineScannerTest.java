package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

/** The scanner that takes eight bytes at a time does what one does that takes them one by one. */
class LineScannerTest {
    private static final String LIKELY = "\r\n\r\n- \tab\0\u00E4";

    @Test
    void isThatOfSingleBytes() {
        Gen gen = Gen.seeded("LineScannerTest");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = gen.bytes(0, 60, LIKELY);
            int start = gen.number(0, Math.min(9, bytes.length));
            for (LineScanner.Stop stop : LineScanner.Stop.values()) {
                assertThat(run(bytes, start, stop)).isEqualTo(bytewise(bytes, start, stop));
            }
        }
    }

    private static List<String> run(byte[] bytes, int start, LineScanner.Stop stop) {
        LineScanner scanner = new LineScanner();
        List<String> seen = new ArrayList<>();
        int at = start;
        while (at < bytes.length) {
            scanner.startBody();
            at = scanner.run(bytes, at, bytes.length, 100, stop);
            seen.add(at + " " + scanner.lines() + " " + scanner.octets());
        }
        scanner.report(new MessageEvents() {
            @Override
            public void defect(DefectKind kind, long offset) {
                seen.add(kind + " " + offset);
            }
        });
        return seen;
    }

    private static List<String> bytewise(byte[] bytes, int start, LineScanner.Stop stop) {
        List<String> seen = new ArrayList<>();
        long lines = 0;
        int from = start;
        for (int i = start; i < bytes.length; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
            boolean last = i + 1 == bytes.length;
            boolean stops = bytes[i] == '\n'
                    && stop != LineScanner.Stop.NEVER
                    && (last
                            || (stop == LineScanner.Stop.HYPHEN
                                    ? bytes[i + 1] == '-'
                                    : bytes[i + 1] != ' ' && bytes[i + 1] != '\t'));
            if (stops || last) {
                seen.add((i + 1) + " " + lines + " " + kinds(bytes, from, i + 1));
                from = i + 1;
            }
        }
        first(seen, DefectKind.BARE_LF, bytes, start, i -> bytes[i] == '\n' && (i == start || bytes[i - 1] != '\r'));
        first(
                seen,
                DefectKind.BARE_CR,
                bytes,
                start,
                i -> bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] != '\n');
        first(seen, DefectKind.NUL, bytes, start, i -> bytes[i] == 0);
        return seen;
    }

    private static Octets kinds(byte[] bytes, int from, int to) {
        boolean eightBit = false;
        boolean nul = false;
        for (int i = from; i < to; i++) {
            eightBit |= bytes[i] < 0;
            nul |= bytes[i] == 0;
        }
        return new Octets(eightBit, nul);
    }

    private static void first(List<String> seen, DefectKind kind, byte[] bytes, int start, IntPredicate here) {
        for (int i = start; i < bytes.length; i++) {
            if (here.test(i)) {
                seen.add(kind + " " + (100 + i));
                return;
            }
        }
    }
}

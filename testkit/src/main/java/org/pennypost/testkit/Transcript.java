package org.pennypost.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A conversation as a text file says it went, with what must be true before and after: the notation of {@code docs/transcripts.md}.
 * Immutable.
 */
public final class Transcript {
    private final String name;
    private final List<Step> steps;
    private final Set<Pace> paces;
    private final Set<Carrier> carriers;
    private final boolean cut;

    Transcript(String name, List<Step> steps, Set<Pace> paces, Set<Carrier> carriers) {
        this(name, steps, paces, carriers, false);
    }

    private Transcript(String name, List<Step> steps, Set<Pace> paces, Set<Carrier> carriers, boolean cut) {
        this.cut = cut;
        this.name = name;
        this.steps = List.copyOf(steps);
        this.paces = Set.copyOf(paces);
        this.carriers = Set.copyOf(carriers);
    }

    /**
     * Reads the notation.
     *
     * @param name the file's name, for messages
     * @param files gives the bytes of a file that the transcript names, by that name
     * @throws BadTranscript with file, line, and what to write instead
     */
    public static Transcript parse(String name, String text, Files files) {
        return new TranscriptReader(name, text, files).read();
    }

    /** Reads the notation of a transcript that names no files. */
    public static Transcript parse(String name, String text) {
        return parse(name, text, _ -> {
            throw new IOException("no files belong to this transcript");
        });
    }

    /** The file's name, for messages. */
    public String name() {
        return name;
    }

    /** Whether it may be played in this way: always, unless it says {@code only}. */
    public boolean allows(Pace pace, Carrier carrier) {
        return paces.contains(pace)
                && carriers.contains(carrier)
                && !(carrier == Carrier.TLS && steps.stream().anyMatch(Transcript::beginsTls));
    }

    private static boolean beginsTls(Step step) {
        return step instanceof Step.StartTls || (step instanceof Step.Open open && open.tls());
    }

    /** How many steps it has: lines that are said, and words. */
    public int length() {
        return steps.size();
    }

    /** Returns its beginning. The server may say more than stands there. */
    public Transcript upTo(int length) {
        return new Transcript(name, steps.subList(0, length), paces, carriers, length < steps.size());
    }

    /** Whether it goes on, but is not played further. */
    boolean isCut() {
        return cut;
    }

    List<Step> steps() {
        return steps;
    }

    /** The files beside a transcript. */
    @FunctionalInterface
    public interface Files {
        /** The bytes of a file by the name that the transcript gives it. */
        byte[] bytes(String name) throws IOException;
    }
}

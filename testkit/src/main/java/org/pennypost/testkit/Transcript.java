package org.pennypost.testkit;

import java.io.IOException;
import java.util.List;

/**
 * A conversation as a text file says it went, with what must be true before and after: the notation of {@code docs/transcripts.md}.
 * Immutable.
 */
public final class Transcript {
    private final String name;
    private final List<Step> steps;
    private final List<Pace> paces;

    Transcript(String name, List<Step> steps, List<Pace> paces) {
        this.name = name;
        this.steps = List.copyOf(steps);
        this.paces = List.copyOf(paces);
    }

    /**
     * Reads the notation.
     *
     * @param name the file's name, for messages
     * @param files gives the bytes of a file that the transcript names, by that name
     * @throws BadTranscript with file and line
     */
    public static Transcript parse(String name, String text, Files files) {
        return new TranscriptReader(name, text, files).read();
    }

    /** Reads the notation of a transcript that names no files. */
    public static Transcript parse(String name, String text) {
        return parse(name, text, file -> {
            throw new IllegalArgumentException("no files belong to this transcript");
        });
    }

    public String name() {
        return name;
    }

    /** The paces at which it may be played: all, unless it says {@code only}. */
    public List<Pace> paces() {
        return paces;
    }

    List<Step> steps() {
        return steps;
    }

    /** The files beside a transcript. */
    @FunctionalInterface
    public interface Files {
        byte[] bytes(String name) throws IOException;
    }
}

package org.pennypost.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out which steps of a failing run are needed for it to fail, by leaving out ever smaller pieces (delta debugging: Zeller and Hildebrandt, "Simplifying
 * and Isolating Failure-Inducing Input", 2002).
 */
public final class Shrinking {
    private Shrinking() {}

    /** Runs steps and says whether they fail; it does so again when asked again. */
    @FunctionalInterface
    public interface Trial<T> {
        boolean fails(List<T> steps) throws IOException;
    }

    /**
     * A part of these steps that fails, in their order. Unless the tries run out before, it fails no more when any one of its steps is left out.
     *
     * @param failing steps that fail
     * @param triesMax how often to run some
     */
    public static <T> List<T> shortest(List<T> failing, Trial<T> trial, int triesMax) throws IOException {
        List<T> steps = List.copyOf(failing);
        int size = Math.max(1, steps.size() / 2);
        int tries = 0;
        boolean shrunk = false;
        for (int at = 0; tries < triesMax && !steps.isEmpty(); ) {
            if (at >= steps.size()) {
                if (size == 1 && !shrunk) {
                    break;
                }
                size = Math.max(1, size / 2);
                shrunk = false;
                at = 0;
                continue;
            }
            List<T> fewer = new ArrayList<>(steps.subList(0, at));
            fewer.addAll(steps.subList(Math.min(steps.size(), at + size), steps.size()));
            tries++;
            if (trial.fails(fewer)) {
                steps = List.copyOf(fewer);
                shrunk = true;
            } else {
                at += size;
            }
        }
        return steps;
    }
}

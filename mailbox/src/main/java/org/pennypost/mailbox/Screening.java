package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.pennypost.store.StoreException;

/**
 * Finds out of some contents which surely do not hold a text ({@link Screen}), by two threads: its owner's, while that waits for an answer, and one that is
 * started for it and ends with it. So a search of what no index knows takes two processors, and both wait for the disk; more would take them from others.
 * Between two pieces of work either lets others go first.
 *
 * <p>Life: {@link #mayHold} any number of times, and {@link #leave} at the end. Belongs to one thread.
 */
public final class Screening {
    /** So many are a piece of work, of a millisecond or so; a walk over as many contents stays on its thread, and begins seldom enough. */
    private static final int TOGETHER = 250;

    private final List<FutureTask<boolean[]>> pieces = new ArrayList<>();
    private final int size;
    private volatile boolean left;

    /** @param contents their numbers; cheapest where they rise */
    Screening(Screen screen, long[] contents) {
        size = contents.length;
        for (int from = 0; from < size; from += TOGETHER) {
            long[] piece = Arrays.copyOfRange(contents, from, Math.min(size, from + TOGETHER));
            pieces.add(new FutureTask<>(() -> screened(screen, piece)));
        }
        if (pieces.size() > 1) {
            Thread.ofVirtual().name("mailbox-screening").start(this::screenAll);
        }
    }

    private static boolean[] screened(Screen screen, long[] contents) {
        try {
            return screen.mayHold(contents);
        } catch (StoreException failed) {
            // Whoever looks into these contents fails then, or finds that it was another one.
            boolean[] all = new boolean[contents.length];
            Arrays.fill(all, true);
            return all;
        }
    }

    private void screenAll() {
        for (FutureTask<boolean[]> piece : pieces) {
            if (left) {
                return;
            }
            // What the owner has begun is passed over.
            piece.run();
            letOthersGo();
        }
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // nothing depends on it: a virtual thread that computes keeps its carrier from the
    // others
    private static void letOthersGo() {
        Thread.yield();
    }

    /** How many contents. */
    public int size() {
        return size;
    }

    /** Whether the content that is the {@code index}-th of them, from 0, may hold the text: if not, it surely does not. */
    public boolean mayHold(int index) {
        FutureTask<boolean[]> piece = pieces.get(index / TOGETHER);
        for (int next = index / TOGETHER; next < pieces.size() && !piece.isDone(); next++) {
            pieces.get(next).run();
            letOthersGo();
        }
        return result(piece)[index % TOGETHER];
    }

    private static boolean[] result(FutureTask<boolean[]> piece) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return piece.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw new IllegalStateException(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Nobody asks any more. */
    public void leave() {
        left = true;
    }
}

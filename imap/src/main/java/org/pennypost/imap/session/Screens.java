package org.pennypost.imap.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Screening;
import org.pennypost.mailbox.TextQuery;

/**
 * Passes over messages of one walk that surely do not hold a text. Once several in a row were asked about, the next ones are screened together, the more, the longer the
 * row is; unless most of those before had to be looked into all the same. Belongs to the walk's thread.
 */
final class Screens {
    /** After so many, it is a row. */
    private static final int ROW_MIN = 8;

    /** With so many messages from one to the next at most it still is. */
    private static final int REACH = 2;

    /** So many are screened together at most. */
    private static final int MESSAGES_MAX = 8_192;

    private final MessageWalk walk;
    private final Account account;
    private final List<Screen> screens = new ArrayList<>();

    Screens(MessageWalk walk, Account account) {
        this.walk = walk;
        this.account = account;
    }

    /** Whether the message at which the walk stands may hold the text: if not, it surely does not. */
    boolean mayHold(TextQuery query) {
        for (Screen screen : screens) {
            if (screen.query.equals(query)) {
                return screen.mayHold();
            }
        }
        Screen screen = new Screen(query);
        screens.add(screen);
        return screen.mayHold();
    }

    /** The walk has ended. */
    void leave() {
        screens.forEach(Screen::leave);
    }

    /** For one text. */
    private final class Screen {
        private final TextQuery query;
        private @Nullable Screening screening;
        private long last = -1;
        private int row;

        /** What is screened, or left alone, is from here to there. */
        private long begin;

        private long end;

        private int asked;
        private int passed;

        Screen(TextQuery query) {
            this.query = query;
        }

        boolean mayHold() {
            row = walk.step() - last <= REACH ? row + 1 : 1;
            last = walk.step();
            if (last >= end) {
                turn();
            }
            if (screening == null) {
                return true;
            }
            asked++;
            boolean may = screening.mayHold((int) (last - begin));
            passed += may ? 1 : 0;
            return may;
        }

        private void turn() {
            boolean isOfUse = screening == null || 2 * passed <= asked;
            leave();
            if (row < ROW_MIN) {
                return;
            }
            int most = Math.min(MESSAGES_MAX, 2 * row);
            begin = last;
            end = begin + most;
            if (isOfUse) {
                screening = account.screening(query, walk.contents(most));
                end = begin + screening.size();
            }
        }

        private void leave() {
            if (screening != null) {
                screening.leave();
                screening = null;
            }
            asked = 0;
            passed = 0;
        }
    }
}

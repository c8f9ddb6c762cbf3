package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.List;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.grammar.SequenceSet;
import org.pennypost.imap.session.MessageWalk;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.Vanished;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/**
 * What a client remembers of a mailbox that it opens anew, and how it is told what it missed (RFC 7162 §3.2.5).
 *
 * @param uidValidity if that is another one now, the rest means nothing
 * @param modSeq the last change that it knows
 * @param uids those that it wants to hear about
 * @param numbers of some messages, by rising number; with {@code pairs} the UIDs that the client knows them by
 */
record QuickResync(long uidValidity, ModSeq modSeq, UidSet uids, UidSet numbers, UidSet pairs) {
    /** {@code "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"}. Lenient: 0 for a mod-sequence, which asks for everything. */
    static QuickResync parse(ImapReader in) throws BadSyntax {
        in.expect('(');
        long uidValidity = in.nzNumber();
        in.sp();
        ModSeq modSeq = new ModSeq(in.number64());
        UidSet uids = UidSet.ALL;
        UidSet numbers = UidSet.EMPTY;
        UidSet pairs = UidSet.EMPTY;
        boolean more = in.accept(' ');
        if (more && !in.isNext('(')) {
            uids = withoutStar(in);
            more = in.accept(' ');
        }
        if (more) {
            in.expect('(');
            numbers = withoutStar(in);
            in.sp();
            pairs = withoutStar(in);
            in.expect(')');
            if (numbers.size() != pairs.size()) {
                throw new BadSyntax("there are as many known UIDs as known message numbers");
            }
        }
        in.expect(')');
        return new QuickResync(uidValidity, modSeq, uids, numbers, pairs);
    }

    private static UidSet withoutStar(ImapReader in) throws BadSyntax {
        SequenceSet set = in.sequenceSet();
        if (set.isSaved() || set.hasStar()) {
            throw new BadSyntax("what a client knows it names by numbers, not by '*' or '$'");
        }
        return set.resolved(0);
    }

    /** Tells what was expunged, and the flags of what has changed or is new. */
    void tell(SelectedMailbox selected, ResponseWriter out) throws IOException {
        MailboxView view = selected.view();
        if (view.uidValidity().number() != uidValidity || view.highestModSeq().compareTo(modSeq) <= 0) {
            return;
        }
        Vanished.tell("(EARLIER) ", Vanished.since(selected, modSeq, uids, known(view)), out);
        try (MessageWalk walk = selected.walk(view.changedSince(modSeq).intersection(uids))) {
            while (walk.next()) {
                selected.flags(out, walk.message(), true);
            }
        }
    }

    /** The highest UID that has the number by which the client knows it: up to there it knows what was expunged (§3.2.5.2). */
    private long known(MailboxView view) {
        List<UidSet.Range> some = numbers.ranges();
        List<UidSet.Range> uidsOfThem = pairs.ranges();
        int i = some.size() - 1;
        int j = uidsOfThem.size() - 1;
        long number = i < 0 ? 0 : some.get(i).last().number();
        long uid = j < 0 ? 0 : uidsOfThem.get(j).last().number();
        while (i >= 0) {
            if (number <= view.size() && view.at((int) number - 1).uid().equals(new Uid(uid))) {
                return uid;
            }
            // Numbers behind the end of the mailbox are passed over together, however many there are.
            long step = Math.min(
                    Math.max(1, number - view.size()),
                    Math.min(
                                    number - some.get(i).first().number(),
                                    uid - uidsOfThem.get(j).first().number())
                            + 1);
            number -= step;
            uid -= step;
            if (number < some.get(i).first().number()) {
                i--;
                number = i < 0 ? 0 : some.get(i).last().number();
            }
            if (uid < uidsOfThem.get(j).first().number()) {
                j--;
                uid = j < 0 ? 0 : uidsOfThem.get(j).last().number();
            }
        }
        return 0;
    }
}

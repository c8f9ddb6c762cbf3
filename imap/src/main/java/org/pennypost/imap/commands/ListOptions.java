package org.pennypost.imap.commands;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.StatusItem;
import org.pennypost.imap.session.Vocabulary;

/**
 * What an extended LIST asks for (RFC 9051 §6.3.9.1, §6.3.9.2, RFC 5258 §3, RFC 6154 §2, RFC 5819 §2).
 *
 * @param selection which names are listed, of those that match a pattern
 * @param returns what is told of each
 * @param status the items of the STATUS response that follows each; empty for none
 */
record ListOptions(Set<Selection> selection, Set<Return> returns, List<StatusItem> status) {
    /** Which names are listed. */
    enum Selection {
        /** Those subscribed to, there or not. */
        SUBSCRIBED,
        /** Those of other servers too, of which there are none. */
        REMOTE,
        /** Those that are above a selected one too. */
        RECURSIVEMATCH,
        /** Those that are for something. */
        SPECIAL_USE
    }

    /** What is told of a name. What it is for, and whether others are below it, is told at any rate. */
    enum Return {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE
    }

    ListOptions {
        selection = Set.copyOf(selection);
        returns = Set.copyOf(returns);
        status = List.copyOf(status);
    }

    /** {@code list-select-opts}. One that comes twice counts once. */
    static Set<Selection> selection(ImapReader in) throws BadSyntax {
        Set<Selection> selection = EnumSet.noneOf(Selection.class);
        in.expect('(');
        if (!in.accept(')')) {
            do {
                selection.add(selectionOption(in.keyword("a selection option")));
            } while (in.accept(' '));
            in.expect(')');
        }
        boolean nothingToRecurse =
                !selection.contains(Selection.SUBSCRIBED) && !selection.contains(Selection.SPECIAL_USE);
        if (selection.contains(Selection.RECURSIVEMATCH) && nothingToRecurse) {
            throw new BadSyntax("RECURSIVEMATCH goes with SUBSCRIBED or SPECIAL-USE");
        }
        return selection;
    }

    private static Selection selectionOption(String name) throws BadSyntax {
        return switch (name) {
            case "SUBSCRIBED" -> Selection.SUBSCRIBED;
            case "REMOTE" -> Selection.REMOTE;
            case "RECURSIVEMATCH" -> Selection.RECURSIVEMATCH;
            case "SPECIAL-USE" -> Selection.SPECIAL_USE;
            default -> throw new BadSyntax("there is no selection option " + Shown.of(name));
        };
    }

    /** {@code list-return-opts}, behind RETURN, and with it the whole. One that comes twice counts once. */
    static ListOptions returning(Set<Selection> selection, ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        Set<Return> returns = EnumSet.noneOf(Return.class);
        Set<StatusItem> status = new LinkedHashSet<>();
        in.expect('(');
        if (!in.accept(')')) {
            do {
                String name = in.keyword("a return option");
                switch (name) {
                    case "SUBSCRIBED" -> returns.add(Return.SUBSCRIBED);
                    case "CHILDREN" -> returns.add(Return.CHILDREN);
                    case "SPECIAL-USE" -> returns.add(Return.SPECIAL_USE);
                    case "STATUS" -> {
                        in.sp();
                        status.addAll(Status.items(in, vocabulary));
                    }
                    default -> throw new BadSyntax("there is no return option " + Shown.of(name));
                }
            } while (in.accept(' '));
            in.expect(')');
        }
        return new ListOptions(selection, returns, List.copyOf(status));
    }

    /** Whether subscriptions are told: asked for, or implied (RFC 5258 §3.1). */
    boolean tellsSubscriptions() {
        return selection.contains(Selection.SUBSCRIBED) || returns.contains(Return.SUBSCRIBED);
    }

    boolean isRecursive() {
        return selection.contains(Selection.RECURSIVEMATCH);
    }
}

package org.pennypost.imap.commands;

import java.util.List;
import org.pennypost.imap.session.CommandSpec;

/** Every command of the two revisions, in the order of RFC 9051 §6; extensions bring their own. */
public final class Commands {
    public static final List<CommandSpec> ALL = List.of(
            Capability.SPEC,
            Noop.SPEC,
            Logout.SPEC,
            Id.SPEC,
            StartTls.SPEC,
            Authenticate.SPEC,
            Login.SPEC,
            Enable.SPEC,
            Select.SPEC,
            Select.EXAMINE,
            Create.SPEC,
            MailboxCommand.DELETE,
            Rename.SPEC,
            MailboxCommand.SUBSCRIBE,
            MailboxCommand.UNSUBSCRIBE,
            ListMailboxes.SPEC,
            Lsub.SPEC,
            Namespace.SPEC,
            Status.SPEC,
            Append.SPEC,
            Idle.SPEC,
            Noop.CHECK,
            Close.SPEC,
            Close.UNSELECT,
            Expunge.SPEC,
            Expunge.BY_UID,
            Search.SPEC,
            Search.BY_UID,
            Fetch.SPEC,
            Fetch.BY_UID,
            Store.SPEC,
            Store.BY_UID,
            Copy.SPEC,
            Copy.BY_UID,
            Copy.MOVE,
            Copy.MOVE_BY_UID);

    private Commands() {}
}

package org.pennypost.cli;

import java.util.List;
import org.pennypost.cli.bench.BenchCommand;
import org.pennypost.cli.fetch.FetchCommand;
import org.pennypost.cli.mime.MimeCommand;
import org.pennypost.cli.send.SendCommand;
import org.pennypost.cli.server.AccountCommand;
import org.pennypost.cli.server.CheckCommand;
import org.pennypost.cli.server.DomainCommand;
import org.pennypost.cli.server.QueueCommand;
import org.pennypost.cli.server.SearchCommand;
import org.pennypost.cli.server.ServeCommand;
import org.pennypost.cli.server.StatusCommand;
import org.pennypost.cli.server.StopCommand;
import org.pennypost.cli.talk.TalkCommand;
import org.pennypost.cli.watch.WatchCommand;

/** Every command of the program, one line each, in the order of its help. */
final class Commands {
    private Commands() {}

    static List<CommandTree> all(Console console) {
        return List.of(
                CommandTree.of(new ServeCommand(console)),
                CommandTree.of(new StatusCommand(console)),
                CommandTree.of(new StopCommand(console)),
                CommandTree.of(new CheckCommand(console)),
                DomainCommand.tree(console),
                AccountCommand.tree(console),
                QueueCommand.tree(console),
                SearchCommand.tree(console),
                CommandTree.of(new SendCommand(console)),
                CommandTree.of(new FetchCommand(console)),
                CommandTree.of(new WatchCommand(console)),
                CommandTree.of(new TalkCommand(console)),
                MimeCommand.tree(console),
                BenchCommand.tree(console),
                CommandTree.of(new VersionCommand(console)));
    }
}

package org.pennypost.pop3.commands;

import java.util.Optional;
import java.util.stream.Stream;
import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Language;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** LANG chooses the language of the answers, or lists those that there are (RFC 6856 §3). */
final class Lang implements Pop3Command {
    @Override
    public String keyword() {
        return "LANG";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return true;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        if (arguments.isEmpty()) {
            return new Outcome.Lines(
                    session.say(Phrase.LANGUAGES),
                    Stream.of(Language.values())
                            .map(language -> language.tag() + " " + language.description())
                            .toList());
        }
        String range = arguments.oneWord(keyword() + " de");
        Optional<Language> chosen = Language.matching(range);
        if (chosen.isEmpty()) {
            return new Outcome.Err(session.say(Phrase.NO_SUCH_LANGUAGE, Arguments.shown(range)));
        }
        session.language(chosen.get());
        return new Outcome.Ok(chosen.get().tag() + " " + session.say(Phrase.LANGUAGE_CHOSEN));
    }
}

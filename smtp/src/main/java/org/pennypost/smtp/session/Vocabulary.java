package org.pennypost.smtp.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pennypost.smtp.EsmtpParameter;

/** All that a server understands: commands, extensions and their parameters. Immutable, made once. */
public final class Vocabulary {
    private final Map<String, CommandSpec> commands = new LinkedHashMap<>();
    private final List<SmtpExtension> extensions;
    private final List<EsmtpParameter<?>> mailParameters = new ArrayList<>();
    private final List<EsmtpParameter<?>> rcptParameters = new ArrayList<>();

    /** @param extensions in the order in which EHLO announces them */
    public Vocabulary(List<CommandSpec> commands, List<SmtpExtension> extensions) {
        this.extensions = List.copyOf(extensions);
        Stream.concat(commands.stream(), extensions.stream().flatMap(each -> each.commands().stream()))
                .forEach(spec -> this.commands.put(spec.name(), spec));
        for (SmtpExtension each : extensions) {
            mailParameters.addAll(each.mailParameters());
            rcptParameters.addAll(each.rcptParameters());
        }
    }

    /** @param name in capitals */
    public Optional<CommandSpec> command(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    /** @return all commands, in the order of a session */
    public List<CommandSpec> commands() {
        return List.copyOf(commands.values());
    }

    /** @return all extensions, in the order of EHLO's reply */
    public List<SmtpExtension> extensions() {
        return extensions;
    }

    /** @return the parameters that MAIL may have */
    public List<EsmtpParameter<?>> mailParameters() {
        return mailParameters;
    }

    /** @return the parameters that RCPT may have */
    public List<EsmtpParameter<?>> rcptParameters() {
        return rcptParameters;
    }
}

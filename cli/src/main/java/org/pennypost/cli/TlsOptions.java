package org.pennypost.cli;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pennypost.client.ServerAddress;
import org.pennypost.wire.TlsMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --tls} and {@code --insecure}, as a mixin. */
public final class TlsOptions {
    @Option(
            names = "--tls",
            paramLabel = "WHEN",
            converter = Mode.class,
            description =
                    "required, when-offered, never, or implicit (from the first byte). The port or URL decides otherwise.")
    private @Nullable TlsMode tls;

    @Option(names = "--insecure", description = "Accept any certificate, as servers of your own sign theirs.")
    private boolean insecure;

    /** Returns the server, encrypted as was asked for. */
    public ServerAddress applyTo(ServerAddress server) {
        return tls == null ? server : server.with(tls);
    }

    /** Returns whether any certificate will do. */
    public boolean insecure() {
        return insecure;
    }

    /** The modes in the words of the command line. */
    static final class Mode implements ITypeConverter<TlsMode> {
        @Override
        public TlsMode convert(String word) {
            return Arrays.stream(TlsMode.values())
                    .filter(mode -> mode.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + word + "' is none of required, when-offered, never, implicit"));
        }
    }
}

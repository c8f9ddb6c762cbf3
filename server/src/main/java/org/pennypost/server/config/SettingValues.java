package org.pennypost.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** What was said for each {@link Setting}: in the file, else in the environment, which goes before the file. */
final class SettingValues {
    private static final List<String> FOREIGN_VARIABLES =
            List.of("PENNYPOST_HEAP", "PENNYPOST_JVM", "PENNYPOST_AS_BUILT", "PENNYPOST_PASSWORD");

    /** A value with the place that it comes from, for messages. */
    record Said(Object value, String place) {}

    private final Map<Setting, Said> said = new HashMap<>();

    /** Reads the file, if one is given, and the variables that begin with {@code PENNYPOST_}. */
    static SettingValues read(Optional<Path> file, Map<String, String> environment) throws ConfigurationError {
        SettingValues values = new SettingValues();
        if (file.isPresent()) {
            values.readFile(file.get());
        }
        values.readEnvironment(environment);
        return values;
    }

    private void readFile(Path file) throws ConfigurationError {
        TomlParseResult toml;
        try {
            toml = Toml.parse(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigurationError("cannot read the configuration file " + file + ": " + e.getMessage());
        }
        if (toml.hasErrors()) {
            var first = toml.errors().getFirst();
            throw new ConfigurationError(place(file, first.position()) + first.getMessage());
        }
        for (String key : toml.dottedKeySet()) {
            String place = place(file, toml.inputPositionOf(key));
            Setting setting = Setting.named(key).orElse(null);
            if (setting == null) {
                throw new ConfigurationError(place + "there is no setting '" + key + "'" + suggestion(key));
            }
            said.put(setting, new Said(checked(setting, Objects.requireNonNull(toml.get(key)), place), place));
        }
    }

    private static String place(Path file, @Nullable TomlPosition position) {
        return position == null ? file + ": " : file + ":" + position.line() + ": ";
    }

    private static String suggestion(String key) {
        return NearestWord.to(key, Setting.ALL.stream().map(Setting::key).toList())
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("; docs/operating.md names them all");
    }

    private static Object checked(Setting setting, Object value, String place) throws ConfigurationError {
        Object read = switch (setting.kind()) {
            case TEXT -> value instanceof String ? value : null;
            case NUMBER -> value instanceof Long ? value : null;
            case SWITCH -> value instanceof Boolean ? value : null;
            case TEXTS -> value instanceof TomlArray array ? texts(array) : null;
        };
        if (read == null) {
            throw new ConfigurationError(
                    place + "'" + setting.key() + "' must be " + setting.kind().form());
        }
        return read;
    }

    private static List<String> texts(TomlArray array) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            texts.add(String.valueOf(array.get(i)));
        }
        return texts;
    }

    private void readEnvironment(Map<String, String> environment) throws ConfigurationError {
        for (var variable : environment.entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith("PENNYPOST_") || FOREIGN_VARIABLES.contains(name)) {
                continue;
            }
            Setting setting = Setting.ofVariable(name).orElse(null);
            if (setting == null) {
                String meant = NearestWord.to(
                                name,
                                Setting.ALL.stream().map(Setting::variable).toList())
                        .map(word -> "; did you mean " + word + "?")
                        .orElse("");
                throw new ConfigurationError("the environment variable " + name + " sets nothing" + meant);
            }
            String place = "environment variable " + name + ": ";
            said.put(setting, new Said(fromText(setting, variable.getValue(), place), place));
        }
    }

    private static Object fromText(Setting setting, String text, String place) throws ConfigurationError {
        return switch (setting.kind()) {
            case TEXT -> text;
            case TEXTS ->
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
            case NUMBER -> {
                try {
                    yield Long.parseLong(text.strip());
                } catch (NumberFormatException e) {
                    throw new ConfigurationError(place + "'" + text + "' is not a whole number");
                }
            }
            case SWITCH ->
                switch (text.strip()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new ConfigurationError(place + "'" + text + "' is neither true nor false");
                };
        };
    }

    boolean isSaid(Setting setting) {
        return said.containsKey(setting);
    }

    /** Where the value comes from, as the beginning of a message. */
    String place(Setting setting) {
        Said value = said.get(setting);
        return value == null ? setting.key() + ": " : value.place();
    }

    Optional<String> text(Setting setting) {
        Said value = said.get(setting);
        if (value == null) {
            return setting.standard().isEmpty() ? Optional.empty() : Optional.of(setting.standard());
        }
        String text = (String) value.value();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    List<String> texts(Setting setting) {
        Said value = said.get(setting);
        if (value == null) {
            return List.of();
        }
        return ((List<?>) value.value()).stream().map(String::valueOf).toList();
    }

    /** The number, which must lie between the bounds. */
    long number(Setting setting, long min, long max) throws ConfigurationError {
        Said value = said.get(setting);
        long number = value == null ? Long.parseLong(setting.standard()) : (Long) value.value();
        if (number < min || number > max) {
            throw new ConfigurationError(place(setting) + "'" + setting.key() + "' is " + number + ", but must be from "
                    + min + " to " + max);
        }
        return number;
    }

    boolean isOn(Setting setting) {
        Said value = said.get(setting);
        return value == null ? Boolean.parseBoolean(setting.standard()) : (Boolean) value.value();
    }
}

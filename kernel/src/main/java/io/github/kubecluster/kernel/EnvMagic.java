package io.github.kubecluster.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code %env}: shows environment variables, or sets one. */
record EnvMagic(NotebookEnvironment environment) implements Magic {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)(?<name>[^\\s=]+)(\\s*=\\s*|\\s+)(?<value>.*)");

    @Override
    public @Nullable Object run(MagicCall call) {
        String text = String.join(" ", call.arguments());
        Matcher assignment = ASSIGNMENT.matcher(text);
        if (assignment.matches()) {
            environment.set(assignment.group("name"), assignment.group("value"));
            return null;
        }
        return text.isEmpty()
                ? environment.shown()
                : environment
                        .get(text)
                        .orElseThrow(() -> new IllegalArgumentException("There is no environment variable \"" + text
                                + "\". Set it with %env " + text + "=VALUE, or list all with %env."));
    }
}

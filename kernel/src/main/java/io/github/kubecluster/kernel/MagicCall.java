package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellLine;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The call of a magic in a cell.
 *
 * @param name the name without the per cent signs
 * @param text what follows the name, as typed
 * @param body the lines below a cell magic; nothing for a line magic
 * @param start where the call stands
 * @param variable what gets the value, if that is asked for
 */
record MagicCall(String name, String text, Optional<String> body, CellLine start, Optional<MagicVariable> variable)
        implements Part {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Returns the call that {@code line} is: a name and arguments. */
    static MagicCall of(String line, Optional<String> body, CellLine start, Optional<MagicVariable> variable) {
        String[] parts = SPACE.split(line, 2);
        return new MagicCall(parts[0], parts.length < 2 ? "" : parts[1].stripTrailing(), body, start, variable);
    }

    /** Returns the words of the text, see {@link MagicWords}. */
    List<String> arguments() {
        return MagicWords.of(text);
    }

    /** Returns the name with its per cent signs. */
    String written() {
        return (body.isPresent() ? "%%" : "%") + name;
    }
}

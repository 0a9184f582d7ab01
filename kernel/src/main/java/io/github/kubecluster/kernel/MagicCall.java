package io.github.kubecluster.kernel;

import java.util.List;
import java.util.Optional;

/**
 * The call of a magic in a cell.
 *
 * @param name the name without the per cent signs
 * @param arguments what follows the name
 * @param body the lines below a cell magic; nothing for a line magic
 * @param start where the call stands
 */
record MagicCall(String name, List<String> arguments, Optional<String> body, CellLine start) implements Part {
    /** Returns the call that {@code text} is: a name and arguments. */
    static MagicCall of(String text, Optional<String> body, CellLine start) {
        List<String> words = MagicWords.of(text);
        return new MagicCall(words.get(0), words.subList(1, words.size()), body, start);
    }
}

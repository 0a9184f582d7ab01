package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.Word;
import java.util.List;

/** Knows what a magic may be given. */
interface MagicGuide {
    /**
     * Returns what may stand in the place of the word that is being typed.
     *
     * @param before the words before it, without the magic's name
     * @param begun how it begins
     */
    List<Word> words(List<String> before, String begun);

    /** Returns the help for the magic with {@code words}. */
    String help(List<String> words);
}

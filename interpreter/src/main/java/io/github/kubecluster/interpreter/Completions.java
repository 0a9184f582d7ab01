package io.github.kubecluster.interpreter;

import java.util.List;

/**
 * What may stand in the place of the word that is being typed.
 *
 * @param words best first
 * @param start where the word begins, in {@code char}s of the code
 * @param end where it ends
 */
public record Completions(List<Word> words, int start, int end) {
    public Completions {
        words = List.copyOf(words);
    }

    /** Returns the words alone. */
    public List<String> texts() {
        return words.stream().map(Word::text).toList();
    }
}

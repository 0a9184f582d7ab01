package io.github.kubecluster.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that was probably meant by an unknown one. */
final class Spelling {
    private Spelling() {}

    /** Returns the known word nearest to {@code word}, when one differs from it in at most a third of its letters. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate -> distance(word, candidate) <= Math.max(1, (word.length() + 1) / 3));
    }

    /** The Levenshtein distance, letter case aside. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                char left = Character.toLowerCase(a.charAt(i - 1));
                char right = Character.toLowerCase(b.charAt(j - 1));
                int replaced = diagonal + (left == right ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

package io.kubelens.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that was probably meant. */
final class Spelling {
    private static final int MAX_EDITS = 3;

    private Spelling() {}

    /** The nearest word, if it is at most three edits and a third of its length away. */
    static Optional<String> nearest(String word, Collection<String> words) {
        return words.stream()
                .filter(known -> edits(word, known) <= Math.min(MAX_EDITS, known.length() / 3))
                .min(Comparator.comparingInt(known -> edits(word, known)));
    }

    /** Levenshtein's distance, a row at a time. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

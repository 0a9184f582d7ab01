package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.Word;
import java.util.List;

/** For a magic that takes files. */
record FilesGuide(String help) implements MagicGuide {
    @Override
    public List<Word> words(List<String> before, String begun) {
        return FileNames.startingWith(begun).toList();
    }

    @Override
    public String help(List<String> words) {
        return help;
    }
}

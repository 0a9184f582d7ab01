package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.Completions;
import io.github.kubecluster.interpreter.JavaInterpreter;
import io.github.kubecluster.interpreter.Word;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Completes what is being typed: names of magics and what they may be given, Java, and the languages of cell magics. */
final class Completion {
    private static final Pattern NAME = Pattern.compile("(?m)^[ \\t]*(?<call>%%?[\\w.-]*)\\z");
    private static final Pattern ARGUMENT =
            Pattern.compile("(?m)^[ \\t]*%%?(?<name>[\\w.-]+)[ \\t](?<before>.*[ \\t])?(?<begun>[^ \\t]*)\\z");

    private final JavaInterpreter interpreter;
    private final KernelMagics magics;

    Completion(JavaInterpreter interpreter, KernelMagics magics) {
        this.interpreter = interpreter;
        this.magics = magics;
    }

    /** Returns what may stand in the place of the word before {@code cursor}, best first. */
    Completions complete(String code, int cursor) {
        int at = Math.min(cursor, code.length());
        Optional<CellBody> body = CellBody.at(code, at);
        Optional<CellLanguage> language = body.flatMap(magics::language);
        if (language.isPresent()) {
            return within(body.get(), language.get(), at);
        }
        String typed = code.substring(0, at);
        Matcher name = NAME.matcher(typed);
        if (name.find()) {
            return new Completions(names(name.group("call")), name.start("call"), typed.length());
        }
        Matcher argument = ARGUMENT.matcher(typed);
        Optional<MagicGuide> guide = argument.find() ? magics.guide(argument.group("name")) : Optional.empty();
        return guide.map(found -> new Completions(words(found, argument), argument.start("begun"), typed.length()))
                .orElseGet(() -> interpreter.complete(typed));
    }

    private static Completions within(CellBody body, CellLanguage language, int cursor) {
        Completions found = language.complete(body.text(), cursor - body.start());
        return new Completions(found.words(), found.start() + body.start(), found.end() + body.start());
    }

    private List<Word> names(String call) {
        return magics.help().entrySet().stream()
                .filter(magic -> magic.getKey().startsWith(call))
                .map(magic -> new Word(magic.getKey(), "magic", magic.getValue()))
                .toList();
    }

    private static List<Word> words(MagicGuide guide, Matcher argument) {
        String before = argument.group("before");
        return guide.words(MagicWords.of(before == null ? "" : before), argument.group("begun"));
    }
}

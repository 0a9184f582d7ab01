package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.dflib.jjava.jupyter.kernel.magic.registry.CellMagicFunction;
import org.dflib.jjava.jupyter.kernel.magic.registry.LineMagicFunction;
import org.dflib.jjava.jupyter.kernel.magic.registry.Magics;
import org.dflib.jjava.jupyter.kernel.magic.registry.UndefinedMagicException;
import org.jspecify.annotations.Nullable;

/** The registry of the kernel base library, which also knows the names of what is in it. */
final class KernelMagics extends Magics {
    private final Set<String> lines = new ConcurrentSkipListSet<>();
    private final Set<String> cells = new ConcurrentSkipListSet<>();
    private final Map<String, MagicGuide> guides = new ConcurrentHashMap<>();
    private final Map<String, CellLanguage> languages = new ConcurrentHashMap<>();
    private final Map<String, Magic> ours = new ConcurrentHashMap<>();
    private final Map<String, String> help = new ConcurrentSkipListMap<>();

    /**
     * Registers a magic of this kernel.
     *
     * @param call its name with the per cent signs
     * @param text what it takes and does, for {@code %help}
     */
    synchronized void register(String call, String text, Magic magic) {
        String name = call.replace("%", "");
        if (call.startsWith("%%")) {
            registerCellMagic(name, (words, body) -> magic.run(call(name, words, Optional.of(body))));
        } else {
            registerLineMagic(name, words -> magic.run(call(name, words, Optional.empty())));
        }
        ours.put(call, magic);
        describe(call, text);
    }

    /** Returns the call as which the kernel base library hands it on. */
    private static MagicCall call(String name, List<String> words, Optional<String> body) {
        return new MagicCall(name, String.join(" ", words), body, new CellLine(1, 1), Optional.empty());
    }

    @Override
    public synchronized void registerLineMagic(String name, LineMagicFunction<?> magic) {
        super.registerLineMagic(name, magic);
        lines.add(name);
        forget("%" + name);
    }

    @Override
    public synchronized void registerCellMagic(String name, CellMagicFunction<?> magic) {
        super.registerCellMagic(name, magic);
        cells.add(name);
        forget("%%" + name);
    }

    /** Says what the magic takes and does; {@code call} is its name with the per cent signs. */
    void describe(String call, String text) {
        help.put(call, text);
    }

    private void forget(String call) {
        ours.remove(call);
        help.remove(call);
    }

    @Override
    public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(String name, T magic) {
        registerLineMagic(name, magic);
        registerCellMagic(name, magic);
    }

    boolean isLineMagic(String name) {
        return lines.contains(name);
    }

    /** Has {@code guide} tell what the magic {@code name} may be given. */
    void guide(String name, MagicGuide guide) {
        guides.put(name, guide);
    }

    Optional<MagicGuide> guide(String name) {
        return Optional.ofNullable(guides.get(name));
    }

    /** Has {@code language} complete and explain what stands below the cell magic {@code name}. */
    void language(String name, CellLanguage language) {
        languages.put(name, language);
    }

    Optional<CellLanguage> language(CellBody body) {
        return Optional.ofNullable(languages.get(body.magic()));
    }

    /** Returns what each magic takes and does, by its name with the per cent signs; magics of extensions have no text. */
    SortedMap<String, String> help() {
        SortedMap<String, String> all = new TreeMap<>(help);
        calls().forEach(call -> all.putIfAbsent(call, ""));
        return all;
    }

    /** Returns the names with their per cent signs. */
    Collection<String> calls() {
        Set<String> calls = new ConcurrentSkipListSet<>();
        lines.forEach(name -> calls.add("%" + name));
        cells.forEach(name -> calls.add("%%" + name));
        return calls;
    }

    /**
     * Runs a magic and returns what it returns.
     *
     * @throws CellFailure if there is no such magic; it names the one that was probably meant
     */
    @Nullable
    Object call(MagicCall call) throws Exception {
        Magic magic = ours.get(call.written());
        if (magic != null) {
            return magic.run(call);
        }
        try {
            return call.body().isPresent()
                    ? applyCellMagic(call.name(), call.arguments(), call.body().get())
                    : applyLineMagic(call.name(), call.arguments());
        } catch (UndefinedMagicException e) {
            throw e.getMagicName().equals(call.name()) ? undefined(call) : e;
        }
    }

    private CellFailure undefined(MagicCall call) {
        String hint = NearestName.to(call.written(), calls())
                .map(name -> " Did you mean \"" + name + "\"?")
                .orElse(" %lsmagic lists those there are.");
        return CellFailure.of(
                "UndefinedMagic", call.start() + ": there is no magic \"" + call.written() + "\"." + hint);
    }
}

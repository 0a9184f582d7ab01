package io.github.kubecluster.kernel;

import java.util.Collection;
import java.util.Set;
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

    KernelMagics() {
        registerLineMagic("lsmagic", arguments -> String.join("\n", calls()));
    }

    @Override
    public synchronized void registerLineMagic(String name, LineMagicFunction<?> magic) {
        super.registerLineMagic(name, magic);
        lines.add(name);
    }

    @Override
    public synchronized void registerCellMagic(String name, CellMagicFunction<?> magic) {
        super.registerCellMagic(name, magic);
        cells.add(name);
    }

    @Override
    public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(String name, T magic) {
        registerLineMagic(name, magic);
        registerCellMagic(name, magic);
    }

    boolean isLineMagic(String name) {
        return lines.contains(name);
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
        try {
            return call.body().isPresent()
                    ? applyCellMagic(call.name(), call.arguments(), call.body().get())
                    : applyLineMagic(call.name(), call.arguments());
        } catch (UndefinedMagicException e) {
            throw e.getMagicName().equals(call.name()) ? undefined(call) : e;
        }
    }

    private CellFailure undefined(MagicCall call) {
        String sign = call.body().isPresent() ? "%%" : "%";
        String written = sign + call.name();
        String hint = NearestName.to(written, calls())
                .map(name -> " Did you mean \"" + name + "\"?")
                .orElse(" %lsmagic lists those there are.");
        return CellFailure.of("UndefinedMagic", call.start() + ": there is no magic \"" + written + "\"." + hint);
    }
}

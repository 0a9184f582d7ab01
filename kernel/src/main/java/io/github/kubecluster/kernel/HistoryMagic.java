package io.github.kubecluster.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** {@code %history}: shows what the cells of this session were, with their numbers. */
record HistoryMagic(History history) implements Magic {
    @Override
    public Object run(MagicCall call) {
        List<HistoryEntry> cells = history.session();
        return cells.subList(Math.max(0, cells.size() - most(call.text())), cells.size()).stream()
                .map(entry -> "[" + entry.cell() + "] " + entry.input().strip().replace("\n", "\n    "))
                .collect(Collectors.joining("\n"));
    }

    private static int most(String text) {
        if (text.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no number of cells. Write %history for all, or %history 5 for the last five.",
                    e);
        }
    }
}

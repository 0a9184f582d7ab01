package io.github.kubecluster.kernel;

import java.util.stream.Collectors;

/** {@code %help}: tells what the magics take and do. */
record HelpMagic(KernelMagics magics) implements Magic {
    @Override
    public Object run(MagicCall call) {
        int width =
                magics.help().keySet().stream().mapToInt(String::length).max().orElse(0);
        return magics.help().entrySet().stream()
                .map(magic -> (magic.getKey()
                                + " ".repeat(width - magic.getKey().length()) + "  " + magic.getValue())
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}

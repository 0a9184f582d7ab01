package io.github.kubecluster.kernel;

import java.util.Arrays;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** Shows values for which there is no renderer. */
final class Rendering {
    private static final int MOST_CHARACTERS = 100_000;

    private Rendering() {}

    static DisplayData of(Object value, Renderer renderer) {
        return value.getClass().isArray() ? new DisplayData(text(value)) : renderer.render(value);
    }

    private static String text(Object array) {
        String text = Arrays.deepToString(new Object[] {array});
        String unwrapped = text.substring(1, text.length() - 1);
        return unwrapped.length() <= MOST_CHARACTERS
                ? unwrapped
                : unwrapped.substring(0, MOST_CHARACTERS) + "… (" + unwrapped.length() + " characters)";
    }
}

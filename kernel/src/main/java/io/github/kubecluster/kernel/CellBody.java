package io.github.kubecluster.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands below a cell magic.
 *
 * @param magic the name of the magic
 * @param text the lines below its own
 * @param start where they begin in the cell
 */
record CellBody(String magic, String text, int start) {
    private static final Pattern CELL = Pattern.compile("\\A\\s*%%(?<magic>[\\w.-]+)[^\\r\\n]*\\R(?<text>(?s:.*))\\z");

    /** Returns the body that the cursor is in; nothing if it is elsewhere. */
    static Optional<CellBody> at(String code, int cursor) {
        Matcher cell = CELL.matcher(code);
        return cell.matches() && cursor >= cell.start("text")
                ? Optional.of(new CellBody(cell.group("magic"), cell.group("text"), cell.start("text")))
                : Optional.empty();
    }
}

package io.github.kubecluster.display;

import java.util.Locale;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * How far something was at a moment.
 *
 * @param total how many steps there are; {@link #UNKNOWN} if nobody knows
 * @param nanos for how long it went on until then
 */
record Progress(String label, long done, long total, long nanos, State state) {
    static final long UNKNOWN = -1;
    private static final int WIDTH = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    enum State {
        RUNNING,
        COMPLETE,
        STOPPED
    }

    DisplayData shown() {
        DisplayData shown = new DisplayData(text());
        shown.putHTML(html());
        return shown;
    }

    String text() {
        String beginning = label.isEmpty() ? "" : label + "  ";
        if (total == UNKNOWN) {
            return beginning + told();
        }
        int full = (int) (WIDTH * part());
        String bar = "█".repeat(full) + "░".repeat(WIDTH - full);
        return beginning + bar + String.format(Locale.ROOT, " %3d %%  ", (int) (100 * part())) + told();
    }

    /** Returns HTML that a frontend may colour; it also has its place in notebooks that are not trusted. */
    String html() {
        String name = Html.escape(label);
        String known = total == UNKNOWN && state == State.RUNNING ? "" : " value=\"" + part() + "\"";
        return "<div>" + (name.isEmpty() ? "" : "<span>" + name + "</span> ")
                + "<progress max=\"1\"" + known + " style=\"accent-color:var(--jp-brand-color1)\"></progress> <span>"
                + Html.escape(told()) + "</span></div>";
    }

    private double part() {
        if (state == State.COMPLETE) {
            return 1;
        }
        return total <= 0 ? 0 : Math.min(1, (double) done / total);
    }

    private String told() {
        String count = Cut.count(done) + (total == UNKNOWN ? "" : " of " + Cut.count(total));
        return switch (state) {
            case COMPLETE -> Cut.count(done) + " in " + time(nanos) + rate();
            case STOPPED -> "stopped at " + count + " after " + time(nanos);
            case RUNNING -> count + rate() + remaining();
        };
    }

    private String rate() {
        if (done == 0 || nanos == 0) {
            return "";
        }
        double perSecond = done * NANOS_PER_SECOND / nanos;
        if (perSecond < 1) {
            return ", " + time(nanos / done) + " each";
        }
        return ", " + String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%,.0f", perSecond) + "/s";
    }

    private String remaining() {
        if (total == UNKNOWN) {
            return ", " + time(nanos);
        }
        return done == 0 ? "" : ", " + time((long) ((double) nanos / done * Math.max(0, total - done))) + " left";
    }

    private static String time(long nanos) {
        double seconds = nanos / NANOS_PER_SECOND;
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
}

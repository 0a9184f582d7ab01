package io.github.kubecluster.widget;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Size and place of widgets, in CSS. Several widgets may share one; what is changed changes at once. Any thread may do so.
 */
public final class Layout {
    private static final List<String> SIDES = List.of("top", "right", "bottom", "left");

    private final Model model = new Model(ModelKind.layout());

    /** Sets the width, such as {@code 300px} or {@code 50%}. */
    public Layout width(String width) {
        return with("width", width);
    }

    /** Sets the height, such as {@code 200px}. */
    public Layout height(String height) {
        return with("height", height);
    }

    /** Sets the space around, such as {@code 4px 0}. */
    public Layout margin(String margin) {
        return with("margin", margin);
    }

    /** Sets the frame, such as {@code 1px solid grey}. */
    public Layout border(String border) {
        Map<String, Object> sides = new LinkedHashMap<>();
        SIDES.forEach(side -> sides.put("border_" + side, border));
        model.set(sides);
        return this;
    }

    /** Sets whether the widgets are seen; those that are not take no room. */
    public Layout visible(boolean visible) {
        model.set("display", visible ? null : "none");
        return this;
    }

    /**
     * Sets another property of CSS that layouts have: of flex boxes, grids, sizes, {@code overflow}, {@code visibility}.
     *
     * @param property its name, such as {@code flex-flow}
     */
    public Layout with(String property, String value) {
        model.set(property.replace('-', '_'), value);
        return this;
    }

    Model model() {
        return model;
    }
}

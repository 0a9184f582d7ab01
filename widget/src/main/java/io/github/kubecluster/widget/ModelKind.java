package io.github.kubecluster.widget;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which classes of the frontend show a model. The versions are those of their specification: frontends of today refuse
 * others.
 */
record ModelKind(String module, String version, String model, String view) {
    /** Returns the kind of a control such as {@code IntSlider}. */
    static ModelKind control(String name) {
        return control(name, name);
    }

    static ModelKind control(String model, String view) {
        return new ModelKind("@jupyter-widgets/controls", "2.0.0", model + "Model", view + "View");
    }

    static ModelKind layout() {
        return new ModelKind("@jupyter-widgets/base", "2.0.0", "LayoutModel", "LayoutView");
    }

    static ModelKind output() {
        return new ModelKind("@jupyter-widgets/output", "1.0.0", "OutputModel", "OutputView");
    }

    /** Returns the members that every state begins with. */
    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("_model_module", module);
        state.put("_model_module_version", version);
        state.put("_model_name", model);
        state.put("_view_module", module);
        state.put("_view_module_version", version);
        state.put("_view_name", view);
        return state;
    }
}

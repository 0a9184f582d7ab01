package io.github.kubecluster.widget;

import java.util.List;

/** A button for what cannot be undone, and two more that ask whether it is really meant. */
final class Confirmation {
    private final Layout asking = new Layout().visible(false);
    private final Button first;
    private final Button confirm;
    private final HBox root;

    /** @param confirmed called when it is meant, as {@link Button#onOwnClick} does */
    Confirmation(String label, Runnable confirmed) {
        first = Button.of(label).style(Style.DANGER).onOwnClick(() -> asking.visible(true));
        confirm = Button.of("Yes, delete all of it").style(Style.DANGER).onOwnClick(() -> {
            asking.visible(false);
            confirmed.run();
        });
        Button keep = Button.of("No").onOwnClick(() -> asking.visible(false));
        Layout button = Layouts.button();
        List.of(first, confirm, keep).forEach(each -> each.layout(button));
        root = HBox.of(first, HBox.of(confirm, keep).layout(asking)).layout(Layouts.row());
    }

    HBox root() {
        return root;
    }

    void disabled(boolean disabled) {
        first.disabled(disabled);
        confirm.disabled(disabled);
    }
}

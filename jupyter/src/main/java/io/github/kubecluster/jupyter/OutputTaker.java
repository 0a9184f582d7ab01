package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;

/** Takes what is shown and printed on account of a request, in the frontends' place. Called by any thread. */
@FunctionalInterface
public interface OutputTaker {
    /**
     * Takes the content of one message.
     *
     * @param type {@code stream}, {@code display_data}, {@code update_display_data}, {@code error} or {@code clear_output}
     */
    void take(String type, JsonObject content);
}

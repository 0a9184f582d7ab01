package io.github.kubecluster.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.junit.jupiter.api.Test;

class DisplaysTest {
    final DisplayData display = new DisplayData("text");

    @Test
    void a_display_is_a_mime_bundle() {
        display.putHTML("<b>text</b>");
        display.putMetaData("width", 10);
        assertThat(Displays.content(display)).isEqualTo(Json.parse("""
                                {"data": {"text/plain": "text", "text/html": "<b>text</b>"}, "metadata": {"width": 10}, "transient": {}}
                                """));
    }

    @Test
    void the_display_id_is_transient() {
        display.setDisplayId("d1");
        assertThat(Displays.content(display).get("transient")).isEqualTo(Json.parse("{\"display_id\": \"d1\"}"));
    }

    @Test
    void json_is_json_and_not_text() {
        display.putJSON("{\"a\": [1, null]}");
        display.putData("application/vnd.vega.v5+json", "{\"mark\": \"bar\"}");
        assertThat(Json.member(Displays.content(display), "data")).isEqualTo(Json.parse("""
                                {"text/plain": "text", "application/json": {"a": [1, null]},
                                 "application/vnd.vega.v5+json": {"mark": "bar"}}
                                """));
    }

    @Test
    void json_that_is_broken_stays_text() {
        display.putJSON("{\"a\": ");
        assertThat(Json.text(Json.member(Displays.content(display), "data"), "application/json"))
                .hasValue("{\"a\": ");
    }
}

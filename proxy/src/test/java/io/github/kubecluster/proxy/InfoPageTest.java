package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Dask's info pages")
class InfoPageTest {
    private static final String PAGE = """
            <head>
              <link rel="stylesheet" href="../../../statics/css/sortable.min.css" />
              <script src="../../../statics/js/sortable.min.js"></script>
            </head>
            <a href="../../../status">gr\u00fc\u00dfe</a>
            """;

    private static StubUpstream page(String type) {
        return StubUpstream.answering(
                "HTTP/1.1 200 OK\nContent-Type: " + type + "\nContent-Length: " + PAGE.length(), PAGE);
    }

    @Test
    void style_sheet_and_script_are_asked_for_where_they_are_and_the_length_stays_true() {
        try (StubUpstream upstream = page("text/html; charset=UTF-8");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, "/info/main/workers.html");

            assertThat(answer.header("Content-Length")).hasValue(String.valueOf(PAGE.length()));
            assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .isEqualTo(PAGE.replace("=\"../../../statics/", "=   \"../../statics/"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/status, text/html", "/info/main/x.json, application/json"})
    void what_is_no_info_page_is_left_as_it_is(String target, String type) {
        try (StubUpstream upstream = page(type);
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertThat(new String(RawClient.get(proxy, target).body(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .isEqualTo(PAGE);
        }
    }
}

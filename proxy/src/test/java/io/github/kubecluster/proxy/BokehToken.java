package io.github.kubecluster.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/** The token by which Bokeh's page and Bokeh's WebSocket recognise each other. It holds what the page's request said. */
record BokehToken(String text) {
    private static final Pattern IN_PAGE = Pattern.compile("\"token\":\\s*\"([^\"]+)\"");
    private static final Pattern COMPRESSED = Pattern.compile("\"__bk__zlib_\":\\s*\"([^\"]+)\"");

    static BokehToken in(String page) {
        Matcher token = IN_PAGE.matcher(page);
        if (!token.find()) {
            throw new AssertionError("The page holds no token: " + page);
        }
        return new BokehToken(token.group(1));
    }

    /** Returns what the token says of the request, as JSON. */
    String decoded() throws IOException {
        String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        Matcher compressed = COMPRESSED.matcher(json);
        if (!compressed.find()) {
            throw new AssertionError("The token has no compressed part: " + json);
        }
        byte[] bytes = Base64.getUrlDecoder().decode(compressed.group(1));
        return new String(
                new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
    }
}

package io.github.kubecluster.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Header;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;

/** What frontends learn about this kernel first (messaging specification, "Kernel info"). */
final class KernelInfo {
    static final LanguageInfo LANGUAGE = new LanguageInfo.Builder("java")
            .version(System.getProperty("java.version"))
            .mimetype("text/x-java")
            .fileExtension(".jsh")
            .pygments("java")
            .codemirror("text/x-java")
            .build();

    private static final String VERSION = Optional.ofNullable(
                    KernelInfo.class.getPackage().getImplementationVersion())
            .orElse("unknown");

    static final String BANNER = "KubeCluster " + VERSION + ", Java " + System.getProperty("java.version") + " ("
            + System.getProperty("java.vendor") + ")";

    private static final JsonObject CONTENT = make();

    private KernelInfo() {}

    static JsonObject content() {
        return CONTENT.deepCopy();
    }

    private static JsonObject make() {
        JsonArray features = new JsonArray();
        features.add("kernel subshells");
        JsonObject info = new JsonObject();
        info.addProperty("protocol_version", Header.PROTOCOL_VERSION);
        info.addProperty("implementation", "kubecluster");
        info.addProperty("implementation_version", VERSION);
        info.add("language_info", language());
        info.addProperty("banner", BANNER);
        info.addProperty("debugger", false);
        info.add("help_links", new JsonArray());
        info.add("supported_features", features);
        return info;
    }

    private static JsonObject language() {
        JsonObject language = new JsonObject();
        language.addProperty("name", LANGUAGE.getName());
        language.addProperty("version", LANGUAGE.getVersion());
        language.addProperty("mimetype", LANGUAGE.getMimetype());
        language.addProperty("file_extension", LANGUAGE.getFileExtension());
        language.addProperty("pygments_lexer", LANGUAGE.getPygmentsLexer());
        language.addProperty("codemirror_mode", String.valueOf(LANGUAGE.getCodemirrorMode()));
        return language;
    }
}

package io.github.kubecluster.display;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Shows images from files as they are. */
public final class ImageFile {
    private static final String SVG = "image/svg+xml";
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", SVG);

    private ImageFile() {}

    /**
     * Returns what shows {@code file}.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if its format is none of PNG, JPEG, GIF and SVG
     */
    public static DisplayData read(Path file) {
        try {
            return shown(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read image \"" + file + "\": " + e, e);
        }
    }

    private static DisplayData shown(Path file, byte[] bytes) throws IOException {
        String type = type(file, bytes);
        if (type == null || !SHOWN.contains(type)) {
            throw new IllegalArgumentException("Cannot show file \"" + file
                    + "\" as an image: it is no PNG, JPEG, GIF or SVG. Give one of these.");
        }
        DisplayData shown = new DisplayData("Image " + file);
        shown.putData(
                type,
                type.equals(SVG)
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(bytes));
        return shown;
    }

    private static @Nullable String type(Path file, byte[] bytes) throws IOException {
        return file.toString().endsWith(".svg")
                ? SVG
                : URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(bytes));
    }
}

package io.github.kubecluster.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void an_image_is_shown_as_it_is(String format) throws IOException {
        Path file = directory.resolve("image");
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), format, file.toFile());
        assertThat(ImageFile.read(file).getData(MIMEType.parse("image/" + format)))
                .isEqualTo(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    }

    @Test
    void a_drawing_is_shown_as_text() throws IOException {
        Path file = Files.writeString(directory.resolve("drawing.svg"), "<svg/>");
        assertThat(ImageFile.read(file).getData(MIMEType.IMAGE_SVG)).isEqualTo("<svg/>");
    }

    @Test
    void another_file_is_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("notes"), "text");
        assertThatThrownBy(() -> ImageFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot show file \"" + file
                        + "\" as an image: it is no PNG, JPEG, GIF or SVG. Give one of these.");
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> ImageFile.read(directory.resolve("missing.png")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.png");
    }
}

package io.github.kubecluster.display;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows images as PNG. */
final class Images {
    private static final String PNG = "image/png";

    /** In pixels; the names are Jupyter's. */
    private record Size(int width, int height) {}

    private Images() {}

    static DisplayData of(RenderedImage image) {
        DisplayData shown = new DisplayData("Image of " + image.getWidth() + " × " + image.getHeight() + " pixels");
        shown.putData(PNG, Base64.getEncoder().encodeToString(png(image)));
        shown.putMetaData(PNG, new Size(image.getWidth(), image.getHeight()));
        return shown;
    }

    private static byte[] png(RenderedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                ImageIO.write(inColour(image), "png", bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a copy of an image whose kind of colours PNG does not have. */
    private static BufferedImage inColour(RenderedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = copy.createGraphics();
        graphics.drawRenderedImage(image, AffineTransform.getTranslateInstance(-image.getMinX(), -image.getMinY()));
        graphics.dispose();
        return copy;
    }
}

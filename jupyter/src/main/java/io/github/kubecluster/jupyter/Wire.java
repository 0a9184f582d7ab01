package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns messages into the frames that ZeroMQ carries and back, and signs them with the connection's key. Thread-safe.
 *
 * <p>The frames are those of the section "The Wire Protocol" of Jupyter's messaging specification: identities, a
 * delimiter, the signature in hexadecimal digits, header, parent header, metadata, content, buffers. Buffers are not
 * signed.
 */
public final class Wire {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSIGNED = new byte[0];
    private static final int SIGNED_FRAMES = 4;

    private final String algorithm;
    private final byte[] key;

    /**
     * @throws IllegalArgumentException if this JVM does not know the connection's signature scheme
     */
    public Wire(ConnectionFile connection) {
        algorithm = connection.signatureScheme().replace("-", "").toUpperCase(Locale.ROOT);
        key = connection.key().bytes();
        if (key.length > 0) {
            mac("\"" + connection.signatureScheme() + "\"");
        }
    }

    /** Returns the frames of {@code message}. */
    public List<byte[]> encode(Message message) {
        List<byte[]> signed = List.of(
                Json.bytes(message.header().json()),
                Json.bytes(message.parent()),
                Json.bytes(message.metadata()),
                Json.bytes(message.content()));
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signature(signed));
        frames.addAll(signed);
        frames.addAll(message.buffers());
        return frames;
    }

    /**
     * Returns the message that {@code frames} hold.
     *
     * @throws MalformedMessageException if they hold none, or one that was not signed with this connection's key
     */
    public Message decode(List<byte[]> frames) {
        int delimiter = delimiter(frames);
        int first = delimiter + 2;
        int buffers = first + SIGNED_FRAMES;
        if (frames.size() < buffers) {
            throw new MalformedMessageException("A message ends after " + (frames.size() - delimiter - 1)
                    + " of its 5 frames: signature, header, parent header, metadata, content.");
        }
        List<byte[]> signed = frames.subList(first, buffers);
        if (!MessageDigest.isEqual(signature(signed), frames.get(delimiter + 1))) {
            throw new MalformedMessageException("A message is not signed with the key of this connection.");
        }
        return new Message(
                frames.subList(0, delimiter),
                new Header(json("header", signed.get(0))),
                json("parent header", signed.get(1)),
                json("metadata", signed.get(2)),
                json("content", signed.get(3)),
                frames.subList(buffers, frames.size()));
    }

    private static int delimiter(List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (Arrays.equals(DELIMITER, frames.get(i))) {
                return i;
            }
        }
        throw new MalformedMessageException("A message has no \"<IDS|MSG>\" among its " + frames.size() + " frames.");
    }

    private static JsonObject json(String frame, byte[] bytes) {
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonParseException | NumberFormatException e) {
            throw new MalformedMessageException("The " + frame + " of a message is not a JSON object.", e);
        }
    }

    private byte[] signature(List<byte[]> frames) {
        if (key.length == 0) {
            return UNSIGNED;
        }
        Mac mac = mac("the connection's signature scheme");
        frames.forEach(mac::update);
        return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    private Mac mac(String what) {
        try {
            // Named where it is there, because a search loads all providers that come before it.
            Provider provider = Security.getProvider("SunJCE");
            Mac mac = provider == null ? Mac.getInstance(algorithm) : Mac.getInstance(algorithm, provider);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Cannot sign messages with " + what + ": this Java does not know it. Use \"hmac-sha256\".", e);
        }
    }
}

package io.github.kubecluster.jupyter;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key that signs the messages of one connection; it prints as {@code ****}. */
public final class SigningKey {
    private static final int RANDOM_BYTES = 32;

    private final String key;

    private SigningKey(String key) {
        this.key = key;
    }

    /** Returns the key that stands in a connection file; an empty one means that messages are not signed. */
    public static SigningKey of(String key) {
        return new SigningKey(key);
    }

    /** Returns a new key of 256 random bits. */
    public static SigningKey random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SigningKey(HexFormat.of().formatHex(bytes));
    }

    String reveal() {
        return key;
    }

    byte[] bytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "****";
    }
}

package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the channels of a kernel are and how messages are signed: the content of a Jupyter connection file.
 *
 * @param transport {@code tcp} or {@code ipc}
 * @param ip the address of the channels; with {@code ipc} the beginning of the paths of their sockets
 * @param ports the port of each channel; with {@code ipc} the number at the end of its path
 * @param key signs each message
 * @param signatureScheme how, such as {@code hmac-sha256}
 * @param kernelName the name of the kernelspec, empty if unknown
 */
public record ConnectionFile(
        String transport,
        String ip,
        Map<Channel, Integer> ports,
        SigningKey key,
        String signatureScheme,
        String kernelName) {

    /** The signature scheme that every Jupyter client knows. */
    public static final String HMAC_SHA256 = "hmac-sha256";

    private static final Map<Channel, String> PORT_NAMES = Map.of(
            Channel.SHELL, "shell_port",
            Channel.CONTROL, "control_port",
            Channel.STDIN, "stdin_port",
            Channel.HEARTBEAT, "hb_port",
            Channel.IOPUB, "iopub_port");

    /**
     * @throws IllegalArgumentException if the transport is neither {@code tcp} nor {@code ipc}, or a port is missing
     */
    public ConnectionFile {
        if (!Set.of("tcp", "ipc").contains(transport)) {
            throw new IllegalArgumentException(
                    "Transport \"" + transport + "\" of the connection file is unknown. Use \"tcp\" or \"ipc\".");
        }
        for (Channel channel : Channel.values()) {
            if (!ports.containsKey(channel)) {
                throw new IllegalArgumentException(
                        "The connection file has no number in \"" + PORT_NAMES.get(channel) + "\".");
            }
        }
        ports = Map.copyOf(ports);
    }

    /** Returns this connection with other ports. */
    ConnectionFile with(Map<Channel, Integer> ports) {
        return new ConnectionFile(transport, ip, ports, key, signatureScheme, kernelName);
    }

    /** Returns the address of {@code channel} as ZeroMQ writes it. */
    public String address(Channel channel) {
        return transport + "://" + ip + (transport.equals("tcp") ? ":" : "-") + ports.get(channel);
    }

    /** Returns the socket of {@code channel} in the file system, if that is where it is. */
    Optional<Path> path(Channel channel) {
        return transport.equals("ipc") ? Optional.of(Path.of(ip + "-" + ports.get(channel))) : Optional.empty();
    }

    /**
     * Reads the connection file at {@code path}.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it is no connection file
     */
    public static ConnectionFile read(Path path) {
        try {
            return from(Json.parse(Files.readString(path)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read connection file \"" + path + "\": " + e.getMessage() + ".", e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("Connection file \"" + path + "\" is not a JSON object.", e);
        }
    }

    /**
     * Writes this connection to {@code path}, readable for its owner alone, in place of what is there.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path path) {
        try {
            Files.deleteIfExists(path);
            try (var file = Channels.newOutputStream(Files.newByteChannel(
                    path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly()))) {
                file.write(Json.bytes(json()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write connection file \"" + path + "\": " + e.getMessage() + ".", e);
        }
    }

    private static ConnectionFile from(JsonObject json) {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        PORT_NAMES.forEach((channel, name) -> {
            int port = Json.number(json, name, -1);
            if (port >= 0) {
                ports.put(channel, port);
            }
        });
        return new ConnectionFile(
                Json.text(json, "transport").orElse("tcp").toLowerCase(Locale.ROOT),
                Json.text(json, "ip").orElse("127.0.0.1"),
                ports,
                SigningKey.of(Json.text(json, "key").orElse("")),
                Json.text(json, "signature_scheme").orElse(HMAC_SHA256),
                Json.text(json, "kernel_name").orElse(""));
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("transport", transport);
        json.addProperty("ip", ip);
        PORT_NAMES.forEach((channel, name) -> json.addProperty(name, ports.get(channel)));
        json.addProperty("key", key.reveal());
        json.addProperty("signature_scheme", signatureScheme);
        json.addProperty("kernel_name", kernelName);
        return json;
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}

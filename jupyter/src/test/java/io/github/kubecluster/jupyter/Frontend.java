package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A frontend for tests: sends to a kernel and reads what comes back. Used by one thread. */
final class Frontend implements AutoCloseable {
    static final int LIMIT_MILLIS = 60_000;

    private final ZContext context = new ZContext();
    private final byte[] identity = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    private final Wire wire;
    final ZMQ.Socket shell;
    final ZMQ.Socket control;
    final ZMQ.Socket stdin;
    final ZMQ.Socket heartbeat;
    final ZMQ.Socket iopub;

    Frontend(ConnectionFile connection) {
        wire = new Wire(connection);
        shell = socket(SocketType.DEALER, connection.address(Channel.SHELL));
        control = socket(SocketType.DEALER, connection.address(Channel.CONTROL));
        stdin = socket(SocketType.DEALER, connection.address(Channel.STDIN));
        heartbeat = socket(SocketType.REQ, connection.address(Channel.HEARTBEAT));
        iopub = socket(SocketType.SUB, connection.address(Channel.IOPUB));
    }

    /** Waits until this frontend hears what the kernel publishes. */
    Message welcomed() {
        Message message = receive(iopub);
        while (!message.type().equals("iopub_welcome")) {
            message = receive(iopub);
        }
        return message;
    }

    Message send(ZMQ.Socket socket, String type, JsonObject content) {
        Message message = Message.of(type, "frontend", content);
        sendFrames(socket, wire.encode(message));
        return message;
    }

    void sendFrames(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    Message receive(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                throw new AssertionError("Nothing came within " + LIMIT_MILLIS + " ms.");
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return wire.decode(frames);
    }

    /** Returns what is published on account of {@code request}, up to its idle status. */
    List<Message> published(Message request) {
        return Stream.generate(() -> receive(iopub))
                .filter(message -> message.parentId().equals(request.header().id()))
                .takeWhile(message -> !isIdle(message))
                .toList();
    }

    static String text(List<Message> messages, String stream) {
        return String.join(
                "",
                messages.stream()
                        .filter(message -> message.type().equals("stream"))
                        .map(Message::content)
                        .filter(content -> content.get("name").getAsString().equals(stream))
                        .map(content -> content.get("text").getAsString())
                        .toList());
    }

    static String topic(Message message) {
        return new String(message.identities().get(0), StandardCharsets.UTF_8);
    }

    private static boolean isIdle(Message message) {
        return message.type().equals("status")
                && message.content().get("execution_state").getAsString().equals("idle");
    }

    private ZMQ.Socket socket(SocketType type, String address) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(LIMIT_MILLIS);
        socket.setHandshakeIvl(KernelChannels.HANDSHAKE_MILLIS);
        if (type == SocketType.DEALER) {
            // One identity on all channels, so that a question for input finds its way.
            socket.setIdentity(identity);
        } else if (type == SocketType.SUB) {
            socket.subscribe("");
        }
        socket.connect(address);
        return socket;
    }

    @Override
    public void close() {
        context.close();
    }
}

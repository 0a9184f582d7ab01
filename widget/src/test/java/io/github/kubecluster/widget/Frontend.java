package io.github.kubecluster.widget;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Channel;
import io.github.kubecluster.jupyter.ConnectionFile;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Message;
import io.github.kubecluster.jupyter.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A browser as the kernel sees it: what it sends, and what it hears. Used by one thread. */
final class Frontend implements AutoCloseable {
    private static final int LIMIT_MILLIS = 60_000;

    private final ZContext context = new ZContext();
    private final Wire wire;
    private final ZMQ.Socket shell;
    private final ZMQ.Socket iopub;

    Frontend(ConnectionFile connection) {
        wire = new Wire(connection);
        shell = socket(SocketType.DEALER, connection.address(Channel.SHELL));
        iopub = socket(SocketType.SUB, connection.address(Channel.IOPUB));
        hear(message -> message.type().equals("iopub_welcome"));
    }

    Message send(String type, String content, byte[]... buffers) {
        return send(type, content, "{}", buffers);
    }

    Message send(String type, String content, String metadata, byte[]... buffers) {
        Message message =
                Message.of(type, "frontend", Json.parse(content)).with(Json.parse(metadata), List.of(buffers));
        List<byte[]> frames = wire.encode(message);
        for (int i = 0; i < frames.size(); i++) {
            shell.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
        return message;
    }

    /** Sends {@code data} to the model of {@code widget}. */
    Message tell(Widget<?> widget, String data, byte[]... buffers) {
        return send("comm_msg", "{\"comm_id\": \"" + widget.model().id() + "\", \"data\": " + data + "}", buffers);
    }

    /** Returns the next message that the kernel publishes and that is {@code wanted}. */
    Message hear(Predicate<Message> wanted) {
        return Stream.generate(this::receive).filter(wanted).findFirst().orElseThrow();
    }

    /** Returns the next message of {@code type}. */
    Message hear(String type) {
        return hear(message -> message.type().equals(type));
    }

    /** Returns what the kernel publishes on account of {@code request} until it has done that. */
    List<Message> answers(Message request) {
        return Stream.generate(this::receive)
                .filter(message -> message.parentId().equals(request.header().id()))
                .takeWhile(message -> !state(message).equals("idle"))
                .filter(message -> !message.type().equals("status"))
                .toList();
    }

    /** Returns the data of a message of a comm. */
    static JsonObject data(Message message) {
        return message.content().getAsJsonObject("data");
    }

    static String state(Message message) {
        return Json.text(message.content(), "execution_state").orElse("");
    }

    private Message receive() {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = iopub.recv();
            if (frame == null) {
                throw new AssertionError("Nothing came within " + LIMIT_MILLIS + " ms.");
            }
            frames.add(frame);
        } while (iopub.hasReceiveMore());
        return wire.decode(frames);
    }

    private ZMQ.Socket socket(SocketType type, String address) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(LIMIT_MILLIS);
        // Some connections that are made never begin to talk (an open defect of the library); those are made anew.
        socket.setHandshakeIvl(1000);
        if (type == SocketType.SUB) {
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

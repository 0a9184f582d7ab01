package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The kernel's side of a Jupyter connection: five channels, each with a thread of its own, and three lanes.
 *
 * <p>A lane answers one request after another. The first has those that {@link Handlers#inOrder} names, the second those
 * of {@link Handlers#atOnce}, the third the latter when they come over the control channel. Those of {@link
 * Handlers#inPlace} are answered by the thread of the channel. Nothing that comes in ends a
 * channel or a lane: what cannot be understood is logged, what a handler throws is answered. Thread-safe.
 */
public final class KernelServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(KernelServer.class.getName());
    private static final byte SUBSCRIBED = 1;

    private final String session = UUID.randomUUID().toString();
    private final Lane inOrder = new Lane("main", Request::share);
    private final Lane atOnce = new Lane("aside");
    private final Lane urgent = new Lane("control");
    private final Comms comms = new Comms(this);
    private final Wire wire;
    private final Channels channels;
    private final Stdin stdin;
    private final Outbox outbox;
    private volatile Handlers handlers = new Handlers();

    private KernelServer(ConnectionFile connection) {
        wire = new Wire(connection);
        channels = new Channels(
                connection,
                Map.of(
                        Channel.SHELL,
                        frames -> enqueue(Channel.SHELL, frames, atOnce),
                        Channel.CONTROL,
                        frames -> enqueue(Channel.CONTROL, frames, urgent),
                        Channel.STDIN,
                        this::answered,
                        Channel.IOPUB,
                        this::subscribed));
        outbox = new Outbox(message -> send(Channel.IOPUB, message.to(List.of(topic(message)))));
        stdin = new Stdin(message -> outbox.send(message, question -> send(Channel.STDIN, question)));
    }

    /**
     * Binds the channels of {@code connection}. What frontends send waits there until {@link #serve} is called.
     *
     * @throws IllegalStateException if an address is in use or cannot be used; no channel is bound then
     */
    public static KernelServer bind(ConnectionFile connection) {
        return new KernelServer(connection);
    }

    /** Begins to answer requests; call it once. Messages of comms go to {@link #comms} besides. */
    public void serve(Handlers answers) {
        handlers = comms.addTo(answers);
        List.of(inOrder, atOnce, urgent).forEach(lane -> lane.start(answers));
        publish("status", Json.object(Map.of("execution_state", "starting")));
        channels.start();
    }

    /** Returns the comms of this kernel. */
    public Comms comms() {
        return comms;
    }

    /** Publishes a message to all frontends that no request has caused. */
    public void publish(String type, JsonObject content) {
        publish(Message.of(type, session, content));
    }

    /** Sends what was published so far, waiting up to 1 s for frontends to take it, and closes all channels. */
    @Override
    public void close() {
        outbox.close();
        channels.close();
    }

    void publish(Message message) {
        outbox.publish(message);
    }

    String session() {
        return session;
    }

    Outbox outbox() {
        return outbox;
    }

    Stdin stdin() {
        return stdin;
    }

    void abortQueued() {
        inOrder.abortQueued();
    }

    private void enqueue(Channel channel, List<byte[]> frames, Lane lane) {
        Message message = wire.decode(frames);
        Request request = new Request(message, this, reply -> send(channel, reply));
        if (handlers.isInPlace(message)) {
            request.serve(handlers.handler(request));
        } else if (handlers.isKnown(message) || request.isQuestion()) {
            (handlers.isOrdered(message) ? inOrder : lane).add(request);
        } else {
            LOG.log(Level.WARNING, "Ignored a message of unknown type \"{0}\".", message.type());
        }
    }

    private void answered(List<byte[]> frames) {
        stdin.received(wire.decode(frames));
    }

    private void subscribed(List<byte[]> frames) {
        byte[] event = frames.get(0);
        if (event.length > 0 && event[0] == SUBSCRIBED) {
            byte[] topic = Arrays.copyOfRange(event, 1, event.length);
            JsonObject content = Json.object(Map.of("subscription", new String(topic, StandardCharsets.UTF_8)));
            send(Channel.IOPUB, Message.of("iopub_welcome", session, content).to(List.of(topic)));
        }
    }

    private void send(Channel channel, Message message) {
        channels.send(channel, wire.encode(message));
    }

    private byte[] topic(Message message) {
        return ("kernel." + session + "." + message.type()).getBytes(StandardCharsets.UTF_8);
    }
}

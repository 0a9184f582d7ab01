package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's side of a Jupyter connection: five channels, each with a thread of its own, and three lanes and more.
 *
 * <p>A lane answers one request after another. The first has those that {@link Handlers#inOrder} names, the second those
 * of {@link Handlers#atOnce}, the third the latter when they come over the control channel; and each subshell is a lane
 * for what is sent to it. Those of {@link Handlers#inPlace} are answered by the thread of the channel. Nothing that comes
 * in ends a channel or a lane: what cannot be understood is logged, what a handler throws is answered. Thread-safe.
 */
public final class KernelServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(KernelServer.class.getName());
    private static final byte SUBSCRIBED = 1;

    private final String session = UUID.randomUUID().toString();
    private final Lane inOrder = new Lane("main", this::begin);
    private final Lane atOnce = new Lane("aside");
    private final Lane urgent = new Lane("control");
    private final Comms comms = new Comms(this);
    private final Subshells subshells = new Subshells();
    private final ConnectionFile connection;
    private final Wire wire;
    private final Channels channels;
    private final Stdin stdin;
    private final Outbox outbox;
    private volatile Handlers handlers = new Handlers();
    /** Which of the requests in order is being answered; guarded by this. */
    private @Nullable Request running;

    private KernelServer(ConnectionFile connection) {
        wire = new Wire(connection);
        channels = new Channels(
                connection,
                Map.of(
                        Channel.SHELL,
                        frames -> enqueue(Channel.SHELL, frames),
                        Channel.CONTROL,
                        frames -> enqueue(Channel.CONTROL, frames),
                        Channel.STDIN,
                        this::answered,
                        Channel.IOPUB,
                        this::subscribed));
        this.connection = connection.with(channels.ports());
        outbox = new Outbox(message -> send(Channel.IOPUB, message.to(List.of(topic(message)))));
        stdin = new Stdin(message -> outbox.send(message, question -> send(Channel.STDIN, question)));
    }

    /**
     * Binds the channels of {@code connection}, those with port zero to a free one. What frontends send waits there until {@link #serve} is called.
     *
     * @throws IllegalStateException if an address is in use or cannot be used; no channel is bound then
     */
    public static KernelServer bind(ConnectionFile connection) {
        return new KernelServer(connection);
    }

    /** Begins to answer requests; call it once. Messages of comms go to {@link #comms} besides. */
    public void serve(Handlers answers) {
        handlers = subshells.addTo(comms.addTo(answers));
        List.of(inOrder, atOnce, urgent).forEach(lane -> lane.start(answers));
        publish("status", Json.object("execution_state", "starting"));
        channels.start();
    }

    /** Returns where the channels are: what was given to {@link #bind}, with the ports that were chosen there. */
    public ConnectionFile connection() {
        return connection;
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

    /**
     * Tells that {@code request} has been answered. Frontends take that for the end of all work; when it was a message of a
     * comm and a cell still runs, they are told so.
     */
    synchronized void idle(Request request) {
        request.publishStatus("idle");
        if (request == running) {
            running = null;
        } else if (running != null && request.message().type().startsWith("comm_")) {
            running.publishStatus("busy");
        }
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

    private void begin(Request request) {
        request.share();
        synchronized (this) {
            running = request;
        }
    }

    private void enqueue(Channel channel, List<byte[]> frames) {
        Message message = wire.decode(frames);
        Optional<Lane> lane = lane(channel, message);
        Request request =
                new Request(message, this, reply -> send(channel, reply), () -> lane.ifPresent(Lane::abortQueued));
        if (handlers.isInPlace(message)) {
            request.serve(handlers.handler(request));
        } else if (!handlers.isKnown(message) && !request.isQuestion()) {
            LOG.log(Level.WARNING, "Ignored a message of unknown type \"{0}\".", message.type());
        } else if (lane.isEmpty() || !lane.get().add(request)) {
            request.serve(any -> Subshells.refusal(message.header().subshell().orElse("")));
        }
    }

    /** Returns the lane that answers {@code message}, unless it is for a subshell that is not there. */
    private Optional<Lane> lane(Channel channel, Message message) {
        Optional<String> subshell = message.header().subshell();
        if (channel == Channel.SHELL && subshell.isPresent()) {
            return subshells.lane(subshell.get());
        }
        return Optional.of(handlers.isOrdered(message) ? inOrder : channel == Channel.CONTROL ? urgent : atOnce);
    }

    private void answered(List<byte[]> frames) {
        stdin.received(wire.decode(frames));
    }

    private void subscribed(List<byte[]> frames) {
        byte[] event = frames.get(0);
        if (event.length > 0 && event[0] == SUBSCRIBED) {
            byte[] topic = Arrays.copyOfRange(event, 1, event.length);
            JsonObject content = Json.object("subscription", new String(topic, StandardCharsets.UTF_8));
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

package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.CommListener;
import io.github.kubecluster.jupyter.Comms;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Message;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommFactory;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.comm.CommTarget;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.jspecify.annotations.Nullable;

/** The comms of the kernel base library, which extensions use, carried by the ones of this kernel. */
final class LibraryComms extends CommManager {
    private final Comms carriers;
    private final Map<String, io.github.kubecluster.jupyter.Comm> open = new ConcurrentHashMap<>();

    LibraryComms(Comms carriers) {
        this.carriers = carriers;
        this.targets = new ConcurrentHashMap<>();
        this.comms = new ConcurrentHashMap<>();
    }

    @Override
    public void registerTarget(String name, CommTarget target) {
        super.registerTarget(name, target);
        carriers.register(name, (carrier, message) -> {
            JsonObject data = Json.member(message.content(), "data");
            Comm comm = target.createComm(
                    this,
                    carrier.id(),
                    name,
                    received(message, MessageType.COMM_OPEN_COMMAND, new CommOpenCommand(carrier.id(), name, data)));
            return carry(comm, carrier);
        });
    }

    @Override
    public void unregisterTarget(String name) {
        super.unregisterTarget(name);
        carriers.unregister(name);
    }

    @Override
    public <T extends Comm> T openComm(String target, CommFactory<T> factory) {
        String id = UUID.randomUUID().toString();
        org.dflib.jjava.jupyter.messages.Message<CommOpenCommand> opening =
                sent(MessageType.COMM_OPEN_COMMAND, new CommOpenCommand(id, target, new JsonObject()));
        T comm = factory.produce(this, id, target, opening);
        carriers.open(
                id,
                target,
                opening.getContent().getData(),
                metadata(opening.getMetadata()),
                buffers(opening.getBlobs()),
                carrier -> carry(comm, carrier));
        return comm;
    }

    @Override
    public void messageComm(
            String id, JsonObject data, @Nullable Map<String, Object> metadata, @Nullable List<byte[]> blobs) {
        io.github.kubecluster.jupyter.Comm carrier = open.get(id);
        if (carrier == null) {
            throw new IllegalStateException("The comm is closed.");
        }
        carrier.send(data, metadata(metadata), buffers(blobs));
    }

    @Override
    public void closeComm(Comm comm) {
        io.github.kubecluster.jupyter.Comm carrier = open.remove(comm.getID());
        if (carrier != null) {
            carrier.close(new JsonObject());
            handleCommCloseCommand(new Silence(), closing(comm));
        }
    }

    private CommListener carry(Comm comm, io.github.kubecluster.jupyter.Comm carrier) {
        registerComm(comm);
        open.put(comm.getID(), carrier);
        return new CommListener() {
            @Override
            public void received(Message message) {
                JsonObject data = Json.member(message.content(), "data");
                handleCommMsgCommand(
                        new Silence(),
                        LibraryComms.received(
                                message, MessageType.COMM_MSG_COMMAND, new CommMsgCommand(comm.getID(), data)));
            }

            @Override
            public void closed(Message message) {
                open.remove(comm.getID());
                handleCommCloseCommand(new Silence(), closing(comm));
            }
        };
    }

    private static org.dflib.jjava.jupyter.messages.Message<CommCloseCommand> closing(Comm comm) {
        return sent(MessageType.COMM_CLOSE_COMMAND, new CommCloseCommand(comm.getID(), new JsonObject()));
    }

    private static <T> org.dflib.jjava.jupyter.messages.Message<T> sent(MessageType<T> type, T content) {
        return new org.dflib.jjava.jupyter.messages.Message<>(new Header<>(type), content);
    }

    private static <T> org.dflib.jjava.jupyter.messages.Message<T> received(
            Message message, MessageType<T> type, T content) {
        JsonObject header = message.header().json();
        Header<T> read = new Header<>(
                message.header().id(),
                Json.text(header, "username").orElse(""),
                message.header().session(),
                new KernelTimestamp(Json.text(header, "date").orElse("")),
                type,
                Json.text(header, "version").orElse(""));
        return new org.dflib.jjava.jupyter.messages.Message<>(
                message.identities(), read, null, Json.map(message.metadata()), content, message.buffers());
    }

    private static JsonObject metadata(@Nullable Map<String, Object> metadata) {
        return metadata == null ? new JsonObject() : Json.object(metadata);
    }

    private static List<byte[]> buffers(@Nullable List<byte[]> blobs) {
        return Objects.requireNonNullElse(blobs, List.of());
    }

    /** The server says by itself when the kernel is busy. */
    private static final class Silence extends DefaultReplyEnvironment {
        Silence() {
            super(null, null, null);
        }

        @Override
        public void publish(org.dflib.jjava.jupyter.messages.Message<?> message) {}
    }
}

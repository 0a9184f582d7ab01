package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * One Jupyter message.
 *
 * @param identities the routing frames before the message: who sent it on a shell, control or stdin channel, the topic
 *     on iopub
 * @param header what this message is
 * @param parent the header of the message that led to this one, as it was received; empty if there is none
 * @param metadata additions to the content
 * @param content what the message says, by its type
 * @param buffers binary data that the content refers to; never copied, so that neither side may change it
 */
public record Message(
        List<byte[]> identities,
        Header header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {

    /** Copies the lists. */
    public Message {
        identities = List.copyOf(identities);
        buffers = List.copyOf(buffers);
    }

    /** Returns a new message of {@code session} that nothing led to. */
    public static Message of(String type, String session, JsonObject content) {
        return new Message(List.of(), Header.of(type, session), new JsonObject(), new JsonObject(), content, List.of());
    }

    /** Returns the answer to this message, to be sent back the way this one came. */
    public Message reply(String type, String session, JsonObject content) {
        return new Message(identities, Header.of(type, session), header.json(), new JsonObject(), content, List.of());
    }

    /** Returns this message with the given metadata and buffers. */
    public Message with(JsonObject metadata, List<byte[]> buffers) {
        return new Message(identities, header, parent, metadata, content, buffers);
    }

    /** Returns this message with other routing frames. */
    public Message to(List<byte[]> identities) {
        return new Message(identities, header, parent, metadata, content, buffers);
    }

    /** Returns this message under another id. */
    Message as(String id) {
        JsonObject changed = header.json().deepCopy();
        changed.addProperty("msg_id", id);
        return with(changed);
    }

    /** Returns this message for a kernel's main shell. */
    Message inMainShell() {
        JsonObject changed = header.json().deepCopy();
        changed.remove("subshell_id");
        return with(changed);
    }

    private Message with(JsonObject changed) {
        return new Message(identities, new Header(changed), parent, metadata, content, buffers);
    }

    /** Returns the type of this message, such as {@code execute_request}. */
    public String type() {
        return header.type();
    }

    /** Returns the id of the message that led to this one, empty if there is none. */
    public String parentId() {
        return Json.text(parent, "msg_id").orElse("");
    }
}

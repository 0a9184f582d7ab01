package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/**
 * Says which message this is, of which type, from which session.
 *
 * @param json the header as it stands on the wire; members that this version does not know are kept
 */
public record Header(JsonObject json) {
    /** The version of Jupyter's messaging protocol that is spoken here. */
    public static final String PROTOCOL_VERSION = "5.5";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * @throws MalformedMessageException if the message's id or type is missing
     */
    public Header {
        require(json, "msg_id");
        require(json, "msg_type");
    }

    /** Returns the header of a new message, with a new id and the current time. */
    public static Header of(String type, String session) {
        JsonObject json = new JsonObject();
        json.addProperty("msg_id", UUID.randomUUID().toString());
        json.addProperty("session", session);
        json.addProperty("username", "kernel");
        json.addProperty("date", now());
        json.addProperty("msg_type", type);
        json.addProperty("version", PROTOCOL_VERSION);
        return new Header(json);
    }

    /** Returns the current time as messages write it. */
    static String now() {
        return DATE.format(Instant.now());
    }

    /** Returns the id of the message. */
    public String id() {
        return json.get("msg_id").getAsString();
    }

    /** Returns the type of the message, such as {@code execute_request}. */
    public String type() {
        return json.get("msg_type").getAsString();
    }

    /** Returns the session of the sender, empty if it gave none. */
    public String session() {
        return Json.text(json, "session").orElse("");
    }

    /** Returns when the message was made, by the sender's clock, if it says so. */
    public Optional<Instant> date() {
        try {
            return Json.text(json, "date")
                    .map(date -> OffsetDateTime.parse(date).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns the subshell that the message is for; nothing means the main shell. */
    public Optional<String> subshell() {
        return Json.text(json, "subshell_id");
    }

    private static void require(JsonObject json, String member) {
        if (Json.text(json, member).orElse("").isEmpty()) {
            throw new MalformedMessageException("The header of a message has no text in \"" + member + "\".");
        }
    }
}

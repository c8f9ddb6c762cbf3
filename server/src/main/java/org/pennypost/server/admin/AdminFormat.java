package org.pennypost.server.admin;

import java.util.Map;
import java.util.TreeMap;
import org.pennypost.server.admin.AdminAnswer.Done;
import org.pennypost.server.admin.AdminAnswer.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How request and answer look on the admin socket: one JSON object on one line each, UTF-8, then the connection is closed.
 *
 * <pre>{@code
 * {"command":"account show","arguments":{"address":"alice@example.test"}}
 * {"done":{"address":"alice@example.test","messages":3}}
 * {"refused":"ABSENT","message":"there is no account alice@example.test"}
 * }</pre>
 */
final class AdminFormat {
    /** The longest request or answer, in bytes. */
    static final int LINE_BYTES_MAX = 16 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private AdminFormat() {}

    static String write(AdminRequest request) {
        ObjectNode node = JSON.createObjectNode().put("command", request.command());
        ObjectNode arguments = node.putObject("arguments");
        request.arguments().forEach(arguments::put);
        return node.toString();
    }

    static AdminRequest readRequest(String line) throws Refusal {
        JsonNode node = read(line);
        Map<String, String> arguments = new TreeMap<>();
        node.path("arguments").forEachEntry((name, value) -> arguments.put(name, value.asString()));
        return new AdminRequest(node.path("command").asString(""), arguments);
    }

    static String write(AdminAnswer answer) {
        ObjectNode node = JSON.createObjectNode();
        switch (answer) {
            case Done done -> node.set("done", done.result());
            case Refused refused -> node.put("refused", refused.reason().name()).put("message", refused.message());
        }
        return node.toString();
    }

    static AdminAnswer readAnswer(String line) throws Refusal {
        JsonNode node = read(line);
        if (node.has("done")) {
            return new Done(node.path("done"));
        }
        return new Refused(
                Reason.valueOf(node.path("refused").asString(Reason.FAULT.name())),
                node.path("message").asString("the server gave no reason"));
    }

    private static JsonNode read(String line) throws Refusal {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new Refusal(Reason.FAULT, "what came over the admin socket is not JSON: " + e.getOriginalMessage());
        }
    }
}

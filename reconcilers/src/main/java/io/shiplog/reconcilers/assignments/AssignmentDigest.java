package io.shiplog.reconcilers.assignments;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.ObjectJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A digest of what a node has to learn of a pod, token by token, without a tree: the pod without its bookkeeping and,
 * but for the conditions that its readiness gates wait for, its status. Used for one pod.
 */
final class AssignmentDigest {
    /** Members of {@code metadata} that nodes have no use for. */
    private static final Set<String> BOOKKEEPING = Set.of("resourceVersion", "managedFields");

    private final MessageDigest digest;
    /** The conditions that the pod's readiness gates wait for. */
    private final List<String> gates = new ArrayList<>();
    /** The pod's conditions: type and status. */
    private final Map<String, String> conditions = new HashMap<>();

    private AssignmentDigest() {
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has MD5", e);
        }
    }

    /** The digest of the assignment of a pod. */
    static UUID of(byte[] pod) {
        var made = new AssignmentDigest();
        try (JsonParser parser = ObjectJson.parser(pod)) {
            parser.nextToken();
            made.pod(parser);
        }
        return made.value();
    }

    /** Adds the pod whose beginning {@code parser} is at, and leaves it at its end. */
    private void pod(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals("status")) {
                status(parser);
            } else {
                add(member);
                if (member.equals("metadata") && value == JsonToken.START_OBJECT) {
                    metadata(parser);
                } else if (member.equals("spec") && value == JsonToken.START_OBJECT) {
                    spec(parser);
                } else {
                    value(parser);
                }
            }
        }
        for (String gate : gates) {
            add(gate);
            add(conditions.getOrDefault(gate, ""));
        }
    }

    private void status(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = parser.currentName().equals("conditions");
            if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    condition(parser);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void condition(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        String type = "";
        String status = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "type" -> type = parser.getString();
                case "status" -> status = parser.getString();
                default -> parser.skipChildren();
            }
        }
        conditions.putIfAbsent(type, status);
    }

    private void spec(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            add(member);
            if (member.equals("readinessGates") && value == JsonToken.START_ARRAY) {
                readinessGates(parser);
            } else {
                value(parser);
            }
        }
    }

    private void readinessGates(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                value(parser);
                continue;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                if (member.equals("conditionType")) {
                    gates.add(parser.getString());
                }
                add(member);
                value(parser);
            }
        }
    }

    private void metadata(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            if (BOOKKEEPING.contains(member)) {
                parser.skipChildren();
            } else {
                add(member);
                value(parser);
            }
        }
    }

    /** Adds the value that {@code parser} is at. */
    private void value(JsonParser parser) {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (token != null) {
            digest.update((byte) token.id());
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else {
                add(parser.getString());
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void add(@Nullable String text) {
        if (text != null) {
            digest.update(text.getBytes(UTF_8));
        }
        digest.update((byte) 0);
    }

    private UUID value() {
        byte[] bytes = digest.digest();
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 8 | bytes[i] & 0xff;
            low = low << 8 | bytes[i + 8] & 0xff;
        }
        return new UUID(high, low);
    }
}

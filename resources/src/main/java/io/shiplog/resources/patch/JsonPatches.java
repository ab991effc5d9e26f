package io.shiplog.resources.patch;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * JSON patch, RFC 6902. Written here rather than taken from a library for the sake of its complaints, which clients
 * know from upstream's evanphx/json-patch v4.12.
 */
public final class JsonPatches {
    private static final int MAX_OPERATIONS = 10_000;
    /** What all copies of one patch may add: copies of copies double a document. Upstream's limit (v1.34). */
    private static final long MAX_COPIED_BYTES = 3L << 20;

    private JsonPatches() {}

    /**
     * A new tree; neither argument changes. All operations apply, or none: throws {@link PatchException} at the first
     * that does not.
     */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ArrayNode operations)) {
            throw PatchException.malformed(
                    "json: cannot unmarshal " + goKind(patch) + " into Go value of type jsonpatch.Patch");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw new PatchException(
                    PatchException.Reason.TOO_LARGE,
                    "The allowed maximum operations in a JSON patch is " + MAX_OPERATIONS + ", got "
                            + operations.size());
        }
        JsonNode document = target.deepCopy();
        var copied = new Copied();
        for (JsonNode operation : operations) {
            document = applied(document, operation, copied);
        }
        return document;
    }

    /** How many bytes a patch has copied so far. */
    private static final class Copied {
        private long bytes;

        void add(JsonNode value) {
            bytes += value.toString().length();
            if (bytes > MAX_COPIED_BYTES) {
                throw PatchException.notApplicable(
                        "Unable to complete the copy, the accumulated size increase of copy is " + bytes
                                + ", exceeding the limit " + MAX_COPIED_BYTES);
            }
        }
    }

    private static JsonNode applied(JsonNode document, JsonNode operation, Copied copied) {
        String kind = operation.path("op").asString("unknown");
        if (!operation.path("path").isString()) {
            throw PatchException.notApplicable(kind + " operation failed to decode path: missing value");
        }
        String path = operation.path("path").asString();
        return switch (kind) {
            case "add" -> add(document, path, value(operation));
            case "remove" -> remove(document, path);
            case "replace" -> replace(document, path, value(operation));
            case "move" -> move(document, from(operation, kind), path);
            case "copy" -> copy(document, from(operation, kind), path, copied);
            case "test" -> test(document, path, value(operation));
            default -> throw PatchException.notApplicable("Unexpected kind: " + kind);
        };
    }

    private static JsonNode add(JsonNode document, String path, JsonNode value) {
        Place place = require(document, path, "add operation does not apply: doc is missing path: \"" + path + "\"");
        in("error in add for path: '" + path + "'", () -> place.container().add(place.key(), value));
        return document;
    }

    private static JsonNode remove(JsonNode document, String path) {
        Place place = require(document, path, "remove operation does not apply: doc is missing path: \"" + path + "\"");
        in("error in remove for path: '" + path + "'", () -> place.container().remove(place.key()));
        return document;
    }

    private static JsonNode replace(JsonNode document, String path, JsonNode value) {
        if (path.isEmpty()) {
            return value;
        }
        Place place = require(document, path, "replace operation does not apply: doc is missing path: " + path);
        boolean inList = place.container() instanceof Container.Elements;
        // Upstream's library adds what an object does not have.
        if (inList && place.container().peek(place.key()) == null) {
            throw PatchException.notApplicable(
                    "replace operation does not apply: doc is missing key: " + path + ": missing value");
        }
        in("error in remove for path: '" + path + "'", () -> place.container().replace(place.key(), value));
        return document;
    }

    private static JsonNode move(JsonNode document, String from, String path) {
        Place source = require(document, from, "move operation does not apply: doc is missing from path: " + from);
        JsonNode[] moved = new JsonNode[1];
        in("error in move for path: '" + path + "'", () -> {
            moved[0] = source.container().get(source.key());
            source.container().remove(source.key());
        });
        Place target =
                require(document, path, "move operation does not apply: doc is missing destination path: " + path);
        in("error in move for path: '" + path + "'", () -> target.container().add(target.key(), moved[0]));
        return document;
    }

    private static JsonNode copy(JsonNode document, String from, String path, Copied copied) {
        Place source = require(document, from, "copy operation does not apply: doc is missing from path: " + from);
        Place target =
                require(document, path, "copy operation does not apply: doc is missing destination path: " + path);
        in("error in copy for path: '" + path + "'", () -> {
            JsonNode value = source.container().get(source.key());
            copied.add(value);
            target.container().add(target.key(), value.deepCopy());
        });
        return document;
    }

    private static JsonNode test(JsonNode document, String path, JsonNode expected) {
        JsonNode actual = document;
        if (!path.isEmpty()) {
            Place place = require(document, path, "test operation does not apply: is missing path: " + path);
            actual = place.container().peek(place.key());
        }
        boolean same = actual == null ? expected.isNull() : sameJson(actual, expected);
        if (!same) {
            throw PatchException.notApplicable("testing value " + path + " failed: test failed");
        }
        return document;
    }

    /** Equality of JSON, where 1 and 1.0 are the same number. */
    private static boolean sameJson(JsonNode left, JsonNode right) {
        return left.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                right);
    }

    /** The container that a path leads into and the key within it. */
    private record Place(Container container, String key) {}

    private static Place require(JsonNode document, String path, String complaint) {
        JsonPointer pointer = JsonPointer.parse(path);
        Container container = pointer == null ? null : pointer.container(document);
        if (pointer == null || container == null) {
            throw PatchException.notApplicable(complaint + ": missing value");
        }
        return new Place(container, pointer.last());
    }

    private static void in(String context, Runnable step) {
        try {
            step.run();
        } catch (PatchException cause) {
            throw new PatchException(cause.reason(), context + ": " + cause.getMessage());
        }
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        return value == null ? JsonNodeFactory.instance.nullNode() : value.deepCopy();
    }

    private static String from(JsonNode operation, String kind) {
        @Nullable JsonNode from = operation.get("from");
        if (from == null || !from.isString()) {
            throw PatchException.notApplicable(kind + " operation failed to decode from: missing value");
        }
        return from.asString();
    }

    private static String goKind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            default -> "object";
        };
    }
}

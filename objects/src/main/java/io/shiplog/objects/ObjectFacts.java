package io.shiplog.objects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the server needs to know of any object without decoding all of it.
 *
 * @param labels {@code metadata.labels}
 * @param owners {@code metadata.ownerReferences}
 * @param finalizers {@code metadata.finalizers}
 * @param deletionTimestamp {@code metadata.deletionTimestamp} in RFC 3339, null while nobody deletes the object
 */
public record ObjectFacts(
        Map<String, String> labels,
        List<Owner> owners,
        List<String> finalizers,
        @Nullable String deletionTimestamp) {

    /** One owner reference. */
    public record Owner(
            String apiVersion, String kind, String name, String uid, boolean controller, boolean blockOwnerDeletion) {}

    public ObjectFacts {
        labels = Interning.one(Map.copyOf(labels));
        owners = Interning.one(List.copyOf(owners));
        finalizers = Interning.one(List.copyOf(finalizers));
    }

    public boolean deleting() {
        return deletionTimestamp != null;
    }

    /** The owner that controls the object, if one does. */
    public @Nullable Owner controller() {
        for (Owner owner : owners) {
            if (owner.controller()) {
                return owner;
            }
        }
        return null;
    }

    /**
     * Reads the facts from an object's JSON.
     *
     * @throws tools.jackson.core.JacksonException when the bytes are not a JSON object
     */
    public static ObjectFacts read(byte[] json) {
        var labels = new LinkedHashMap<String, String>();
        var owners = new ArrayList<Owner>();
        var finalizers = new ArrayList<String>();
        String deletion = null;
        try (JsonParser parser = ObjectJson.parser(json)) {
            if (!ObjectJson.seekMetadata(parser)) {
                return new ObjectFacts(labels, owners, finalizers, null);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "labels" -> readStrings(parser, labels);
                    case "finalizers" -> {
                        if (value == JsonToken.START_ARRAY) {
                            while (parser.nextToken() != JsonToken.END_ARRAY) {
                                finalizers.add(parser.getString());
                            }
                        }
                    }
                    case "ownerReferences" -> {
                        if (value == JsonToken.START_ARRAY) {
                            while (parser.nextToken() == JsonToken.START_OBJECT) {
                                owners.add(readOwner(parser));
                            }
                        }
                    }
                    case "deletionTimestamp" -> deletion = value == JsonToken.VALUE_STRING ? parser.getString() : null;
                    default -> parser.skipChildren();
                }
            }
        }
        return new ObjectFacts(labels, owners, finalizers, deletion);
    }

    private static void readStrings(JsonParser parser, Map<String, String> into) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                into.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
    }

    private static Owner readOwner(JsonParser parser) {
        String apiVersion = "";
        String kind = "";
        String name = "";
        String uid = "";
        boolean controller = false;
        boolean blocks = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "apiVersion" -> apiVersion = parser.getString();
                case "kind" -> kind = parser.getString();
                case "name" -> name = parser.getString();
                case "uid" -> uid = parser.getString();
                case "controller" -> controller = value == JsonToken.VALUE_TRUE;
                case "blockOwnerDeletion" -> blocks = value == JsonToken.VALUE_TRUE;
                default -> parser.skipChildren();
            }
        }
        return new Owner(apiVersion, kind, name, uid, controller, blocks);
    }
}

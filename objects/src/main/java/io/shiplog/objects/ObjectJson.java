package io.shiplog.objects;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and splices an object's JSON without building a tree. {@code metadata.resourceVersion}, where an object has
 * it, is always the first member of {@code metadata}: so inserting and replacing it touches the head of the bytes only.
 */
public final class ObjectJson {
    /** How many objects and arrays may lie in one another, the object itself included. */
    public static final int MAX_DEPTH = 500;

    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int MAX_NAME_LENGTH = 50_000;

    /**
     * Reads what was once accepted: nothing that {@link #check} lets pass is over its limits, wherever it is embedded.
     */
    private static final JsonFactory READER = factory(10 * MAX_DEPTH, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final JsonFactory CHECKER = factory(MAX_DEPTH, MAX_NUMBER_LENGTH, MAX_NAME_LENGTH);
    private static final byte[] MEMBER = "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);

    private ObjectJson() {}

    /** Every limit is said: the library's own may change, and what a record means must not. */
    private static JsonFactory factory(int depth, int numberLength, int nameLength) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxNumberLength(numberLength)
                        .maxNameLength(nameLength)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                // Whether names collide depends on the process: one replica would read a record that another cannot.
                .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    /** A streaming parser over {@code json}. */
    public static JsonParser parser(byte[] json) {
        return READER.createParser(ObjectReadContext.empty(), json);
    }

    /**
     * The object with {@code metadata.resourceVersion} set to {@code resourceVersion}.
     *
     * @throws IllegalArgumentException when the object has no {@code metadata}
     */
    public static byte[] withResourceVersion(byte[] json, long resourceVersion) {
        int start = metadataStart(json);
        int resume = start;
        boolean empty = isEmpty(json, start);
        if (startsWithMember(json, start)) {
            int quote = start + MEMBER.length;
            while (json[quote] != '"') {
                quote++;
            }
            resume = json[quote + 1] == ',' ? quote + 2 : quote + 1;
            empty = isEmpty(json, resume);
        }
        byte[] number = Long.toString(resourceVersion).getBytes(StandardCharsets.US_ASCII);
        int inserted = MEMBER.length + number.length + (empty ? 1 : 2);
        byte[] result = new byte[start + inserted + json.length - resume];
        System.arraycopy(json, 0, result, 0, start);
        int at = start;
        System.arraycopy(MEMBER, 0, result, at, MEMBER.length);
        at += MEMBER.length;
        System.arraycopy(number, 0, result, at, number.length);
        at += number.length;
        result[at++] = '"';
        if (!empty) {
            result[at++] = ',';
        }
        System.arraycopy(json, resume, result, at, json.length - resume);
        return result;
    }

    /**
     * Checks that {@code json} is one well-formed JSON object, nothing after it, not deeper than {@link #MAX_DEPTH},
     * with one {@code metadata}, an object without {@code resourceVersion}: what the fold relies on.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static void check(byte[] json) {
        try (JsonParser parser = CHECKER.createParser(ObjectReadContext.empty(), json)) {
            if (!seekMetadata(parser)) {
                throw new IllegalArgumentException("the object has no metadata");
            }
            boolean inMetadata = true;
            int depth = 2;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    throw new IllegalArgumentException("the object does not end");
                } else if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                    inMetadata &= depth > 1;
                } else if (token == JsonToken.PROPERTY_NAME && depth <= 2) {
                    checkName(parser.currentName(), depth, inMetadata);
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the object");
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the object is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void checkName(String name, int depth, boolean inMetadata) {
        if (depth == 2 && inMetadata && name.equals("resourceVersion")) {
            throw new IllegalArgumentException("metadata.resourceVersion is the journal's to give");
        }
        if (depth == 1 && name.equals("metadata")) {
            throw new IllegalArgumentException("the object has metadata twice");
        }
    }

    /** Moves {@code parser} to the start of {@code metadata}; false when the object has none. */
    static boolean seekMetadata(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean metadata = "metadata".equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (metadata) {
                return value == JsonToken.START_OBJECT;
            }
            parser.skipChildren();
        }
        return false;
    }

    /** The index of the first byte after {@code metadata}'s opening brace. */
    private static int metadataStart(byte[] json) {
        try (JsonParser parser = parser(json)) {
            if (!seekMetadata(parser)) {
                throw new IllegalArgumentException("the object has no metadata");
            }
            return Math.toIntExact(parser.currentTokenLocation().getByteOffset()) + 1;
        }
    }

    /** Whether nothing but white space lies between {@code at} and the end of the members. */
    private static boolean isEmpty(byte[] json, int at) {
        int next = at;
        while (json[next] == ' ' || json[next] == '\n' || json[next] == '\r' || json[next] == '\t') {
            next++;
        }
        return json[next] == '}';
    }

    private static boolean startsWithMember(byte[] json, int start) {
        if (start + MEMBER.length >= json.length) {
            return false;
        }
        for (int i = 0; i < MEMBER.length; i++) {
            if (json[start + i] != MEMBER[i]) {
                return false;
            }
        }
        return true;
    }
}

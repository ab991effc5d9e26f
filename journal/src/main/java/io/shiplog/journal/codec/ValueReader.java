package io.shiplog.journal.codec;

import io.shiplog.objects.ObjectJson;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a record's JSON member by member; what is an object for others is cut out as the bytes that it is. Members that
 * nobody takes are skipped. Used for one record.
 */
final class ValueReader {
    private final byte[] value;
    private final JsonParser parser;

    private ValueReader(byte[] value, JsonParser parser) {
        this.value = value;
        this.parser = parser;
    }

    /** What {@code body} does with a member whose value the reader is at. */
    interface Member {
        void at(String name);
    }

    /** Reads a whole value; {@code reading} finds the reader at its beginning. */
    static void read(byte[] value, Consumer<ValueReader> reading) {
        try (JsonParser parser = ObjectJson.parser(value)) {
            parser.nextToken();
            reading.accept(new ValueReader(value, parser));
        } catch (JacksonException e) {
            throw new UnreadableValueException("not a value of this topic: " + e.getOriginalMessage(), e);
        }
    }

    /** The version that a value says it is of, 0 if it says none. What this project writes says it first. */
    static int version(byte[] value) {
        try (JsonParser parser = ObjectJson.parser(value)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals("v");
                if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && found) {
                    return parser.getIntValue();
                }
                parser.skipChildren();
            }
            return 0;
        } catch (JacksonException e) {
            throw new UnreadableValueException("not a value of this topic: " + e.getOriginalMessage(), e);
        }
    }

    /** Goes through the members of the object that the reader is at. */
    void members(Member member) {
        expect(JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            taking(() -> member.at(name));
        }
    }

    /** Goes through the elements of the array that the reader is at. */
    void elements(Runnable element) {
        expect(JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            taking(element);
        }
    }

    /** Lets somebody take the value that the reader is at, and skips it if nobody did. */
    private void taking(Runnable taking) {
        taking.run();
        if (parser.currentToken() != null && parser.currentToken().isStructStart()) {
            parser.skipChildren();
        }
    }

    String string() {
        expect(JsonToken.VALUE_STRING);
        return parser.getString();
    }

    long number() {
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    boolean bool() {
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** The bytes of the object that the reader is at. */
    byte[] object() {
        expect(JsonToken.START_OBJECT);
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        return Arrays.copyOfRange(
                value, start, Math.toIntExact(parser.currentLocation().getByteOffset()));
    }

    /** {@code value}, which the member {@code name} must have given. */
    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new UnreadableValueException("the value has no " + name);
        }
        return value;
    }

    private void expect(JsonToken wanted) {
        if (parser.currentToken() != wanted) {
            throw new UnreadableValueException(
                    parser.currentName() + " is " + parser.currentToken() + " where " + wanted + " was expected");
        }
    }
}

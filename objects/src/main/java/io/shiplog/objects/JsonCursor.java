package io.shiplog.objects;

import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks forward through one JSON document, member by member, without a tree. Whoever is called with a value takes it by
 * one of these methods or leaves it, and then it is passed over. A value of another type than the one that is asked for
 * is none.
 */
public final class JsonCursor {
    private final JsonParser parser;

    private JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Walks through {@code json}: {@code visitor} is called at the document's value. */
    public static void walk(byte[] json, Consumer<JsonCursor> visitor) {
        try (JsonParser parser = ObjectJson.parser(json)) {
            parser.nextToken();
            visitor.accept(new JsonCursor(parser));
        }
    }

    /** Calls {@code member} with the name of each member, the cursor being at its value. */
    public void members(Consumer<String> member) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                member.accept(name);
                pass();
            }
        }
    }

    /** Calls {@code element} for each element, the cursor being at it. */
    public void elements(Runnable element) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                element.run();
                pass();
            }
        }
    }

    private void pass() {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        }
    }

    /** The text at the cursor, empty for none. */
    public String text() {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    }

    /** The text at the cursor, as the instance of it that others hold; empty for none. */
    public String recurring() {
        return Interning.one(text());
    }

    /** The text of a scalar at the cursor, a number as it is written; empty for none. */
    public String scalar() {
        return parser.currentToken().isNumeric() ? parser.getString() : text();
    }

    /** Whether a whole number of 64 bits is at the cursor. */
    public boolean isNumber() {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    /** The whole number at the cursor, 0 for none. */
    public long number() {
        return isNumber() ? parser.getLongValue() : 0;
    }

    /** Whether {@code true} is at the cursor. */
    public boolean isTrue() {
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }
}

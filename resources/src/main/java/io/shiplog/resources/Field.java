package io.shiplog.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in an object that is being validated: its value, its path, and where errors go. Rules walk from field to
 * field and report on the one they stand on. Owned by the thread that validates.
 */
public final class Field {
    private final JsonNode value;
    private final String path;
    private final List<FieldError> errors;

    private Field(JsonNode value, String path, List<FieldError> errors) {
        this.value = value;
        this.path = path;
        this.errors = errors;
    }

    /** The object as a whole. */
    public static Field of(ObjectNode object) {
        return new Field(object, "", new ArrayList<>());
    }

    /** The member of this name; absent and null look the same. */
    public Field at(String name) {
        JsonNode member = value.path(name);
        return new Field(
                member.isNull() ? MissingNode.getInstance() : member,
                path.isEmpty() ? name : path + "." + name,
                errors);
    }

    /** Whether the member of this name is {@link #present}. */
    public boolean has(String name) {
        JsonNode member = value.get(name);
        return member != null && !member.isNull();
    }

    public Field at(String first, String... more) {
        Field field = at(first);
        for (String name : more) {
            field = field.at(name);
        }
        return field;
    }

    /** The entry of a map, as {@code limits[cpu]}. */
    public Field key(String name) {
        return new Field(value.path(name), path + "[" + name + "]", errors);
    }

    /** The items of a list; none when this is no list. */
    public List<Field> items() {
        List<Field> items = new ArrayList<>();
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                items.add(new Field(value.get(i), path + "[" + i + "]", errors));
            }
        }
        return items;
    }

    /** Calls {@code rule} with the key and the field of every entry of a map. */
    public void entries(BiConsumer<String, Field> rule) {
        if (value.isObject()) {
            value.propertyNames().forEach(name -> rule.accept(name, key(name)));
        }
    }

    /** The same place under the path that people know it by. */
    public Field shownAs(String otherPath) {
        return new Field(value, otherPath, errors);
    }

    public JsonNode value() {
        return value;
    }

    public String path() {
        return path;
    }

    public boolean present() {
        return !value.isMissingNode();
    }

    public boolean absent() {
        return value.isMissingNode();
    }

    /** The text here; empty when there is none. */
    public String text() {
        return value.asString("");
    }

    /** Whether there is no text, or an empty one. */
    public boolean blank() {
        return text().isEmpty();
    }

    /** The number here; {@code otherwise} when there is none. */
    public long number(long otherwise) {
        return value.isNumber() ? value.asLong(otherwise) : otherwise;
    }

    public boolean isTrue() {
        return value.asBoolean(false);
    }

    public int size() {
        return value.size();
    }

    public List<FieldError> errors() {
        return errors;
    }

    public void report(FieldError error) {
        errors.add(error);
    }

    public void required(String detail) {
        errors.add(FieldError.required(path, detail));
    }

    public void invalid(String detail) {
        invalid(shown(), detail);
    }

    public void invalid(@Nullable Object badValue, String detail) {
        errors.add(FieldError.invalid(path, badValue, detail));
    }

    /** One error for each text that a check of {@link io.shiplog.resources.names.Names} returned. */
    public void invalid(List<String> details) {
        details.forEach(this::invalid);
    }

    public void forbidden(String detail) {
        errors.add(FieldError.forbidden(path, detail));
    }

    public void duplicate() {
        errors.add(FieldError.duplicate(path, shown()));
    }

    public void duplicate(Object badValue) {
        errors.add(FieldError.duplicate(path, badValue));
    }

    public void notFound() {
        errors.add(FieldError.notFound(path, shown()));
    }

    public void notSupported(List<String> supported) {
        errors.add(FieldError.notSupported(path, shown(), supported));
    }

    /** Reports when the number here is negative. */
    public void notNegative() {
        if (number(0) < 0) {
            invalid("must be greater than or equal to 0");
        }
    }

    /** Reports when the number here is none of {@code low} to {@code high}. */
    public void between(long low, long high) {
        long number = number(low);
        if (number < low || number > high) {
            invalid("must be between " + low + " and " + high + ", inclusive");
        }
    }

    private @Nullable Object shown() {
        return value.isMissingNode() ? "" : value;
    }
}

package io.shiplog.cel.value;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A type as a value, as {@code type(x)} tells it.
 *
 * @param name its name in expressions
 */
public record TypeValue(String name) {
    public static TypeValue of(Object value) {
        return new TypeValue(nameOf(value));
    }

    /** The name of a value's type in expressions and in cel-go's messages. */
    public static String nameOf(Object value) {
        return switch (value) {
            case Null _ -> "null_type";
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Unsigned _ -> "uint";
            case Double _ -> "double";
            case String _ -> "string";
            case Bytes _ -> "bytes";
            case Duration _ -> "google.protobuf.Duration";
            case OffsetDateTime _ -> "google.protobuf.Timestamp";
            case List<?> _ -> "list";
            case Entries _ -> "map";
            case Optional<?> _ -> "optional_type";
            case TypeValue _ -> "type";
            case ObjectValue members -> members.typeName();
            case Named named -> named.typeName();
            default -> value.getClass().getSimpleName();
        };
    }

    /** A value of a library's own type. */
    public interface Named {
        String typeName();
    }

    @Override
    public String toString() {
        return name;
    }
}

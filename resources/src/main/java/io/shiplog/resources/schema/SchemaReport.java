package io.shiplog.resources.schema;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.GoText;
import java.util.List;

/**
 * What a structural check found.
 *
 * @param unknownFields paths of members that the schema does not have, such as {@code spec.template.foo}
 * @param decodeErrors what cannot be read as the type that the schema says, in the words of Go's decoder; an object
 *     with one is refused whatever the request's field validation
 * @param missing required members that are absent
 */
public record SchemaReport(List<String> unknownFields, List<String> decodeErrors, List<FieldError> missing) {
    public SchemaReport {
        unknownFields = List.copyOf(unknownFields);
        decodeErrors = List.copyOf(decodeErrors);
        missing = List.copyOf(missing);
    }

    /** Upstream's text for one unknown field, in errors and in warnings: {@code unknown field "spec.foo"}. */
    public static String unknownField(String path) {
        return "unknown field " + GoText.quoted(path);
    }

    /** Upstream's text for one duplicate field: {@code duplicate field "spec.foo"}. */
    public static String duplicateField(String path) {
        return "duplicate field " + GoText.quoted(path);
    }
}

package io.shiplog.resources.structural;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.expression.ObjectRules;
import io.shiplog.resources.schema.SchemaReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one version of a CustomResourceDefinition says of its objects. Immutable.
 *
 * @param schema the schema of the whole object
 * @param hasDefaults whether it fills anything in
 * @param since the resourceVersion of the definition: what was stored before may have another shape
 * @param rules its rules that are expressions
 */
public record Structure(StructuralSchema schema, boolean hasDefaults, long since, ObjectRules rules) {
    private static final Set<FieldError.Type> BLOCKING = EnumSet.of(
            FieldError.Type.NOT_SUPPORTED,
            FieldError.Type.REQUIRED,
            FieldError.Type.TOO_LONG,
            FieldError.Type.TOO_MANY,
            FieldError.Type.TYPE_INVALID);

    /** @param openApi the schema in OpenAPI v3 */
    public static Structure of(JsonNode openApi, long since) {
        StructuralSchema schema = StructuralParser.parse(openApi);
        return new Structure(schema, schema.hasDefaults(), since, LazyRules.of(openApi));
    }

    /**
     * Brings an object that somebody sends to its shape, in place: what the schema does not name goes.
     *
     * @param decoded what was found of its metadata
     * @return what was found in all
     */
    public SchemaReport shape(ObjectNode object, SchemaReport decoded) {
        List<String> problems = new ArrayList<>(decoded.decodeErrors());
        GoNumbers.canonical(object, problems);
        Set<String> pruned = Pruning.ofObject(object, schema);
        List<String> unknown = new ArrayList<>(pruned);
        unknown.addAll(EmbeddedObjects.coerce(object, schema, problems));
        unknown.addAll(decoded.unknownFields());
        return new SchemaReport(unknown, problems, decoded.missing());
    }

    /** Fills in, in place, what is absent. */
    public void setDefaults(ObjectNode object) {
        Defaulting.dropNulls(object, schema);
        if (hasDefaults) {
            Defaulting.fill(object, schema);
        }
    }

    /** Whether a stored object may have to be shaped before it is shown. */
    public boolean reshapes(StoredObject object) {
        return object.resourceVersion() <= since;
    }

    /** An object that this version has not shaped, changed in place: shaped, and with its defaults. */
    public ObjectNode shown(ObjectNode object) {
        Pruning.ofObject(object, schema);
        setDefaults(object);
        return object;
    }

    /**
     * Reports what is wrong with the values of an object.
     *
     * @param old what it replaces, null for nothing: what was already wrong there is let pass
     */
    public void validate(Field root, @Nullable ObjectNode old) {
        ValueCheck.check(root.value(), schema, old, "").forEach(root::report);
    }

    /** Reports what is twice where it can be there once; not when it was so before. */
    public void validateLists(Field root, @Nullable ObjectNode old) {
        if (old == null || UniqueItems.check(old, schema, "").isEmpty()) {
            UniqueItems.check(root.value(), schema, "").forEach(root::report);
        }
    }

    /**
     * Runs the rules that are expressions; not on an object that does not fit its schema, which they may rely on.
     *
     * @param old what it replaces, null for nothing: what was already wrong there is let pass
     */
    public void validateRules(Field root, @Nullable ObjectNode old) {
        if (rules == ObjectRules.NONE) {
            return;
        }
        if (root.errors().stream().anyMatch(error -> BLOCKING.contains(error.type()))) {
            root.report(FieldError.invalid(
                    "<nil>",
                    null,
                    "some validation rules were not checked because the object was invalid; correct the existing errors"
                            + " to complete validation"));
        } else {
            rules.check(root.value(), old).forEach(root::report);
        }
    }

    /** What is wrong with a default that a schema names. */
    public static List<FieldError> wrongDefault(JsonNode value, JsonNode openApi, String path) {
        StructuralSchema schema = StructuralParser.parse(openApi);
        List<FieldError> errors = new ArrayList<>();
        JsonNode pruned = value.deepCopy();
        if (!Pruning.ofValue(pruned, schema).isEmpty()) {
            errors.add(FieldError.invalid(path, value, "must not have unknown fields"));
        }
        errors.addAll(ValueCheck.check(value, schema, null, path));
        return errors;
    }
}

package io.shiplog.resources.validation;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.kind.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is wrong with an object that somebody wants to store, in the words of Kubernetes v1.34. Objects have passed the
 * structural check and have their defaults. Every kind is held to its schema (required fields, closed lists) and to the
 * rules of metadata; those that the cluster acts on have rules of their own.
 */
public final class Validation {
    private Validation() {}

    /** What forbids storing a new object; empty when nothing does. */
    public static List<FieldError> create(Kind kind, ObjectNode object) {
        Field root = Field.of(object);
        MetadataRules.check(kind, root.at("metadata"));
        kind.rules().validate(root);
        checkSchema(kind, root);
        return withoutRepetition(root.errors());
    }

    /** What forbids replacing {@code old} by {@code object}; empty when nothing does. */
    public static List<FieldError> update(Kind kind, ObjectNode object, ObjectNode old) {
        Field root = Field.of(object);
        MetadataRules.check(kind, root.at("metadata"));
        MetadataRules.change(root.at("metadata"), old.path("metadata"));
        kind.rules().validateUpdate(root, old);
        checkSchema(kind, root);
        return withoutRepetition(root.errors());
    }

    /**
     * What forbids a change of {@code old} through a subresource that writes a part of the specification.
     *
     * @param rule all that the subresource demands
     */
    public static List<FieldError> part(
            Kind kind, ObjectNode object, ObjectNode old, BiConsumer<Field, ObjectNode> rule) {
        Field root = Field.of(object);
        MetadataRules.check(kind, root.at("metadata"));
        MetadataRules.change(root.at("metadata"), old.path("metadata"));
        rule.accept(root, old);
        checkSchema(kind, root);
        return withoutRepetition(root.errors());
    }

    private static void checkSchema(Kind kind, Field root) {
        if (!kind.rules().saysWhatIsRequired()) {
            SchemaRules.check(kind.schema(), root);
        }
    }

    /** Several rules may miss the same field, or refuse the same value: the first says it. */
    private static List<FieldError> withoutRepetition(List<FieldError> errors) {
        if (errors.size() < 2) {
            return List.copyOf(errors);
        }
        Set<String> seen = new HashSet<>();
        List<FieldError> kept = new ArrayList<>();
        for (FieldError error : errors) {
            boolean general = switch (error.type()) {
                case REQUIRED, NOT_SUPPORTED -> true;
                default -> false;
            };
            if (seen.add(general ? error.type() + " " + error.field() : error.message())) {
                kept.add(error);
            }
        }
        return List.copyOf(kept);
    }
}

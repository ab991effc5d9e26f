package io.shiplog.resources.validation;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.names.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What holds for the metadata of every object: apimachinery's {@code ValidateObjectMeta} and its update form. */
public final class MetadataRules {
    private static final Set<String> STANDARD_FINALIZERS = Set.of("kubernetes", "orphan", "foregroundDeletion");
    private static final int MAX_ANNOTATIONS_BYTES = 256 * 1024;
    private static final String IMMUTABLE = "field is immutable";

    private MetadataRules() {}

    public static void check(Kind kind, Field metadata) {
        name(kind, metadata);
        Field namespace = metadata.at("namespace");
        if (kind.namespaced()) {
            if (namespace.blank()) {
                namespace.required("");
            } else {
                namespace.invalid(Names.dns1123Label(namespace.text()));
            }
        } else if (!namespace.blank()) {
            namespace.forbidden("not allowed on this type");
        }
        metadata.at("generation").notNegative();
        labels(metadata.at("labels"));
        annotations(metadata.at("annotations"));
        owners(metadata.at("ownerReferences"));
        finalizers(kind, metadata.at("finalizers"));
    }

    private static void finalizers(Kind kind, Field finalizers) {
        Set<String> names = new HashSet<>();
        for (Field finalizer : finalizers.items()) {
            names.add(finalizer.text());
            Names.qualifiedName(finalizer.text()).forEach(problem -> finalizers.invalid(finalizer.text(), problem));
            // Groups with a dot in their names came later, and upstream is less strict with them.
            boolean strict = !kind.group().contains(".");
            if (strict && !finalizer.text().contains("/") && !STANDARD_FINALIZERS.contains(finalizer.text())) {
                finalizer.invalid("name is neither a standard finalizer name nor is it fully qualified");
            }
        }
        if (names.contains("orphan") && names.contains("foregroundDeletion")) {
            finalizers.invalid("finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    /** Metadata of a template: labels and annotations alone matter. */
    public static void template(Field metadata) {
        labels(metadata.at("labels"));
        annotations(metadata.at("annotations"));
    }

    public static void labels(Field labels) {
        labels.entries((key, value) -> {
            Names.qualifiedName(key).forEach(problem -> labels.invalid(key, problem));
            Names.labelValue(value.text()).forEach(problem -> labels.invalid(value.text(), problem));
        });
    }

    public static void change(Field metadata, JsonNode old) {
        unchanged(metadata.at("name"), old);
        unchanged(metadata.at("namespace"), old);
        unchanged(metadata.at("uid"), old);
        unchanged(metadata.at("creationTimestamp"), old);
        if (old.path("deletionTimestamp").isString()) {
            newFinalizers(metadata, old);
        }
    }

    private static void unchanged(Field field, JsonNode old) {
        String name = field.path().substring(field.path().lastIndexOf('.') + 1);
        if (!field.text().equals(old.path(name).asString(""))) {
            field.invalid(IMMUTABLE);
        }
    }

    private static void newFinalizers(Field metadata, JsonNode old) {
        Set<String> known = new HashSet<>();
        old.path("finalizers").forEach(finalizer -> known.add(finalizer.asString("")));
        List<String> added = new ArrayList<>();
        metadata.at("finalizers").items().forEach(finalizer -> {
            if (!known.contains(finalizer.text())) {
                added.add("\"" + finalizer.text() + "\"");
            }
        });
        if (!added.isEmpty()) {
            metadata.at("finalizers")
                    .forbidden("no new finalizers can be added if the object is being deleted, found new"
                            + " finalizers []string{" + String.join(", ", added) + "}");
        }
    }

    private static void name(Kind kind, Field metadata) {
        Field generate = metadata.at("generateName");
        if (!generate.blank()) {
            String example = generate.text().endsWith("-") ? generate.text() + "x" : generate.text();
            generate.invalid(kind.rules().nameProblems(example));
        }
        Field name = metadata.at("name");
        if (name.blank()) {
            name.required("name or generateName is required");
        } else {
            name.invalid(kind.rules().nameProblems(name.text()));
        }
    }

    private static void annotations(Field annotations) {
        long[] bytes = {0};
        annotations.entries((key, value) -> {
            Names.qualifiedName(key.toLowerCase(Locale.ROOT)).forEach(problem -> annotations.invalid(key, problem));
            bytes[0] += key.length() + value.text().getBytes(StandardCharsets.UTF_8).length;
        });
        if (bytes[0] > MAX_ANNOTATIONS_BYTES) {
            annotations.report(FieldError.tooLong(annotations.path(), MAX_ANNOTATIONS_BYTES));
        }
    }

    /** Upstream does not say which of the references is meant. */
    private static void owners(Field owners) {
        String controller = "";
        for (Field owner : owners.items()) {
            for (String member : List.of("apiVersion", "kind", "name", "uid")) {
                if (owner.at(member).blank()) {
                    owners.at(member)
                            .invalid(
                                    "",
                                    member.equals("apiVersion") ? "version must not be empty" : "must not be empty");
                }
            }
            if (owner.at("apiVersion").text().equals("v1")
                    && owner.at("kind").text().equals("Event")) {
                owners.invalid(owner.value(), "/v1, Kind=Event is disallowed from being an owner");
            }
            if (owner.at("controller").isTrue()) {
                String name = owner.at("kind").text() + "/" + owner.at("name").text();
                if (!controller.isEmpty()) {
                    owners.invalid(
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller + " and " + name);
                } else {
                    controller = name;
                }
            }
        }
    }
}

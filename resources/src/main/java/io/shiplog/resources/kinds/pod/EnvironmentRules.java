package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import java.util.List;
import java.util.Set;

/** Rules of a container's environment. */
public final class EnvironmentRules {
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final List<String> FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    private EnvironmentRules() {}

    public static void check(Field container) {
        for (Field entry : container.at("env").items()) {
            Field name = entry.at("name");
            if (name.blank()) {
                name.required("");
            } else {
                name.invalid(Names.envVarName(name.text()));
            }
            if (entry.at("valueFrom").present()) {
                source(entry.at("valueFrom"), !entry.at("value").blank());
            }
        }
        for (Field from : container.at("envFrom").items()) {
            origin(from);
        }
    }

    private static void source(Field from, boolean hasValue) {
        List<String> given =
                SOURCES.stream().filter(member -> from.at(member).present()).toList();
        if (given.isEmpty()) {
            from.invalid(
                    "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        } else if (hasValue) {
            from.invalid("", "may not be specified when `value` is not empty");
        } else if (given.size() > 1) {
            from.invalid("", "may not have more than one field specified at a time");
        }
        given.forEach(member -> {
            switch (member) {
                case "fieldRef" -> podField(from.at(member, "fieldPath"));
                case "resourceFieldRef" -> require(from.at(member, "resource"));
                case "configMapKeyRef", "secretKeyRef" -> keyOf(from.at(member));
                default -> {}
            }
        });
    }

    private static void podField(Field path) {
        String text = path.text();
        if (text.isEmpty()) {
            path.required("");
        } else if (!FIELDS.contains(text) && !isSubscript(text)) {
            path.notSupported(FIELDS);
        }
    }

    /** {@code metadata.labels['key']} and the same of annotations. */
    private static boolean isSubscript(String text) {
        return Set.of("metadata.labels", "metadata.annotations").stream()
                .anyMatch(map -> text.startsWith(map + "['") && text.endsWith("']"));
    }

    private static void keyOf(Field reference) {
        require(reference.at("name"));
        Field key = reference.at("key");
        if (key.blank()) {
            key.required("");
        } else {
            key.invalid(Names.configMapKey(key.text()));
        }
    }

    private static void origin(Field from) {
        Field prefix = from.at("prefix");
        if (!prefix.blank()) {
            prefix.invalid(Names.envVarName(prefix.text()));
        }
        boolean map = from.at("configMapRef").present();
        boolean secret = from.at("secretRef").present();
        if (map && secret) {
            from.invalid("", "may not have more than one field specified at a time");
        } else if (!map && !secret) {
            from.invalid("", "must specify one of: `configMapRef` or `secretRef`");
        } else {
            require(from.at(map ? "configMapRef" : "secretRef", "name"));
        }
    }

    private static void require(Field field) {
        if (field.blank()) {
            field.required("");
        }
    }
}

package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.validation.Changes;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a CustomResourceDefinition has to obey (apiextensions' {@code ValidateCustomResourceDefinition}, v1.34). What
 * all versions say alike is told once, where the API had it before each version said it for itself.
 */
final class DefinitionRules {
    private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

    private DefinitionRules() {}

    /** Reports what is wrong with a new definition. */
    static void created(Field root) {
        check(root);
        ApiApproval.check(root, null);
    }

    /** Reports what is wrong with a definition that replaces another one. */
    static void updated(Field root, ObjectNode old) {
        check(root);
        changes(root, old);
        ApiApproval.check(root, old);
    }

    private static void check(Field root) {
        Field spec = root.at("spec");
        Field name = root.at("metadata", "name");
        if (!name.text()
                .equals(spec.at("names", "plural").text() + "."
                        + spec.at("group").text())) {
            name.invalid("must be spec.names.plural+\".\"+spec.group");
        }
        group(spec.at("group"));
        if (spec.at("scope").blank()) {
            spec.at("scope").required("");
        } else if (!SCOPES.contains(spec.at("scope").text())) {
            spec.at("scope").notSupported(SCOPES);
        }
        versions(spec);
        names(spec);
        shared(spec, "schema", "spec.validation", VersionRules::schema);
        shared(spec, "subresources", "spec.subresources", (version, part) -> VersionRules.subresources(part));
        shared(
                spec,
                "additionalPrinterColumns",
                "spec.additionalPrinterColumns",
                (version, part) -> part.items().forEach(VersionRules::column));
        shared(spec, "selectableFields", "spec.selectableFields", VersionRules::selectable);
        ConversionRules.check(spec.at("conversion"));
        storedVersions(root);
        if (spec.at("preserveUnknownFields").isTrue()) {
            spec.at("preserveUnknownFields")
                    .invalid("cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                            + " spec.versions[*].schema instead");
        }
    }

    private static void changes(Field root, ObjectNode old) {
        JsonNode before = old.path("spec");
        Field spec = root.at("spec");
        if (DefinitionStatus.isEstablished(old)) {
            Changes.unchanged(spec.at("scope"), before.path("scope"));
            Changes.unchanged(spec.at("names", "kind"), before.path("names").path("kind"));
        }
        Changes.unchanged(spec.at("group"), before.path("group"));
        Changes.unchanged(spec.at("names", "plural"), before.path("names").path("plural"));
    }

    private static void group(Field group) {
        if (group.blank()) {
            group.required("");
            return;
        }
        List<String> problems = Names.dns1123Subdomain(group.text());
        if (!problems.isEmpty()) {
            group.invalid(String.join(",", problems));
        } else if (!group.text().contains(".")) {
            group.invalid("should be a domain with at least one dot");
        }
    }

    private static void versions(Field spec) {
        Field versions = spec.at("versions");
        Set<String> names = new HashSet<>();
        boolean twice = false;
        int stored = 0;
        boolean any = versions.items().stream()
                .anyMatch(version -> version.at("schema", "openAPIV3Schema").present());
        for (Field version : versions.items()) {
            if (version.at("schema", "openAPIV3Schema").absent()) {
                version.at("schema", "openAPIV3Schema").required("");
            }
        }
        for (Field version : versions.items()) {
            Field name = version.at("name");
            twice |= !names.add(name.text());
            stored += version.at("storage").isTrue() ? 1 : 0;
            List<String> problems = Names.dns1035Label(name.text());
            if (!problems.isEmpty()) {
                name.invalid(name.text(), String.join(",", problems));
            }
            VersionRules.deprecation(version);
            if (any && !isShared(spec, "schema")) {
                VersionRules.schema(version, version.at("schema"));
            }
            if (!isShared(spec, "subresources")) {
                VersionRules.subresources(version.at("subresources"));
            }
            if (!isShared(spec, "additionalPrinterColumns")) {
                version.at("additionalPrinterColumns").items().forEach(VersionRules::column);
            }
            if (!isShared(spec, "selectableFields")) {
                VersionRules.selectable(version, version.at("selectableFields"));
            }
        }
        if (twice) {
            versions.invalid("must contain unique version names");
        }
        if (stored != 1) {
            versions.invalid("must have exactly one version marked as storage version");
        }
    }

    /** Checks what all versions say alike, under the path that it had before. */
    private static void shared(Field spec, String member, String path, BiConsumer<Field, Field> rule) {
        if (isShared(spec, member)) {
            Field first = spec.at("versions").items().getFirst();
            rule.accept(first, first.at(member).shownAs(path));
        }
    }

    private static boolean isShared(Field spec, String member) {
        List<Field> versions = spec.at("versions").items();
        return !versions.isEmpty()
                && versions.stream()
                        .allMatch(version -> JsonEquality.equal(
                                version.at(member).value(),
                                versions.getFirst().at(member).value()));
    }

    private static void names(Field spec) {
        Field names = spec.at("names");
        for (String member : List.of("plural", "singular", "kind", "listKind")) {
            if (names.at(member).blank()) {
                names.at(member).required("");
            }
        }
        label(names.at("plural"), "");
        label(names.at("singular"), "");
        label(names.at("kind"), "may have mixed case, but should otherwise match: ");
        label(names.at("listKind"), "may have mixed case, but should otherwise match: ");
        names.at("shortNames").items().forEach(name -> label(name, ""));
        Field kind = names.at("kind");
        if (!kind.blank() && kind.text().equals(names.at("listKind").text())) {
            names.at("listKind").invalid("kind and listKind may not be the same");
        }
        names.at("categories").items().forEach(name -> label(name, ""));
    }

    /** @param mixed what is said where capital letters are right, empty where they are not */
    private static void label(Field name, String mixed) {
        String text = mixed.isEmpty() ? name.text() : name.text().toLowerCase(Locale.ROOT);
        List<String> problems = text.isEmpty() ? List.of() : Names.dns1035Label(text);
        if (!problems.isEmpty()) {
            name.invalid(mixed + String.join(",", problems));
        }
    }

    private static void storedVersions(Field root) {
        Field stored = root.at("status", "storedVersions");
        Set<String> versions = new HashSet<>();
        root.at("spec", "versions")
                .items()
                .forEach(version -> versions.add(version.at("name").text()));
        for (Field version : stored.items()) {
            String name = version.text();
            if (!versions.contains(name)) {
                version.invalid("missing from spec.versions; " + name
                        + " was previously a storage version, and must remain in spec.versions until a storage"
                        + " migration ensures no data remains persisted in " + name + " and removes " + name
                        + " from status.storedVersions");
            }
        }
    }
}

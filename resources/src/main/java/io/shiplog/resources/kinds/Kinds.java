package io.shiplog.resources.kinds;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The kinds of one moment of the cluster: those of this build, and those that the cluster's CustomResourceDefinitions
 * declare at that moment. In the order in which discovery names them. Immutable; compared by identity, so that what is
 * made from it can be kept for as long as it holds.
 */
public final class Kinds {
    private final List<Kind> kinds;
    private final Map<Id, Kind> byPlural = new HashMap<>();
    private final Map<Id, Kind> byKind = new HashMap<>();
    private final Map<GroupResource, Kind> byResource = new HashMap<>();

    private record Id(String group, String version, String name) {}

    private Kinds(List<Kind> kinds) {
        this.kinds = List.copyOf(kinds);
        for (Kind kind : kinds) {
            byPlural.putIfAbsent(new Id(kind.group(), kind.version(), kind.plural()), kind);
            byKind.putIfAbsent(new Id(kind.group(), kind.version(), kind.kind()), kind);
            byResource.putIfAbsent(kind.resource(), kind);
        }
    }

    /** The kinds of a cluster that declares none itself. */
    public static Kinds builtIn() {
        return BuiltIn.KINDS;
    }

    /** The kinds of the moment that {@code view} shows; the same value for as long as no declaration changes. */
    public static Kinds of(View view) {
        return KindsMemo.of(view);
    }

    /** These kinds and those that {@code definitions} declare; what is there already keeps its name. */
    Kinds with(Iterable<StoredObject> definitions) {
        List<Kind> more = new ArrayList<>();
        for (StoredObject definition : definitions) {
            for (Kind kind : DeclaredKinds.of(definition).kinds()) {
                if (find(kind.group(), kind.version(), kind.plural()) == null
                        && byKind(kind.group(), kind.version(), kind.kind()) == null) {
                    more.add(kind);
                }
            }
        }
        more.sort(Comparator.comparing(Kind::group)
                .thenComparing(kind -> VersionPriority.of(kind.version()))
                .thenComparing(Kind::plural));
        List<Kind> all = new ArrayList<>(kinds);
        all.addAll(more);
        return new Kinds(all);
    }

    /** All kinds: group by group, the preferred version of a group first, then by plural name. */
    public List<Kind> kinds() {
        return kinds;
    }

    /** The kind behind a path's group, version and plural name. */
    public @Nullable Kind find(String group, String version, String plural) {
        return byPlural.get(new Id(group, version, plural));
    }

    /** The kind that an object's {@code apiVersion} and {@code kind} name. */
    public @Nullable Kind byKind(String group, String version, String kind) {
        return byKind.get(new Id(group, version, kind));
    }

    /** The kind of an object by its {@code apiVersion} as written, such as {@code apps/v1} or {@code v1}. */
    public @Nullable Kind byApiVersion(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? byKind("", apiVersion, kind)
                : byKind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /**
     * The object that an owner reference names; null when it is of nobody's kind.
     *
     * @param namespace that of the object that has the reference
     */
    public @Nullable ObjectRef owner(JsonNode reference, String namespace) {
        Kind kind = byApiVersion(
                reference.path("apiVersion").asString(""),
                reference.path("kind").asString(""));
        return kind == null
                ? null
                : new ObjectRef(
                        kind.storage().resource(),
                        new ObjectKey(
                                kind.namespaced() ? namespace : "",
                                reference.path("name").asString("")));
    }

    /** The kind of a resource, in its group's preferred version that has it. */
    public @Nullable Kind preferred(GroupResource resource) {
        return byResource.get(resource);
    }

    /** The rules of a resource's objects; those of an object that is nobody's kind any more are none. */
    public Rules rules(GroupResource resource) {
        Kind kind = preferred(resource);
        return kind == null ? Rules.NONE : kind.storage().rules();
    }

    /** The groups in discovery's order, the core group, which is the empty string, first. */
    public List<String> groups() {
        return kinds.stream().map(Kind::group).distinct().toList();
    }

    /** The versions of a group, the preferred one first; empty when there is no such group. */
    public List<String> versions(String group) {
        return kinds.stream()
                .filter(kind -> kind.group().equals(group))
                .map(Kind::version)
                .distinct()
                .toList();
    }

    /** The kinds of one version of one group, by plural name. */
    public List<Kind> kinds(String group, String version) {
        return kinds.stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
    }

    /** Made on first use, kept for ever. */
    private static final class BuiltIn {
        static final Kinds KINDS = new Kinds(BuiltInKinds.ALL);
    }
}

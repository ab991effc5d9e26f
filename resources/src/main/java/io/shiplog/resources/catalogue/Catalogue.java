package io.shiplog.resources.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds that an API serves, in the order in which discovery names them. Immutable. */
public final class Catalogue {
    private static final Set<String> READ_AND_WRITE = Set.of("get", "patch", "update");

    /** Kinds whose objects are those of another one, in another version or group: from the one to the one stored. */
    private static final Map<String, String> STORED_AS = Map.of(
            "extensions/v1beta1/Deployment", "apps/v1/Deployment",
            "autoscaling/v1/HorizontalPodAutoscaler", "autoscaling/v2/HorizontalPodAutoscaler",
            "events.k8s.io/v1/Event", "/v1/Event");

    private final List<ResourceKind> kinds;
    private final Map<String, ResourceKind> byPlural;
    private final Map<String, ResourceKind> byKind;
    private final Map<String, Subresource> subresources;

    Catalogue(List<ResourceKind> kinds, Map<String, Subresource> subresources) {
        this.kinds = List.copyOf(kinds);
        this.byPlural = index(kinds, kind -> id(kind.group(), kind.version(), kind.plural()));
        this.byKind = index(kinds, kind -> id(kind.group(), kind.version(), kind.kind()));
        this.subresources = Map.copyOf(subresources);
    }

    /** The built-in kinds of the Kubernetes v1.34 API. */
    public static Catalogue builtIn() {
        return BuiltIn.CATALOGUE;
    }

    /** This catalogue and more kinds, such as those that a CustomResourceDefinition describes, at its end. */
    public Catalogue with(List<ResourceKind> more) {
        var all = new ArrayList<>(kinds);
        all.addAll(more);
        return new Catalogue(all, subresources);
    }

    /** All kinds: group by group, the preferred version of a group first, then by plural name. */
    public List<ResourceKind> kinds() {
        return kinds;
    }

    /** The kind behind a path's group, version and plural name. */
    public @Nullable ResourceKind find(String group, String version, String plural) {
        return byPlural.get(id(group, version, plural));
    }

    /** The kind that an object's {@code apiVersion} and {@code kind} name. */
    public @Nullable ResourceKind byKind(String group, String version, String kind) {
        return byKind.get(id(group, version, kind));
    }

    /** The kind of an object by its {@code apiVersion} as written, such as {@code apps/v1} or {@code v1}. */
    public @Nullable ResourceKind byApiVersion(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? byKind("", apiVersion, kind)
                : byKind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /** The kind of a group resource such as {@code deployments.apps}, in its group's preferred version that has it. */
    public @Nullable ResourceKind preferred(String groupResource) {
        return kinds.stream()
                .filter(kind -> kind.groupResource().equals(groupResource))
                .findFirst()
                .orElse(null);
    }

    /** The groups in discovery's order, the core group, which is the empty string, first. */
    public List<String> groups() {
        return kinds.stream().map(ResourceKind::group).distinct().toList();
    }

    /** The versions of a group, the preferred one first; empty when there is no such group. */
    public List<String> versions(String group) {
        return kinds.stream()
                .filter(kind -> kind.group().equals(group))
                .map(ResourceKind::version)
                .distinct()
                .toList();
    }

    /** The kinds of one version of one group, by plural name. */
    public List<ResourceKind> kinds(String group, String version) {
        return kinds.stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
    }

    /**
     * The kind in which objects of {@code kind} are stored: mostly itself; another one where two groups or versions
     * show the same objects, such as {@code events.k8s.io} Events and the core group's.
     */
    public ResourceKind storage(ResourceKind kind) {
        String stored = STORED_AS.get(id(kind.group(), kind.version(), kind.kind()));
        ResourceKind other = stored == null ? null : byKind.get(stored);
        return other == null ? kind : other;
    }

    /** A kind's subresource of this name, or null when it has none. */
    public @Nullable Subresource subresource(ResourceKind kind, String name) {
        if (!kind.has(name)) {
            return null;
        }
        Subresource special = subresources.get(kind.groupResource() + "/" + name);
        if (special != null) {
            return special;
        }
        return name.equals("scale")
                ? new Subresource(name, "autoscaling", "v1", "Scale", READ_AND_WRITE, "io.k8s.api.autoscaling.v1.Scale")
                : new Subresource(name, kind.group(), kind.version(), kind.kind(), READ_AND_WRITE, kind.definition());
    }

    /** All subresources of a kind, by name. */
    public List<Subresource> subresources(ResourceKind kind) {
        return kind.subresources().stream()
                .sorted(Comparator.naturalOrder())
                .map(name -> subresource(kind, name))
                .toList();
    }

    private static String id(String group, String version, String name) {
        return group + "/" + version + "/" + name;
    }

    private static Map<String, ResourceKind> index(
            List<ResourceKind> kinds, java.util.function.Function<ResourceKind, String> key) {
        return kinds.stream()
                .collect(Collectors.toMap(key, kind -> kind, (first, second) -> first, LinkedHashMap::new));
    }

    /** Read from the class path on first use, kept for ever: it is small and never changes. */
    private static final class BuiltIn {
        static final Catalogue CATALOGUE = KindsTable.read();
    }
}

package io.shiplog.resources.kind;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.Schemas;
import io.shiplog.resources.structural.Structure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One kind of the API in one version: names, scope, verbs, subresources, schema, and every rule about its objects.
 * Immutable and thread-safe; compared by identity, since a kind that is declared anew is another one. Made by
 * {@link #namespaced} and {@link #ofCluster}.
 */
public final class Kind {
    private final Names names;
    private final GroupResource resource;
    private final boolean namespaced;
    private final boolean custom;
    private final boolean stored;
    private final Set<String> verbs;
    private final Map<String, Subresource> subresources;
    private final String definition;
    private final Supplier<Schema> schema;
    private final @Nullable ObjectNode declaredSchema;
    private final Rules rules;
    private final @Nullable Kind storage;
    private final Conversion conversion;
    private final String deprecation;
    private final boolean replaced;
    private final String listKind;
    private final @Nullable Structure structure;
    /** What {@link #mergeSchema} found; two threads that meet here find the same. */
    private volatile @Nullable Schema mergeSchema;

    /**
     * What a kind is called.
     *
     * @param group API group, empty for the core group
     * @param version version within the group, such as {@code v1}
     * @param kind the kind, such as {@code Deployment}
     * @param plural the name in paths, such as {@code deployments}
     * @param singular the name of one, such as {@code deployment}
     * @param shortNames what people type, such as {@code deploy}
     * @param categories groupings such as {@code all}
     */
    public record Names(
            String group,
            String version,
            String kind,
            String plural,
            String singular,
            List<String> shortNames,
            List<String> categories) {
        public Names {
            shortNames = List.copyOf(shortNames);
            categories = List.copyOf(categories);
        }
    }

    Kind(Declaration declared, Rules rules) {
        this.names = declared.names();
        this.resource = new GroupResource(names.plural(), names.group());
        this.namespaced = declared.namespaced;
        this.custom = declared.custom;
        this.stored = declared.stored;
        this.verbs = Set.copyOf(declared.verbs);
        SortedMap<String, Subresource> sorted = new TreeMap<>(declared.subresources);
        this.subresources = java.util.Collections.unmodifiableSortedMap(sorted);
        this.definition = declared.definition();
        this.schema = declared.schema();
        this.declaredSchema = declared.declared;
        this.rules = rules;
        this.storage = declared.storage;
        this.conversion = declared.conversion;
        this.deprecation = declared.deprecation;
        this.replaced = declared.replaced;
        this.listKind = declared.listKind.isEmpty() ? names.kind() + "List" : declared.listKind;
        this.structure = declared.structure;
    }

    /**
     * Begins a kind whose objects live in namespaces.
     *
     * @param apiVersion such as {@code apps/v1}, or {@code v1} for the core group
     */
    public static Declaration namespaced(String apiVersion, String kind, String plural) {
        return new Declaration(apiVersion, kind, plural, true);
    }

    /** As {@link #namespaced}, for objects that live outside of all namespaces. */
    public static Declaration ofCluster(String apiVersion, String kind, String plural) {
        return new Declaration(apiVersion, kind, plural, false);
    }

    public Names names() {
        return names;
    }

    /** API group, empty for the core group. */
    public String group() {
        return names.group();
    }

    public String version() {
        return names.version();
    }

    /** Such as {@code Deployment}. */
    public String kind() {
        return names.kind();
    }

    /** Such as {@code deployments}. */
    public String plural() {
        return names.plural();
    }

    /** {@code apps/v1}, or {@code v1} for the core group: what {@code apiVersion} says. */
    public String groupVersion() {
        return group().isEmpty() ? version() : group() + "/" + version();
    }

    /** The resource that paths and texts name. */
    public GroupResource resource() {
        return resource;
    }

    /** Whether objects of this kind, and of no other, are meant. */
    public boolean is(GroupResource other) {
        return resource.equals(other);
    }

    /** Whether its objects live in a namespace. */
    public boolean namespaced() {
        return namespaced;
    }

    /** Whether an object of the cluster declares it, rather than this build. */
    public boolean custom() {
        return custom;
    }

    /** Whether objects of it exist; false for those that are only an answer, such as a TokenReview. */
    public boolean stored() {
        return stored;
    }

    /** What can be done with it, such as {@code create}. */
    public Set<String> verbs() {
        return verbs;
    }

    /** Whether this kind can be asked to do this. */
    public boolean can(String verb) {
        return verbs.contains(verb);
    }

    /** Whether this kind has the subresource of this name. */
    public boolean has(String subresource) {
        return subresources.containsKey(subresource);
    }

    /** The subresource of this name, null when there is none. */
    public @Nullable Subresource subresource(String name) {
        return subresources.get(name);
    }

    /** All subresources, by name. */
    public List<Subresource> subresources() {
        return List.copyOf(subresources.values());
    }

    /** Name of its schema, such as {@code io.k8s.api.apps.v1.Deployment}. */
    public String definition() {
        return definition;
    }

    /** The schema of its objects; what is read for it at first use is kept. */
    public Schema schema() {
        return schema.get();
    }

    /** The schema in OpenAPI v3 as the cluster declares it, never to be changed; null for a kind of this build. */
    public @Nullable ObjectNode declaredSchema() {
        return declaredSchema;
    }

    /** The schema that says how its objects are merged: of a declared kind, what it is declared with. */
    public Schema mergeSchema() {
        if (declaredSchema == null) {
            return schema();
        }
        Schema known = mergeSchema;
        if (known == null) {
            known = Schemas.KUBERNETES.parse(declaredSchema);
            mergeSchema = known;
        }
        return known;
    }

    /** What the cluster declares of its objects; null for a kind of this build. */
    public @Nullable Structure structure() {
        return structure;
    }

    /** What a list of its objects is called. */
    public String listKind() {
        return listKind;
    }

    /** Whether a stored object is shown as other bytes than it is stored as. */
    public boolean reshapes(StoredObject object) {
        return storage != null || structure != null && structure.reshapes(object);
    }

    /** Everything about its objects that a schema does not say. */
    public Rules rules() {
        return rules;
    }

    /**
     * The kind in which its objects are stored: mostly itself; another one where two groups or versions show the same
     * objects, such as {@code events.k8s.io} Events and the core group's.
     */
    public Kind storage() {
        return storage == null ? this : storage;
    }

    /** What those who still use it are warned of; empty for a kind that is in use. */
    public String deprecation() {
        return deprecation;
    }

    /** The kind in which its objects are answered: another one when that has replaced this one. */
    public Kind answered() {
        return replaced ? storage() : this;
    }

    /**
     * A tree of this kind as it is stored.
     *
     * @param before what it replaces, as stored; null for a new object
     */
    public ObjectNode toStorage(ObjectNode object, @Nullable ObjectNode before) {
        return storage == null ? object : storage.headed(storage.shaped(conversion.toStored(object, before)));
    }

    /** A stored tree as this kind shows it. */
    public ObjectNode toServed(ObjectNode object) {
        ObjectNode served = storage == null ? object : conversion.toServed(object);
        return headed(shaped(served));
    }

    /** As this version of a custom kind has it. */
    private ObjectNode shaped(ObjectNode object) {
        return structure == null ? object : structure.shown(object.deepCopy());
    }

    private ObjectNode headed(ObjectNode object) {
        ObjectNode headed = Json.object();
        headed.put("kind", kind()).put("apiVersion", groupVersion());
        object.properties().forEach(member -> headed.putIfAbsent(member.getKey(), member.getValue()));
        return headed;
    }

    @Override
    public String toString() {
        return groupVersion() + " " + kind();
    }
}

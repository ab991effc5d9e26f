package io.shiplog.resources.kind;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.Schemas;
import io.shiplog.resources.structural.Structure;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A kind while it is being declared; ends with {@link #rules}, which every kind has to say. One thread owns it. */
public final class Declaration {
    private static final Set<String> EVERY_VERB =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    /** What every object has; all other members are its structure's concern. */
    private static final Schema METADATA_ONLY =
            Schemas.KUBERNETES.parse(Json.parse("""
            {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {
              "apiVersion": {"type": "string"}, "kind": {"type": "string"},
              "metadata": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}}}
            """.getBytes(StandardCharsets.UTF_8)));

    private static final Set<String> READ_AND_WRITE = Set.of("get", "patch", "update");

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    final boolean namespaced;
    final Map<String, Subresource> subresources = new HashMap<>();
    private String singular;
    private List<String> shortNames = List.of();
    private List<String> categories = List.of();
    private @Nullable String definition;
    private @Nullable Schema schema;
    Set<String> verbs = EVERY_VERB;
    boolean stored = true;
    boolean custom;

    @Nullable
    ObjectNode declared;

    @Nullable
    Structure structure;

    @Nullable
    Kind storage;

    Conversion conversion = Conversion.NONE;
    String deprecation = "";
    String listKind = "";
    boolean replaced;

    Declaration(String apiVersion, String kind, String plural, boolean namespaced) {
        int slash = apiVersion.indexOf('/');
        this.group = slash < 0 ? "" : apiVersion.substring(0, slash);
        this.version = apiVersion.substring(slash + 1);
        this.kind = kind;
        this.plural = plural;
        this.singular = kind.toLowerCase(Locale.ROOT);
        this.namespaced = namespaced;
    }

    public Declaration singular(String name) {
        singular = name;
        return this;
    }

    public Declaration shortNames(String... names) {
        shortNames = List.of(names);
        return this;
    }

    public Declaration categories(String... names) {
        categories = List.of(names);
        return this;
    }

    /** Without this, the eight usual ones. */
    public Declaration verbs(String... names) {
        verbs = Set.of(names);
        return this;
    }

    /** Nothing of it is stored: an object is sent and answered. */
    public Declaration onlyAnswers() {
        stored = false;
        return this;
    }

    /** The subresource {@code status}. */
    public Declaration status() {
        return own("status");
    }

    /** The subresource {@code scale}. */
    public Declaration scale() {
        return add(new Subresource(
                "scale", "autoscaling", "v1", "Scale", READ_AND_WRITE, "io.k8s.api.autoscaling.v1.Scale"));
    }

    /** A subresource that takes and gives objects of this kind; without verbs, it is read and written. */
    public Declaration own(String name, String... verbs) {
        return add(new Subresource(
                name, group, version, kind, verbs.length == 0 ? READ_AND_WRITE : Set.of(verbs), definition()));
    }

    /** A subresource that connects to something; {@code options} names what its query says. */
    public Declaration connects(String name, String options, String... verbs) {
        return add(new Subresource(name, "", "v1", options, Set.of(verbs), ""));
    }

    /** A subresource that takes objects of another kind. */
    public Declaration creates(String name, String group, String version, String kind, String definition) {
        return creates(name, group, version, kind, definition, Set.of());
    }

    /**
     * As {@link #creates(String, String, String, String, String)}.
     *
     * @param older versions in which objects are taken, too
     */
    public Declaration creates(
            String name, String group, String version, String kind, String definition, Set<String> older) {
        return add(new Subresource(name, group, version, kind, Set.of("create"), definition, older));
    }

    private Declaration add(Subresource subresource) {
        subresources.put(subresource.name(), subresource);
        return this;
    }

    /** The name of its schema, where its group and version do not tell it; before its subresources. */
    public Declaration definition(String name) {
        definition = name;
        return this;
    }

    /** Its objects are those of another kind. */
    public Declaration storedAs(Kind other, Conversion by) {
        storage = other;
        conversion = by;
        return this;
    }

    /**
     * As {@link #storedAs}, for a kind that nobody writes any more: its objects are answered as those of the other one.
     */
    public Declaration replacedBy(Kind other, Conversion by, String warning) {
        deprecation = warning;
        replaced = true;
        return storedAs(other, by);
    }

    /** An object of the cluster declares it, with this schema, as OpenAPI v3 and as its objects are held to it. */
    public Declaration custom(String definitionName, ObjectNode openApi, Structure ofObjects) {
        declared = openApi;
        custom = true;
        definition = definitionName;
        schema = METADATA_ONLY;
        structure = ofObjects;
        return this;
    }

    /** Those who still use it are warned. */
    public Declaration deprecated(String warning) {
        deprecation = warning;
        return this;
    }

    /** Its lists are called otherwise than it with {@code List} behind. */
    public Declaration listKind(String name) {
        listKind = name;
        return this;
    }

    /** The kind, with these rules; {@link Rules#NONE} says that its schema and metadata are all that counts. */
    public Kind rules(Rules rules) {
        return new Kind(this, rules);
    }

    Kind.Names names() {
        return new Kind.Names(group, version, kind, plural, singular, shortNames, categories);
    }

    String definition() {
        String given = definition;
        if (given != null) {
            return given;
        }
        int dot = group.indexOf('.');
        String head = group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
        return "io.k8s.api." + head + "." + version + "." + kind;
    }

    Supplier<Schema> schema() {
        Schema given = schema;
        String name = definition();
        return given == null ? () -> Schemas.KUBERNETES.ofDefinition(name) : () -> given;
    }
}

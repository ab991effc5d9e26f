package io.shiplog.resources.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The schema of a value, and, where the value is a field, what is said about that field (how it is patched, its
 * default). Immutable and thread-safe; the schema behind a reference is resolved when it is first asked for, so
 * schemas that contain themselves are no trouble.
 */
public final class Schema {
    /** Any value at all. */
    static final Schema ANYTHING = new Schema(Shape.ANY, Merge.NONE, null);

    private final Supplier<Shape> source;
    private final Merge merge;
    private final @Nullable JsonNode defaultValue;
    /** What {@link #source} gave; two threads that meet here find the same, and a record is safe to hand over. */
    private @Nullable Shape resolved;

    /** The schema of a value of which nothing is known. */
    public static Schema anything() {
        return ANYTHING;
    }

    Schema(Shape shape, Merge merge, @Nullable JsonNode defaultValue) {
        this(() -> shape, merge, defaultValue);
    }

    Schema(Supplier<Shape> shape, Merge merge, @Nullable JsonNode defaultValue) {
        this.source = shape;
        this.merge = merge;
        this.defaultValue = defaultValue;
    }

    /** What a value looks like, wherever it stands. */
    record Shape(
            String name,
            SchemaType type,
            String format,
            Map<String, Schema> properties,
            @Nullable Schema items,
            @Nullable Schema additionalProperties,
            List<String> required,
            List<String> enumValues,
            boolean preservesUnknown,
            boolean atomicMap) {
        static final Shape ANY =
                new Shape("", SchemaType.ANY, "", Map.of(), null, null, List.of(), List.of(), true, false);
    }

    /** How two values of one field are merged. */
    record Merge(
            String patchMergeKey,
            Set<String> patchStrategies,
            ListType listType,
            List<String> listMapKeys,
            boolean atomicMap) {
        static final Merge NONE = new Merge("", Set.of(), ListType.ATOMIC, List.of(), false);
    }

    Shape shape() {
        Shape known = resolved;
        if (known == null) {
            known = source.get();
            resolved = known;
        }
        return known;
    }

    /** Name of the definition, such as {@code io.k8s.api.core.v1.PodSpec}; empty for a schema without a name. */
    public String name() {
        return shape().name;
    }

    public SchemaType type() {
        return shape().type;
    }

    /** The OpenAPI format, such as {@code int32}, {@code byte} or {@code date-time}; empty when none is said. */
    public String format() {
        return shape().format;
    }

    /** The members of an object by name, in the order of the schema. */
    public Map<String, Schema> properties() {
        return shape().properties;
    }

    /**
     * The schema of the member {@code name}: a known one's, else that of a map's values, else, where unknown members
     * are kept, any value's; null when an object of this schema cannot have such a member.
     */
    public @Nullable Schema property(String name) {
        Shape here = shape();
        Schema known = here.properties.get(name);
        if (known != null) {
            return known;
        }
        if (here.additionalProperties != null) {
            return here.additionalProperties;
        }
        return here.preservesUnknown ? ANYTHING : null;
    }

    /** The schema of a list's items; null when this is no list. */
    public @Nullable Schema items() {
        return shape().items;
    }

    /** The schema of a map's values; null when this is no map. */
    public @Nullable Schema additionalProperties() {
        return shape().additionalProperties;
    }

    /** Whether members have free names and all the same schema, as labels have. */
    public boolean isMap() {
        return shape().additionalProperties != null;
    }

    /** Members that an object must have. */
    public List<String> required() {
        return shape().required;
    }

    /** The closed list of values, as documented; empty when there is none. */
    public List<String> enumValues() {
        return shape().enumValues;
    }

    /** Whether members that the schema does not know are kept. */
    public boolean preservesUnknown() {
        return shape().preservesUnknown;
    }

    /** The member by which a strategic merge patch finds a list's items; empty when such a list is replaced whole. */
    public String patchMergeKey() {
        return merge.patchMergeKey;
    }

    /**
     * How a strategic merge patch treats the field: {@code merge}, {@code replace}, {@code retainKeys}; may be several.
     */
    public Set<String> patchStrategies() {
        return merge.patchStrategies;
    }

    /** How server-side apply merges the field when it is a list. */
    public ListType listType() {
        return merge.listType;
    }

    /** The members that together name an item of a list of type {@link ListType#MAP}. */
    public List<String> listMapKeys() {
        return merge.listMapKeys;
    }

    /** Whether server-side apply takes this object or map as one value, as it takes a selector. */
    public boolean isAtomicMap() {
        return merge.atomicMap || shape().atomicMap;
    }

    /** What an absent field means, such as {@code TCP} for a port's protocol; null when that is just the zero value. */
    public @Nullable JsonNode defaultValue() {
        return defaultValue;
    }

    @Override
    public String toString() {
        return "Schema[" + (name().isEmpty() ? type() : name()) + "]";
    }
}

package io.shiplog.resources.structural;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The schema of one value of a custom object: its structure, which says what is kept and what is filled in, and what
 * the value has to obey. Immutable.
 *
 * @param type the JSON type, empty for any
 * @param nullable whether null is a value
 * @param defaultValue what an absent value is, null for nothing
 * @param preservesUnknown whether members that are not named are kept
 * @param embedded whether the value is a whole object with apiVersion, kind and metadata
 * @param intOrString whether integers and strings are both right
 * @param properties the members by name
 * @param items the items of a list, null when nothing is said of them
 * @param additional the members that are not named, null when nothing is said of them
 * @param list how a list is kept: {@code atomic}, {@code set} or {@code map}; empty when it is not said
 * @param listKeys the members that together name an item of a list of the type {@code map}
 * @param atomicMap whether an object is taken as one value
 * @param rules what the value has to obey
 */
public record StructuralSchema(
        String type,
        boolean nullable,
        @Nullable JsonNode defaultValue,
        boolean preservesUnknown,
        boolean embedded,
        boolean intOrString,
        SortedMap<String, StructuralSchema> properties,
        @Nullable StructuralSchema items,
        @Nullable Additional additional,
        String list,
        List<String> listKeys,
        boolean atomicMap,
        ValueRules rules) {
    public StructuralSchema {
        listKeys = List.copyOf(listKeys);
    }

    /**
     * What members are that are not named.
     *
     * @param allowed whether there may be any
     * @param schema their schema, null when nothing is said
     */
    public record Additional(boolean allowed, @Nullable StructuralSchema schema) {}

    /** The schema of a member; null when nothing is known of it. */
    public @Nullable StructuralSchema member(String name) {
        StructuralSchema named = properties.get(name);
        return named != null || additional == null ? named : additional.schema();
    }

    /** Whether a null stands for absence here. */
    boolean refusesNull() {
        return !nullable;
    }

    /** Whether a default is said anywhere in it. */
    boolean hasDefaults() {
        return defaultValue != null
                || items != null && items.hasDefaults()
                || additional != null
                        && additional.schema() != null
                        && additional.schema().hasDefaults()
                || properties.values().stream().anyMatch(StructuralSchema::hasDefaults);
    }
}

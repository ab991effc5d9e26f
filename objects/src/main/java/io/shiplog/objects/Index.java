package io.shiplog.objects;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A named fact by which objects are found: pods by their node, objects by their owners. A value that whoever asks
 * declares, once, as a constant; two of one name and resource are the same index. Whoever holds a moment of the cluster
 * may keep it up to date for an index, and does so the cheaper the fewer values an object has.
 */
public final class Index {
    /** Objects of every resource by the uids that their owner references name. */
    public static final Index OWNER = new Index(
            "owner",
            null,
            object -> object.facts().owners().stream()
                    .map(ObjectFacts.Owner::uid)
                    .distinct()
                    .toList());

    private final String name;
    private final @Nullable GroupResource resource;
    private final Function<StoredObject, ? extends Collection<String>> values;

    private Index(
            String name,
            @Nullable GroupResource resource,
            Function<StoredObject, ? extends Collection<String>> values) {
        this.name = name;
        this.resource = resource;
        this.values = values;
    }

    /**
     * An index of the objects of {@code resource}.
     *
     * @param values the distinct values under which an object is found: a pure function of the object; none leaves it
     *     out
     */
    public static Index of(
            String name, GroupResource resource, Function<StoredObject, ? extends Collection<String>> values) {
        return new Index(name, resource, values);
    }

    /** The objects of {@code resource} that no owner controls, by namespace: whoever selects them may adopt them. */
    public static Index uncontrolled(GroupResource resource) {
        return new Index(
                "uncontrolled",
                resource,
                object -> object.facts().controller() == null
                        ? List.of(object.key().namespace())
                        : List.of());
    }

    /** The values under which {@code object} is found; none when it is of another resource. */
    public Collection<String> values(StoredObject object) {
        return covers(object.resource()) ? values.apply(object) : List.of();
    }

    /** Whether objects of {@code other} are in this index. */
    public boolean covers(GroupResource other) {
        return resource == null || resource.equals(other);
    }

    /** The resource whose objects it finds, null for every one. */
    public @Nullable GroupResource resource() {
        return resource;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Index index
                && name.equals(index.name)
                && (resource == null ? index.resource == null : resource.equals(index.resource));
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + (resource == null ? 0 : resource.hashCode());
    }

    @Override
    public String toString() {
        return resource == null ? name : resource + " by " + name;
    }
}

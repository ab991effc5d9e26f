package io.shiplog.objects;

/**
 * A resource type: its plural name and API group, without a version, because an object is stored once whatever
 * version it is read in. The core group is the empty string.
 */
public record GroupResource(String resource, String group) implements Comparable<GroupResource> {

    /** A resource of the core group, such as {@code pods}. */
    public static GroupResource core(String resource) {
        return new GroupResource(resource, "");
    }

    /** Reads what {@link #toString} prints: {@code pods} or {@code deployments.apps}. */
    public static GroupResource parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? core(text) : new GroupResource(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(GroupResource other) {
        int byResource = resource.compareTo(other.resource);
        return byResource != 0 ? byResource : group.compareTo(other.group);
    }

    /** {@code pods} for the core group, {@code deployments.apps} for others: how kubectl and topic names write it. */
    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}

package io.shiplog.objects;

/** One object of the cluster, by resource type and key. Ordered by resource, then by key. */
public record ObjectRef(GroupResource resource, ObjectKey key) implements Comparable<ObjectRef> {
    @Override
    public int compareTo(ObjectRef other) {
        int byResource = resource == other.resource ? 0 : resource.compareTo(other.resource);
        return byResource != 0 ? byResource : key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return resource + " " + key;
    }
}

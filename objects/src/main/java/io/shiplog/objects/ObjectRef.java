package io.shiplog.objects;

/** One object of the cluster, by resource type and key. */
public record ObjectRef(GroupResource resource, ObjectKey key) {
    @Override
    public String toString() {
        return resource + " " + key;
    }
}

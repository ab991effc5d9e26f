package io.shiplog.objects;

/**
 * An object's place within its resource type: namespace and name, the namespace empty for cluster-scoped resources.
 * Ordered by namespace, then name, which is the order of Kubernetes lists.
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    /** The key of a cluster-scoped object. */
    public static ObjectKey cluster(String name) {
        return new ObjectKey("", name);
    }

    /** Reads what {@link #toString} prints: {@code namespace/name} or {@code name}. */
    public static ObjectKey parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? cluster(text) : new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}

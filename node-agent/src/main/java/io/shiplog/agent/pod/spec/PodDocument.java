package io.shiplog.agent.pod.spec;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Pod of an assignment: its bytes, for those who ask the node for the whole of it, and what the node reads in them.
 * Immutable.
 */
public final class PodDocument {
    private final StoredObject stored;
    private final PodDefinition definition;
    private final KnownStatus status;

    private PodDocument(StoredObject stored, PodDefinition definition, KnownStatus status) {
        this.stored = stored;
        this.definition = definition;
        this.status = status;
    }

    /**
     * @param json the whole Pod, which nobody changes
     * @throws io.shiplog.resources.json.JsonSyntaxException when it is no JSON
     */
    public static PodDocument read(byte[] json) {
        ObjectNode pod = Json.parse(json);
        PodDefinition definition = PodDefinition.read(pod);
        return new PodDocument(stored(definition.identity(), pod, json), definition, KnownStatus.in(pod));
    }

    /** As every role of the process has it that knows this version: its bytes are in memory once. */
    private static StoredObject stored(PodIdentity identity, JsonNode pod, byte[] json) {
        var key = new ObjectKey(identity.namespace(), identity.name());
        long version = pod.path("metadata").path("resourceVersion").asLong(0);
        return new StoredObject(Pods.RESOURCE, key, identity.uid(), version, json).shared();
    }

    /** The same Pod with another status. */
    public PodDocument with(KnownStatus other) {
        return new PodDocument(stored, definition, other);
    }

    /** The version of the Pod that was assigned. */
    public StoredObject stored() {
        return stored;
    }

    public PodDefinition definition() {
        return definition;
    }

    public KnownStatus status() {
        return status;
    }

    /** The whole Pod, the caller's own. */
    public ObjectNode tree() {
        ObjectNode pod = Json.parse(stored.json());
        pod.set("status", status.tree());
        return pod;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PodDocument document
                && Arrays.equals(stored.json(), document.stored.json())
                && status.equals(document.status);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(stored.json()) + status.hashCode();
    }
}

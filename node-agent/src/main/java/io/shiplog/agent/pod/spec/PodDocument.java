package io.shiplog.agent.pod.spec;

import io.shiplog.resources.json.Json;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Pod of an assignment: its bytes, for those who ask the node for the whole of it, and what the node reads in them.
 * Immutable.
 */
public final class PodDocument {
    private final byte[] json;
    private final PodDefinition definition;
    private final KnownStatus status;

    private PodDocument(byte[] json, PodDefinition definition, KnownStatus status) {
        this.json = json;
        this.definition = definition;
        this.status = status;
    }

    /**
     * @param json the whole Pod, which nobody changes
     * @throws io.shiplog.resources.json.JsonSyntaxException when it is no JSON
     */
    public static PodDocument read(byte[] json) {
        ObjectNode pod = Json.parse(json);
        return new PodDocument(json, PodDefinition.read(pod), KnownStatus.in(pod));
    }

    /** The same Pod with another status. */
    public PodDocument with(KnownStatus other) {
        return new PodDocument(json, definition, other);
    }

    public PodDefinition definition() {
        return definition;
    }

    public KnownStatus status() {
        return status;
    }

    /** The whole Pod, the caller's own. */
    public ObjectNode tree() {
        ObjectNode pod = Json.parse(json);
        pod.set("status", status.tree());
        return pod;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PodDocument document
                && Arrays.equals(json, document.json)
                && status.equals(document.status);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(json) + status.hashCode();
    }
}

package io.shiplog.agent.pod.spec;

import tools.jackson.databind.JsonNode;

/**
 * A ConfigMap or Secret of the pod's namespace that something in the pod is read from.
 *
 * @param optional whether it, or the key that is meant, may be missing
 */
public record NeededObject(Kind kind, String name, boolean optional) {
    /** Which kind it is of. */
    public enum Kind {
        CONFIG_MAP,
        SECRET
    }

    static NeededObject read(Kind kind, JsonNode reference) {
        return new NeededObject(kind, JsonParts.text(reference, "name"), JsonParts.isTrue(reference, "optional"));
    }
}

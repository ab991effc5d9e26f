package io.shiplog.agent.pod.spec;

import io.shiplog.objects.Interning;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which pod it is, and what others wrote on it.
 *
 * @param generation null when the cluster does not say
 */
public record PodIdentity(
        String uid,
        String namespace,
        String name,
        @Nullable Long generation,
        Map<String, String> labels,
        Map<String, String> annotations) {
    public PodIdentity {
        labels = Interning.one(Map.copyOf(labels));
        annotations = Interning.one(Map.copyOf(annotations));
    }

    static PodIdentity read(JsonNode metadata) {
        return new PodIdentity(
                JsonParts.text(metadata, "uid"),
                Interning.one(JsonParts.text(metadata, "namespace")),
                JsonParts.text(metadata, "name"),
                JsonParts.number(metadata, "generation"),
                JsonParts.map(metadata, "labels"),
                JsonParts.map(metadata, "annotations"));
    }
}

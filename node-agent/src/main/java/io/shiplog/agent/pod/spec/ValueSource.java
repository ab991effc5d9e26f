package io.shiplog.agent.pod.spec;

import tools.jackson.databind.JsonNode;

/** Where the value of an environment variable, or the content of a file of the downward API, comes from. */
public sealed interface ValueSource {
    /** Stands in the pod itself. */
    record Literal(String text) implements ValueSource {}

    /** A field of the pod. */
    record PodField(String path) implements ValueSource {}

    /**
     * A request or limit of a container.
     *
     * @param container empty for the one that the variable is of
     * @param resource such as {@code limits.cpu}
     * @param divisor a quantity, empty for 1
     */
    record ContainerAmount(String container, String resource, String divisor) implements ValueSource {}

    /** A key of a ConfigMap or Secret. */
    record ObjectKey(NeededObject object, String key) implements ValueSource {}

    /** The source in {@code variable}, or its own value; a source of another kind gives an empty value. */
    static ValueSource ofVariable(JsonNode variable) {
        JsonNode source = variable.path("valueFrom");
        if (!source.isObject()) {
            return new Literal(JsonParts.text(variable, "value"));
        }
        JsonNode configMap = source.path("configMapKeyRef");
        JsonNode secret = source.path("secretKeyRef");
        if (configMap.isObject()) {
            return key(NeededObject.Kind.CONFIG_MAP, configMap);
        }
        return secret.isObject() ? key(NeededObject.Kind.SECRET, secret) : ofPod(source);
    }

    private static ValueSource key(NeededObject.Kind kind, JsonNode reference) {
        return new ObjectKey(NeededObject.read(kind, reference), JsonParts.text(reference, "key"));
    }

    /** The part of the pod that {@code source} names; none is empty. */
    static ValueSource ofPod(JsonNode source) {
        JsonNode field = source.path("fieldRef");
        if (field.isObject()) {
            return new PodField(JsonParts.text(field, "fieldPath"));
        }
        JsonNode amount = source.path("resourceFieldRef");
        return amount.isObject()
                ? new ContainerAmount(
                        JsonParts.text(amount, "containerName"),
                        JsonParts.text(amount, "resource"),
                        amount.path("divisor").asString(""))
                : new Literal("");
    }
}

package io.shiplog.agent.pod.spec;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The environment that a container's author asks for.
 *
 * @param sets whole ConfigMaps and Secrets, taken before single variables
 * @param single in their order
 */
public record Variables(List<Set> sets, List<Variable> single) {
    /** All keys of an object as variables, whose names begin with {@code prefix}. */
    public record Set(String prefix, NeededObject object) {}

    /** One variable. */
    public record Variable(String name, ValueSource value) {}

    public Variables {
        sets = List.copyOf(sets);
        single = List.copyOf(single);
    }

    static Variables read(JsonNode container) {
        return new Variables(
                container.path("envFrom").valueStream().flatMap(Variables::set).toList(),
                JsonParts.list(
                        container,
                        "env",
                        each -> new Variable(JsonParts.text(each, "name"), ValueSource.ofVariable(each))));
    }

    private static Stream<Set> set(JsonNode source) {
        String prefix = JsonParts.text(source, "prefix");
        return Stream.of(NeededObject.Kind.values()).flatMap(kind -> {
            JsonNode reference = source.path(kind == NeededObject.Kind.SECRET ? "secretRef" : "configMapRef");
            return reference.isObject() ? Stream.of(new Set(prefix, NeededObject.read(kind, reference))) : Stream.of();
        });
    }
}

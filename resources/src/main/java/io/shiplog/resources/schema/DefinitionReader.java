package io.shiplog.resources.schema;

import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Reads the OpenAPI v2 definitions of Kubernetes from the class path, one tree at a time, descriptions included. */
public final class DefinitionReader {
    /**
     * Where definitions are: as fabric8's validator carries them, beside many of other projects, and those that are not
     * there.
     */
    static final List<String> RESOURCES =
            List.of("/openshift-generated.json", "/io/shiplog/resources/schema/additions.json");

    private DefinitionReader() {}

    /** A text that changes with the definitions: the sizes of what they are read from. */
    public static String fingerprint() {
        var sizes = new StringBuilder();
        for (String resource : RESOURCES) {
            var url = DefinitionReader.class.getResource(resource);
            try {
                sizes.append(url == null ? 0 : url.openConnection().getContentLengthLong())
                        .append(' ');
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
        return sizes.toString();
    }

    /** Gives every definition whose name is {@code wanted} to {@code sink}, which may change the tree. */
    public static void read(Predicate<String> wanted, BiConsumer<String, ObjectNode> sink) {
        for (String resource : RESOURCES) {
            DefinitionIndex.read(resource, (name, json) -> {
                if (wanted.test(name)) {
                    sink.accept(name, Json.parse(json));
                }
            });
        }
    }
}

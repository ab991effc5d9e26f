package io.shiplog.agent.pod.spec;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a container may do. */
public record ContainerSecurity(
        RunAs runAs, boolean privileged, boolean readOnlyRoot, boolean escalates, Capabilities capabilities) {

    /** Capabilities of Linux that the container gets beside the usual ones, and that are taken from it. */
    public record Capabilities(List<String> added, List<String> dropped) {
        public Capabilities {
            added = List.copyOf(added);
            dropped = List.copyOf(dropped);
        }
    }

    static ContainerSecurity read(JsonNode context) {
        JsonNode capabilities = context.path("capabilities");
        return new ContainerSecurity(
                RunAs.read(context),
                JsonParts.isTrue(context, "privileged"),
                JsonParts.isTrue(context, "readOnlyRootFilesystem"),
                context.path("allowPrivilegeEscalation").asBoolean(true),
                new Capabilities(JsonParts.texts(capabilities, "add"), JsonParts.texts(capabilities, "drop")));
    }
}

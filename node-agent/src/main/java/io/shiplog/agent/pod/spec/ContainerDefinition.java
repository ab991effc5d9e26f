package io.shiplog.agent.pod.spec;

import io.shiplog.objects.Interning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A container of a pod as its author describes it. What it requests and is limited to stands with the pod's.
 *
 * @param restartPolicy its own, null for the pod's
 */
public record ContainerDefinition(
        String name,
        @Nullable String restartPolicy,
        Image image,
        Program program,
        List<DeclaredPort> ports,
        List<VolumeMount> mounts,
        ContainerLifecycle lifecycle,
        ContainerSecurity security) {

    /** What it is made from; {@code pullPolicy} is empty for the one that the name implies. */
    public record Image(String name, String pullPolicy) {}

    /**
     * What runs in it.
     *
     * @param command instead of the image's, empty for the image's
     * @param args instead of the image's, empty for the image's
     * @param folder it starts in, null for the image's
     */
    public record Program(
            List<String> command,
            List<String> args,
            @Nullable String folder,
            Variables variables,
            Stdio stdio) {
        public Program {
            command = List.copyOf(command);
            args = List.copyOf(args);
        }
    }

    /**
     * Its standard streams, and where its termination message comes from.
     *
     * @param terminationMessagePath empty for the usual one
     * @param terminationMessagePolicy File or FallbackToLogsOnError; empty for File
     */
    public record Stdio(
            boolean tty,
            boolean stdin,
            boolean stdinOnce,
            String terminationMessagePath,
            String terminationMessagePolicy) {}

    public ContainerDefinition {
        ports = List.copyOf(ports);
        mounts = List.copyOf(mounts);
    }

    public static ContainerDefinition read(JsonNode container) {
        return Interning.one(new ContainerDefinition(
                JsonParts.text(container, "name"),
                container.path("restartPolicy").asString(null),
                new Image(JsonParts.text(container, "image"), JsonParts.text(container, "imagePullPolicy")),
                program(container),
                JsonParts.list(container, "ports", DeclaredPort::read),
                JsonParts.list(container, "volumeMounts", VolumeMount::read),
                ContainerLifecycle.read(container),
                ContainerSecurity.read(container.path("securityContext"))));
    }

    private static Program program(JsonNode container) {
        return new Program(
                JsonParts.texts(container, "command"),
                JsonParts.texts(container, "args"),
                container.path("workingDir").asString(null),
                Variables.read(container),
                new Stdio(
                        JsonParts.isTrue(container, "tty"),
                        JsonParts.isTrue(container, "stdin"),
                        JsonParts.isTrue(container, "stdinOnce"),
                        JsonParts.text(container, "terminationMessagePath"),
                        JsonParts.text(container, "terminationMessagePolicy")));
    }
}

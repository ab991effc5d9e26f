package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.defaults.Fill;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into a container: image pull policy, termination message, ports, probes, lifecycle hooks. */
public final class ContainerDefaults {
    private ContainerDefaults() {}

    public static void apply(ObjectNode container) {
        Fill.text(
                container, "imagePullPolicy", pullPolicy(container.path("image").asString("")));
        Fill.text(container, "terminationMessagePath", "/dev/termination-log");
        Fill.text(container, "terminationMessagePolicy", "File");
        Fill.object(container, "resources");
        Fill.each(container, "ports", port -> Fill.text(port, "protocol", "TCP"));
        Fill.each(container, "env", env -> Fill.in(env, "valueFrom", ContainerDefaults::valueSource));
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            Fill.in(container, probe, ContainerDefaults::probe);
        }
        Fill.in(container, "lifecycle", lifecycle -> {
            Fill.in(lifecycle, "postStart", hook -> Fill.in(hook, "httpGet", ContainerDefaults::httpGet));
            Fill.in(lifecycle, "preStop", hook -> Fill.in(hook, "httpGet", ContainerDefaults::httpGet));
        });
        Fill.in(container, "securityContext", context -> {
            if (context.has("procMount")) {
                Fill.text(context, "procMount", "Default");
            }
        });
    }

    /** What a variable or file takes its value from. */
    public static void valueSource(ObjectNode source) {
        Fill.in(source, "fieldRef", field -> Fill.text(field, "apiVersion", "v1"));
        Fill.in(source, "resourceFieldRef", field -> Fill.text(field, "divisor", "0"));
    }

    private static void probe(ObjectNode probe) {
        unlessPositive(probe, "timeoutSeconds", 1);
        unlessPositive(probe, "periodSeconds", 10);
        unlessPositive(probe, "successThreshold", 1);
        unlessPositive(probe, "failureThreshold", 3);
        Fill.in(probe, "httpGet", ContainerDefaults::httpGet);
        Fill.in(probe, "grpc", grpc -> {
            if (!grpc.has("service")) {
                grpc.put("service", "");
            }
        });
    }

    private static void unlessPositive(ObjectNode probe, String name, int value) {
        if (Fill.isAbsent(probe, name)
                || probe.path(name).isInt() && probe.path(name).intValue() == 0) {
            probe.put(name, value);
        }
    }

    private static void httpGet(ObjectNode action) {
        Fill.text(action, "path", "/");
        Fill.text(action, "scheme", "HTTP");
    }

    /** {@code Always} for the tag latest, said or implied; {@code IfNotPresent} for other tags and for digests. */
    public static String pullPolicy(String image) {
        if (image.contains("@")) {
            return "IfNotPresent";
        }
        int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
        return tag < 0 || image.substring(tag + 1).equals("latest") ? "Always" : "IfNotPresent";
    }
}

package io.shiplog.agent.container;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.PodIdentity;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The downward API's fields of a pod. */
public final class PodFields {
    private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

    private PodFields() {}

    /**
     * A field's value.
     *
     * @throws ContainerConfigException when a pod has no such field
     */
    public static String value(String path, PodAssignment assignment, HostNode host, String podIp) {
        PodIdentity pod = assignment.pod().identity();
        Matcher entry = ENTRY.matcher(path);
        if (entry.matches()) {
            Map<String, String> entries = entry.group(1).equals("labels") ? pod.labels() : pod.annotations();
            return entries.getOrDefault(entry.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> assignment.name();
            case "metadata.namespace" -> assignment.namespace();
            case "metadata.uid" -> assignment.uid();
            case "metadata.labels" -> lines(pod.labels());
            case "metadata.annotations" -> lines(pod.annotations());
            case "spec.nodeName" -> host.node();
            case "spec.serviceAccountName" -> assignment.pod().surroundings().serviceAccount();
            case "status.hostIP", "status.hostIPs" -> host.hostIp();
            case "status.podIP", "status.podIPs" -> podIp;
            default -> throw new ContainerConfigException("unsupported fieldPath: " + path);
        };
    }

    private static String lines(Map<String, String> entries) {
        return new TreeMap<>(entries)
                .entrySet().stream()
                        .map(e -> e.getKey() + "=\""
                                + e.getValue()
                                        .replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n") + "\"")
                        .collect(Collectors.joining("\n"));
    }
}

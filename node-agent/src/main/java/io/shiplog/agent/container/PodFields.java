package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.Pod;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The downward API's fields of a pod. */
public final class PodFields {
    private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

    private PodFields() {}

    /**
     * A field's value.
     *
     * @throws ContainerConfigException when a pod has no such field
     */
    public static String value(String path, PodAssignment assignment, Site site, String podIp) {
        Pod pod = assignment.pod();
        Matcher entry = ENTRY.matcher(path);
        if (entry.matches()) {
            @Nullable
            Map<String, String> entries = entry.group(1).equals("labels")
                    ? pod.getMetadata().getLabels()
                    : pod.getMetadata().getAnnotations();
            return entries == null ? "" : entries.getOrDefault(entry.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> assignment.name();
            case "metadata.namespace" -> assignment.namespace();
            case "metadata.uid" -> assignment.uid();
            case "metadata.labels" -> lines(pod.getMetadata().getLabels());
            case "metadata.annotations" -> lines(pod.getMetadata().getAnnotations());
            case "spec.nodeName" -> site.node();
            case "spec.serviceAccountName" -> or(pod.getSpec().getServiceAccountName(), "default");
            case "status.hostIP", "status.hostIPs" -> site.hostIp();
            case "status.podIP", "status.podIPs" -> podIp;
            default -> throw new ContainerConfigException("unsupported fieldPath: " + path);
        };
    }

    private static String lines(@Nullable Map<String, String> entries) {
        if (entries == null) {
            return "";
        }
        return new TreeMap<>(entries)
                .entrySet().stream()
                        .map(e -> e.getKey() + "=\""
                                + e.getValue()
                                        .replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n") + "\"")
                        .collect(Collectors.joining("\n"));
    }

    private static String or(@Nullable String value, String fallback) {
        return value == null || value.isEmpty() ? fallback : value;
    }
}

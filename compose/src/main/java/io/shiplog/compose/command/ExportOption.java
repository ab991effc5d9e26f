package io.shiplog.compose.command;

import io.shiplog.objects.GroupResource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The resources that have topics of their own for people's Kafka tools. */
final class ExportOption {
    @Option(
            names = "--export",
            split = ",",
            paramLabel = "RESOURCE",
            description = "resources that are written to compacted topics of their own for your Kafka tools, such as"
                    + " pods,services.serving.knative.dev (default: none)")
    private List<String> resources = List.of();

    Set<GroupResource> resources() {
        var parsed = new LinkedHashSet<GroupResource>();
        resources.forEach(resource -> parsed.add(GroupResource.parse(resource.strip())));
        return parsed;
    }
}

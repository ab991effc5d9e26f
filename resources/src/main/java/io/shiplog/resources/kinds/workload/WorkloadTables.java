package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.HumanDuration;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Tables of the kinds that run pods. */
public final class WorkloadTables {
    private static final String TEMPLATE = "spec.template.spec";

    private WorkloadTables() {}

    public static TableSpec replicationControllers() {
        return replicas(Cell.text(object -> Read.labels(Read.at(object, "spec.selector"))));
    }

    public static TableSpec replicaSets() {
        return replicas(selector("spec.selector"));
    }

    public static TableSpec deployments() {
        return withContainers(
                TableSpec.named()
                        .text("Ready", "Ready pods of all wanted", Cell.text(WorkloadTables::readyOfWanted))
                        .text("Up-to-date", "Pods of the current template", Cell.number("status.updatedReplicas"))
                        .text("Available", "Pods ready for long enough", Cell.number("status.availableReplicas"))
                        .age(),
                TEMPLATE,
                selector("spec.selector"));
    }

    public static TableSpec statefulSets() {
        return withContainers(
                TableSpec.named()
                        .text("Ready", "Ready pods of all wanted", Cell.text(WorkloadTables::readyOfWanted))
                        .age(),
                TEMPLATE);
    }

    public static TableSpec daemonSets() {
        return withContainers(
                TableSpec.named()
                        .integer(
                                "Desired",
                                "Nodes that should run the pod",
                                Cell.number("status.desiredNumberScheduled"))
                        .integer("Current", "Nodes that run it", Cell.number("status.currentNumberScheduled"))
                        .integer("Ready", "Nodes where it is ready", Cell.number("status.numberReady"))
                        .integer(
                                "Up-to-date",
                                "Nodes with the current template",
                                Cell.number("status.updatedNumberScheduled"))
                        .integer("Available", "Nodes where it is available", Cell.number("status.numberAvailable"))
                        .text(
                                "Node Selector",
                                "Labels of the nodes",
                                Cell.text(object -> Read.labels(Read.at(object, TEMPLATE + ".nodeSelector"))))
                        .age(),
                TEMPLATE,
                selector("spec.selector"));
    }

    public static TableSpec jobs() {
        return withContainers(
                TableSpec.named()
                        .text("Status", "The state of the job", Cell.text(WorkloadTables::jobStatus))
                        .text("Completions", "Completed pods of all wanted", Cell.text(WorkloadTables::completions))
                        .text("Duration", "How long the job ran or has been running", WorkloadTables::jobDuration)
                        .age(),
                TEMPLATE,
                selector("spec.selector"));
    }

    public static TableSpec cronJobs() {
        return withContainers(
                TableSpec.named()
                        .text("Schedule", "When the job runs", Cell.text("spec.schedule", ""))
                        .text("Timezone", "The schedule's time zone", Cell.text("spec.timeZone", Read.NONE))
                        .bool("Suspend", "Whether runs are suspended", Cell.text(WorkloadTables::suspended))
                        .integer("Active", "Jobs that are running", Cell.size("status.active"))
                        .text(
                                "Last Schedule",
                                "Time since the last run",
                                Cell.since("status.lastScheduleTime", Read.NONE))
                        .age(),
                "spec.jobTemplate." + TEMPLATE,
                selector("spec.jobTemplate.spec.selector"));
    }

    private static TableSpec replicas(Cell selector) {
        TableSpec columns = TableSpec.named()
                .integer("Desired", "Pods wanted", Cell.number("spec.replicas"))
                .integer("Current", "Pods that exist", Cell.number("status.replicas"))
                .integer("Ready", "Pods that are ready", Cell.number("status.readyReplicas"))
                .age();
        return withContainers(columns, TEMPLATE, selector);
    }

    private static TableSpec withContainers(TableSpec table, String podSpec, Cell selector) {
        return withContainers(table, podSpec).wide("Selector", "Labels of the pods", selector);
    }

    private static TableSpec withContainers(TableSpec table, String podSpec) {
        String containers = podSpec + ".containers";
        return table.wide(
                        "Containers",
                        "Names of the containers",
                        Cell.text(object -> Read.joined(Read.at(object, containers), "name")))
                .wide(
                        "Images",
                        "Images of the containers",
                        Cell.text(object -> Read.joined(Read.at(object, containers), "image")));
    }

    private static Cell selector(String path) {
        return Cell.text(object -> Read.selector(Read.at(object, path)));
    }

    private static String readyOfWanted(JsonNode object) {
        return Read.at(object, "status.readyReplicas").asLong(0) + "/"
                + Read.at(object, "spec.replicas").asLong(0);
    }

    private static String jobStatus(JsonNode job) {
        for (String condition : List.of("Complete", "Failed")) {
            if (Read.condition(job, condition, "True")) {
                return condition;
            }
        }
        if (Read.isDeleted(job)) {
            return "Terminating";
        }
        for (String condition : List.of("Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            if (Read.condition(job, condition, "True")) {
                return condition;
            }
        }
        return "Running";
    }

    private static String completions(JsonNode job) {
        long succeeded = Read.at(job, "status.succeeded").asLong(0);
        String wanted = Read.text(job, "spec.completions");
        if (!wanted.isEmpty()) {
            return succeeded + "/" + wanted;
        }
        long parallelism = Read.at(job, "spec.parallelism").asLong(0);
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static JsonNode jobDuration(JsonNode job, Instant now) {
        Instant start = Read.time(job, "status.startTime");
        if (start == null) {
            return StringNode.valueOf("");
        }
        Instant end = Read.time(job, "status.completionTime");
        return StringNode.valueOf(HumanDuration.of(Duration.between(start, end == null ? now : end)));
    }

    private static String suspended(JsonNode cronJob) {
        JsonNode suspend = Read.at(cronJob, "spec.suspend");
        return suspend.isBoolean() ? (suspend.booleanValue() ? "True" : "False") : Read.UNSET;
    }

    public static TableSpec revisions() {
        return TableSpec.named()
                .text("Controller", "Whose revision it is", Cell.text(WorkloadTables::controller))
                .integer("Revision", "Number of the revision", Cell.number("revision"))
                .age();
    }

    private static String controller(JsonNode revision) {
        for (JsonNode owner : Read.at(revision, "metadata.ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                String version = Read.text(owner, "apiVersion");
                int slash = version.indexOf('/');
                String group = slash < 0 ? "" : "." + version.substring(0, slash);
                String kind = Read.text(owner, "kind").toLowerCase(Locale.ROOT);
                return kind + group + "/" + Read.text(owner, "name");
            }
        }
        return Read.NONE;
    }
}

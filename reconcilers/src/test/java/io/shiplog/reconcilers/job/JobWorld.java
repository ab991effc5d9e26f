package io.shiplog.reconcilers.job;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.world.JobManifests;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.JobMarks;
import io.shiplog.resources.kinds.workload.Jobs;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A world with one Job, called {@code j}, and every status that a watch of it shows. One test owns it. */
final class JobWorld {
    static final String JOB = "default/j";

    final World world = new World(1, new JobReconciler(), new JobOrphanReconciler());
    final Kubelets nodes = new Kubelets(world, "n1", "n2");
    private final List<ObjectNode> statuses = new ArrayList<>();

    JobWorld() {
        world.follow(record -> {
            StoredObject job = record.stored();
            if (job != null && job.resource().equals(Jobs.RESOURCE)) {
                statuses.add((ObjectNode) Json.parse(job.json()).path("status"));
            }
        });
    }

    /** Makes the Job and lets its pods run. */
    JobWorld job(String spec) {
        return job(spec, "Never");
    }

    JobWorld job(String spec, String restartPolicy) {
        world.create(Jobs.RESOURCE, JobManifests.job("j", spec, restartPolicy));
        nodes.converge();
        return this;
    }

    void edit(Consumer<ObjectNode> spec) {
        world.edit(Jobs.RESOURCE, JOB, json -> spec.accept(Draft.object(json, "spec")));
        world.settle();
    }

    ObjectNode status() {
        return (ObjectNode) world.json(Jobs.RESOURCE, JOB).path("status");
    }

    /** The statuses that were seen since the last call. */
    List<ObjectNode> seen() {
        List<ObjectNode> seen = List.copyOf(statuses);
        statuses.clear();
        return seen;
    }

    List<StoredObject> pods() {
        return world.list(Pods.RESOURCE);
    }

    List<StoredObject> active() {
        return pods().stream().filter(pod -> PodFacts.of(pod).isActive()).toList();
    }

    StoredObject pod(int index) {
        return active().stream()
                .filter(pod -> JobPod.of(pod).index() == index)
                .findFirst()
                .orElseThrow();
    }

    /** Ends a pod and lets the controllers see it. */
    void end(StoredObject pod, int exitCode) {
        nodes.end(pod.key().toString(), exitCode);
        world.settle();
    }

    void delete(StoredObject pod) {
        world.delete(Pods.RESOURCE, pod.key().toString());
        world.settle();
    }

    void pass(Duration time) {
        world.advance(time);
        nodes.converge();
    }

    static boolean isHeld(StoredObject pod) {
        return pod.facts().finalizers().contains(JobMarks.TRACKING);
    }

    /** The types of the conditions that are True, and their reasons, in their order. */
    static List<String> conditions(JsonNode status) {
        return status.path("conditions")
                .valueStream()
                .map(condition -> condition.path("type").asString("") + "="
                        + condition.path("status").asString("") + " "
                        + condition.path("reason").asString("") + ": "
                        + condition.path("message").asString(""))
                .toList();
    }

    /** The events, as {@code Type Reason: message}. */
    List<String> events() {
        return world.list(Events.RESOURCE).stream()
                .map(event -> Json.parse(event.json()))
                .map(event -> event.path("type").asString("") + " "
                        + event.path("reason").asString("") + ": "
                        + event.path("message").asString(""))
                .collect(Collectors.toList());
    }
}

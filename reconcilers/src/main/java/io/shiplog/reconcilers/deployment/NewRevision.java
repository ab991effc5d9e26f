package io.shiplog.reconcilers.deployment;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The ReplicaSet of a Deployment's current template: its making, its revision number, its annotations. */
final class NewRevision {
    /** Not copied from the Deployment: they belong to one object only. */
    private static final Set<String> OWN_ANNOTATIONS = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            Rollback.ASKED,
            Revision.REVISION,
            Revision.HISTORY,
            Revision.DESIRED,
            Revision.MAX);

    private static final int HISTORY_CHARACTERS = 2000;

    /** What a ReplicaSet's name may have; a Deployment's may be as long without the hash. */
    private static final int LONGEST_NAME = 253;

    private NewRevision() {}

    /** The name that the current template's ReplicaSet has, or would have. */
    static ObjectKey key(Rollout rollout) {
        ObjectKey deployment = rollout.deployment().stored().key();
        String hash = hash(rollout);
        int room = LONGEST_NAME - 1 - hash.length();
        String head = deployment.name().length() > room ? deployment.name().substring(0, room) : deployment.name();
        return new ObjectKey(deployment.namespace(), head + "-" + hash);
    }

    /** Whether an annotation goes from a Deployment to its ReplicaSets, and back. */
    static boolean isCopied(String annotation) {
        return !OWN_ANNOTATIONS.contains(annotation);
    }

    private static String hash(Rollout rollout) {
        int collisions = rollout.deployment()
                .json()
                .path("status")
                .path("collisionCount")
                .asInt(0);
        return Template.hash(rollout.spec().template(), collisions);
    }

    /** Makes the ReplicaSet with as many pods as the strategy allows it to start with. */
    static void make(Rollout rollout) {
        StoredObject deployment = rollout.deployment().stored();
        DeploymentSpec spec = rollout.spec();
        String hash = hash(rollout);
        ObjectNode template = Template.labelled(spec.template(), hash);
        var creation = new NewObject(ReplicaSets.RESOURCE, "apps/v1", "ReplicaSet", key(rollout), rollout.moment());
        ObjectNode metadata = creation.metadata();
        metadata.put("generation", 1);
        metadata.set("labels", template.path("metadata").path("labels").deepCopy());
        metadata.putObject("annotations");
        creation.controlledBy(
                new OwnerReference("apps/v1", "Deployment", deployment.key().name(), deployment.uid()));
        ObjectNode body = creation.json().putObject("spec");
        int room = spec.rolling() ? Math.max(0, spec.maxPods() - rollout.askedPods()) : spec.replicas();
        body.put("replicas", Math.min(room, spec.replicas()));
        Draft.putUnlessZero(body, "minReadySeconds", spec.minReadySeconds());
        ObjectNode selector = spec.selectorJson().deepCopy() instanceof ObjectNode copy ? copy : Json.object();
        Draft.object(selector, "matchLabels").put(Template.HASH_LABEL, hash);
        body.set("selector", selector);
        body.set("template", template);
        creation.json().putObject("status").put("replicas", 0);
        Revision made = Revision.made(creation);
        copyAnnotations(rollout, made);
        made.annotateSize(spec);
        made.annotate(Revision.REVISION, Long.toString(nextNumber(rollout)));
        rollout.start(made);
    }

    /** Brings an existing ReplicaSet's annotations and minReadySeconds up to date, and gives it the newest number. */
    static void refresh(Rollout rollout, Revision newest) {
        copyAnnotations(rollout, newest);
        long number = newest.number();
        long next = nextNumber(rollout);
        if (next > number) {
            String was = newest.annotation(Revision.REVISION);
            newest.annotate(Revision.REVISION, Long.toString(next));
            if (!was.isEmpty()) {
                newest.annotate(Revision.HISTORY, history(newest.annotation(Revision.HISTORY), was));
            }
        }
        ObjectNode spec = Draft.object(newest.json(), "spec");
        if (spec.path("minReadySeconds").asInt(0) != rollout.spec().minReadySeconds()) {
            Draft.putUnlessZero(spec, "minReadySeconds", rollout.spec().minReadySeconds());
        }
    }

    private static long nextNumber(Rollout rollout) {
        return 1 + rollout.old().stream().mapToLong(Revision::number).max().orElse(0);
    }

    private static String history(String history, String was) {
        List<String> numbers =
                history.isEmpty() ? new ArrayList<>() : new ArrayList<>(Arrays.asList(history.split(",")));
        numbers.add(was);
        while (numbers.size() > 1 && String.join(",", numbers).length() > HISTORY_CHARACTERS) {
            numbers.removeFirst();
        }
        return String.join(",", numbers);
    }

    private static void copyAnnotations(Rollout rollout, Revision to) {
        JsonNode annotations = rollout.deployment().json().path("metadata").path("annotations");
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            if (isCopied(annotation.getKey())) {
                to.annotate(annotation.getKey(), annotation.getValue().asString(""));
            }
        }
    }
}

package io.shiplog.reconcilers.job;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.job.FailurePolicy.Ruling;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.JobMarks;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.write.Draft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * New pods of a Job (pkg/controller/job's {@code manageJob} and {@code indexed_job_utils.go}, v1.34). A name follows
 * from the Job's uid and a counter, so proposing twice creates once. One reconcile owns it.
 *
 * @param template the Job's pod template, never changed
 * @param first the counter at which the search for a free name begins: how many pods the Job has made, roughly
 */
record JobPodCreation(
        View view, StoredObject job, JobSpec spec, JsonNode template, int first, ReconcileContext moment) {
    private static final String INDEX_VARIABLE = "JOB_COMPLETION_INDEX";

    /**
     * The pods that can be made.
     *
     * @param pods as many as were asked for, or those before the first that is not admitted
     * @param refusal why there are not more, null when all are there
     */
    record Made(List<NewObject> pods, @Nullable String refusal) {
        static final Made NONE = new Made(List.of(), null);

        Made {
            pods = List.copyOf(pods);
        }
    }

    /** Pods that have no index. */
    Made plain(int count) {
        var prefixes = new ArrayList<Prefixed>();
        for (int i = 0; i < count; i++) {
            prefixes.add(new Prefixed(prefix(job.key().name()), JobPod.NO_INDEX, null));
        }
        return made(prefixes);
    }

    /**
     * A pod for each index.
     *
     * @param replaced the pod that failed at an index last, where that is counted
     */
    Made indexed(List<Integer> indexes, Map<Integer, JobPod> replaced) {
        return made(indexes.stream()
                .map(index -> new Prefixed(prefix(job.key().name() + "-" + index), index, replaced.get(index)))
                .toList());
    }

    /** The index that a pod was made for. */
    static int index(NewObject pod) {
        String text = pod.metadata()
                .path("annotations")
                .path(JobMarks.COMPLETION_INDEX)
                .asString("");
        return text.isEmpty() ? JobPod.NO_INDEX : Integer.parseInt(text);
    }

    private record Prefixed(
            String prefix, int index, @Nullable JobPod replaced) {}

    private Made made(List<Prefixed> wanted) {
        var pods = new ArrayList<NewObject>(wanted.size());
        var taken = new HashSet<String>();
        int counter = first;
        for (Prefixed pod : wanted) {
            ObjectKey key = freeKey(pod.prefix(), counter, taken);
            counter++;
            String refusal = moment.refusal(new ObjectRef(Pods.RESOURCE, key));
            if (refusal != null) {
                // What is said to one pod of a template is said to all.
                return new Made(pods, refusal);
            }
            pods.add(pod(key, pod));
        }
        return new Made(pods, null);
    }

    private ObjectKey freeKey(String prefix, int from, Set<String> taken) {
        for (int counter = from; ; counter++) {
            String name = GeneratedNames.derived(prefix, job.uid(), Integer.toString(counter));
            var key = new ObjectKey(job.key().namespace(), name);
            if (taken.add(name) && view.get(Pods.RESOURCE, key) == null) {
                return key;
            }
        }
    }

    private static String prefix(String name) {
        return Names.dns1123Subdomain(name + "-x").isEmpty() ? name + "-" : name;
    }

    private NewObject pod(ObjectKey key, Prefixed wanted) {
        var pod = new NewObject(Pods.RESOURCE, "v1", "Pod", key, moment);
        ObjectNode metadata = pod.metadata();
        metadata.put("generateName", wanted.prefix());
        JsonNode from = template.path("metadata");
        for (String member : List.of("labels", "annotations", "finalizers")) {
            if (!from.path(member).isEmpty()) {
                metadata.set(member, from.path(member).deepCopy());
            }
        }
        pod.controlledBy(new OwnerReference("batch/v1", "Job", job.key().name(), job.uid()));
        var finalizers = Draft.list(metadata, "finalizers");
        if (finalizers.valueStream().noneMatch(name -> name.asString("").equals(JobMarks.TRACKING))) {
            finalizers.add(JobMarks.TRACKING);
        }
        if (template.get("spec") instanceof ObjectNode podSpec) {
            pod.json().set("spec", podSpec.deepCopy());
        }
        if (wanted.index() != JobPod.NO_INDEX) {
            atIndex(pod, wanted.index());
            if (spec.limitsIndexes()) {
                countFailures(metadata, wanted.replaced());
            }
        }
        return pod;
    }

    private void atIndex(NewObject pod, int index) {
        String text = Integer.toString(index);
        Draft.object(pod.metadata(), "annotations").put(JobMarks.COMPLETION_INDEX, text);
        Draft.object(pod.metadata(), "labels").put(JobMarks.COMPLETION_INDEX, text);
        ObjectNode podSpec = Draft.object(pod.json(), "spec");
        podSpec.put("hostname", job.key().name() + "-" + index);
        for (String containers : List.of("initContainers", "containers")) {
            for (JsonNode container : podSpec.path(containers)) {
                if (container instanceof ObjectNode object) {
                    tellIndex(object);
                }
            }
        }
    }

    private static void tellIndex(ObjectNode container) {
        var env = Draft.list(container, "env");
        if (env.valueStream()
                .noneMatch(variable -> variable.path("name").asString("").equals(INDEX_VARIABLE))) {
            env.addObject()
                    .put("name", INDEX_VARIABLE)
                    .putObject("valueFrom")
                    .putObject("fieldRef")
                    .put("apiVersion", "v1")
                    .put("fieldPath", "metadata.labels['" + JobMarks.COMPLETION_INDEX + "']");
        }
    }

    private void countFailures(ObjectNode metadata, @Nullable JobPod replaced) {
        int failures = 0;
        int ignored = 0;
        if (replaced != null) {
            Ruling ruling = spec.policies().failure().of(replaced.stored());
            failures = replaced.details().indexFailures() + (ruling.counts() ? 1 : 0);
            ignored = replaced.details().ignoredFailures() + (ruling.counts() ? 0 : 1);
        }
        ObjectNode annotations = Draft.object(metadata, "annotations");
        annotations.put(JobMarks.INDEX_FAILURES, Integer.toString(failures));
        if (ignored > 0) {
            annotations.put(JobMarks.INDEX_IGNORED_FAILURES, Integer.toString(ignored));
        }
    }
}

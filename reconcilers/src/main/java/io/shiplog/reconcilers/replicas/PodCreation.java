package io.shiplog.reconcilers.replicas;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.names.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** New pods of an owner's template. Their first status is admission's to give, as for pods that users make. */
final class PodCreation {
    private PodCreation() {}

    /**
     * The pods that can be made.
     *
     * @param pods as many as were asked for, or those before the first that is not admitted
     * @param refusal why there are not more, null when all are there
     */
    record Missing(List<NewObject> pods, @Nullable String refusal) {
        static final Missing NONE = new Missing(List.of(), null);

        Missing {
            pods = List.copyOf(pods);
        }
    }

    /** Pods with the first {@code count} names that are free: a name follows from the owner's uid and a counter. */
    static Missing missingPods(View view, ReplicaOwner owner, int count, ReconcileContext moment) {
        var pods = new ArrayList<NewObject>(count);
        var taken = new HashSet<String>();
        for (int index = 0; pods.size() < count; index++) {
            String name = GeneratedNames.derived(prefix(owner), owner.stored().uid(), Integer.toString(index));
            var key = new ObjectKey(owner.stored().key().namespace(), name);
            // A terminating pod keeps its name, and two counters may lead to the same five letters.
            if (taken.add(name) && view.get(Pods.RESOURCE, key) == null) {
                String refusal = moment.refusal(new ObjectRef(Pods.RESOURCE, key));
                if (refusal != null) {
                    // What is said to one pod of a template is said to all.
                    return new Missing(pods, refusal);
                }
                pods.add(pod(owner, key, moment));
            }
        }
        return new Missing(pods, null);
    }

    /** An owner's name that has no room for a dash is the prefix itself (upstream's {@code getPodsPrefix}, v1.34). */
    private static String prefix(ReplicaOwner owner) {
        String name = owner.stored().key().name();
        return Names.dns1123Subdomain(name + "-x").isEmpty() ? name + "-" : name;
    }

    private static NewObject pod(ReplicaOwner owner, ObjectKey key, ReconcileContext moment) {
        var pod = new NewObject(Pods.RESOURCE, "v1", "Pod", key, moment);
        ObjectNode metadata = pod.metadata();
        metadata.put("generateName", prefix(owner));
        JsonNode template = owner.template().path("metadata");
        copy(template, metadata, "labels");
        copy(template, metadata, "annotations");
        pod.controlledBy(owner.reference());
        copy(template, metadata, "finalizers");
        if (owner.template().get("spec") instanceof ObjectNode spec) {
            pod.json().set("spec", spec.deepCopy());
        }
        return pod;
    }

    private static void copy(JsonNode from, ObjectNode to, String member) {
        JsonNode value = from.path(member);
        if (!value.isEmpty()) {
            to.set(member, value.deepCopy());
        }
    }
}

package io.shiplog.reconcilers.replicas;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.TemplatePod;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.names.GeneratedNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        String prefix = TemplatePod.prefix(owner.stored().key().name());
        var taken = new HashSet<String>();
        for (int index = 0; pods.size() < count; index++) {
            String name = GeneratedNames.derived(prefix, owner.stored().uid(), Integer.toString(index));
            var key = new ObjectKey(owner.stored().key().namespace(), name);
            // A terminating pod keeps its name, and two counters may lead to the same five letters.
            if (taken.add(name) && view.get(Pods.RESOURCE, key) == null) {
                String refusal = moment.refusal(new ObjectRef(Pods.RESOURCE, key));
                if (refusal != null) {
                    // What is said to one pod of a template is said to all.
                    return new Missing(pods, refusal);
                }
                pods.add(TemplatePod.of(owner.template(), key, owner.reference(), moment));
            }
        }
        return new Missing(pods, null);
    }
}

package io.shiplog.reconcilers.assignments;

import io.fabric8.kubernetes.api.model.Pod;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds changes of pods, ConfigMaps and Secrets into assignments. A pod is assigned to its node from the moment it is bound
 * until its object is gone: one that has ended keeps its containers, and with them its logs, and one that is being
 * deleted tells its node so. One thread owns it.
 *
 * <p>Laws: only what the state topics have is assigned, never what is merely assumed; an assignment is written again only when
 * its node has something new to learn, so neither for a status, which comes from there, nor for a Service, which only
 * containers that start later see; a pod that cannot be read is told of and stops no other; what somebody else wrote over an
 * assignment is put right.
 */
public final class AssignmentFold {
    /** By the assignment's key, what was last written. */
    private final Map<String, Written> written = new HashMap<>();

    private final References references = new References();
    private final ServiceList services = new ServiceList();
    private final BiConsumer<ObjectRef, RuntimeException> failed;

    private record Written(UUID digest, ObjectKey pod) {}

    /** @param failed is told which pod could not be assigned, and why */
    public AssignmentFold(BiConsumer<ObjectRef, RuntimeException> failed) {
        this.failed = failed;
    }

    /**
     * Brings what was written before this fold to what there should be: what a start writes.
     *
     * @param published the digests of the latest assignments by key, as the topic holds them
     */
    public List<Assignment> start(StateView view, Map<String, UUID> published) {
        var assignments = new ArrayList<Assignment>();
        var left = new HashSet<>(published.keySet());
        for (StoredObject pod : view.list(Resources.PODS)) {
            StoredObject confirmed = view.confirmed(new ObjectRef(Resources.PODS, pod.key()));
            if (confirmed != null) {
                boolean read = attempt(confirmed.key(), () -> {
                    String key = key(confirmed);
                    UUID known = key == null ? null : published.get(key);
                    if (key != null && known != null) {
                        left.remove(key);
                        written.put(key, new Written(known, confirmed.key()));
                    }
                    assign(confirmed, view, assignments);
                });
                if (!read) {
                    // Nobody knows what it should be: its node keeps what it has.
                    left.removeIf(key -> key.endsWith("/" + confirmed.uid()));
                }
            }
        }
        left.forEach(key -> assignments.add(withdrawal(key)));
        return assignments;
    }

    /** What {@code change}, which the view has taken, means for assignments. */
    public List<Assignment> changed(Change change, StateView view) {
        GroupResource resource = change.resource();
        var assignments = new ArrayList<Assignment>();
        if (resource.equals(Resources.PODS)) {
            attempt(change.key(), () -> withdraw(change, assignments));
            attempt(change.key(), () -> assign(change.after(), view, assignments));
        } else if (resource.equals(Resources.SERVICES)) {
            services.changed(change.key());
        } else if (resource.equals(Resources.CONFIG_MAPS) || resource.equals(References.SECRETS)) {
            for (ObjectKey pod : references.podsNaming(new ObjectRef(resource, change.key()))) {
                attempt(pod, () -> assign(view.confirmed(new ObjectRef(Resources.PODS, pod)), view, assignments));
            }
        }
        return assignments;
    }

    /**
     * What has to be written because somebody else wrote over what this fold wrote: an instance that was paused and does not know
     * yet that another has its task.
     *
     * @param value what lies there now, null for a withdrawal
     */
    public List<Assignment> overwritten(String key, byte @Nullable [] value, StateView view) {
        Written right = written.get(key);
        if (right == null) {
            return value == null ? List.of() : List.of(withdrawal(key));
        }
        if (value != null && AssignmentDigest.of(value).equals(right.digest())) {
            return List.of();
        }
        written.remove(key);
        var assignments = new ArrayList<Assignment>();
        attempt(
                right.pod(),
                () -> assign(view.confirmed(new ObjectRef(Resources.PODS, right.pod())), view, assignments));
        return assignments;
    }

    /** Whether the step was made; whatever it fails with is told. */
    private boolean attempt(ObjectKey pod, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException fault) {
            failed.accept(new ObjectRef(Resources.PODS, pod), fault);
            return false;
        }
    }

    /** Takes the pod away from the node that it was on, unless it is still there. */
    private void withdraw(Change change, List<Assignment> assignments) {
        StoredObject before = change.before();
        String key = before == null ? null : key(before);
        if (before == null || key == null) {
            return;
        }
        StoredObject after = change.after();
        if (after == null || !key.equals(key(after))) {
            written.remove(key);
            references.remove(before.key());
            assignments.add(withdrawal(key));
        }
    }

    private void assign(@Nullable StoredObject stored, StateView view, List<Assignment> assignments) {
        if (stored == null) {
            return;
        }
        Pod pod = Pods.of(stored);
        String node = Pods.nodeName(pod);
        if (node == null) {
            return;
        }
        String namespace = stored.key().namespace();
        PodReferences names = PodReferences.of(pod.getSpec());
        references.set(stored.key(), names);
        var content = new AssignmentContent(
                node,
                stored,
                found(view, Resources.CONFIG_MAPS, namespace, names.configMaps()),
                found(view, References.SECRETS, namespace, names.secrets()));
        var now = new Written(content.digest(), stored.key());
        if (!now.equals(written.put(node + "/" + stored.uid(), now))) {
            assignments.add(new Assignment(node, stored.uid(), content.json(services.of(view, namespace))));
        }
    }

    /** The key of a bound pod's assignment, null while it is bound to no node. */
    private static @Nullable String key(StoredObject pod) {
        String node = Pods.nodeName(Pods.of(pod));
        return node == null ? null : node + "/" + pod.uid();
    }

    private static Assignment withdrawal(String key) {
        return new Assignment(NodePartition.node(key), key.substring(key.indexOf('/') + 1), null);
    }

    private static List<StoredObject> found(
            StateView view, GroupResource resource, String namespace, Set<String> names) {
        var found = new ArrayList<StoredObject>();
        for (String name : names) {
            StoredObject object = view.confirmed(new ObjectRef(resource, new ObjectKey(namespace, name)));
            if (object != null) {
                found.add(object);
            }
        }
        return found;
    }
}

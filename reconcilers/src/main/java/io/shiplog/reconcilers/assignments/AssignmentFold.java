package io.shiplog.reconcilers.assignments;

import io.fabric8.kubernetes.api.model.Pod;
import io.shiplog.journal.Change;
import io.shiplog.journal.GroupResource;
import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.journal.view.StateView;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folds changes of pods, ConfigMaps and Secrets into assignments. A pod is assigned to its node from the moment it is bound
 * until its object is gone: one that has ended keeps its containers, and with them its logs, and one that is being
 * deleted tells its node so. One thread owns it.
 *
 * <p>Laws: only what the state topics have is assigned, never what is merely assumed; an assignment is written again only when
 * its node has something new to learn, so neither for a status, which comes from there, nor for a Service, which only
 * containers that start later see.
 */
public final class AssignmentFold {
    private static final GroupResource SECRETS = GroupResource.core("secrets");

    /** By the assignment's key, what its content was when it was last written. */
    private final Map<String, UUID> written = new HashMap<>();

    /**
     * Brings what was written before this fold to what there should be: what a start writes.
     *
     * @param published the latest assignments by key, as the topic holds them
     */
    public List<Assignment> start(StateView view, Map<String, byte[]> published) {
        published.forEach((key, value) -> written.put(key, AssignmentContent.fingerprint(value)));
        var assignments = new ArrayList<Assignment>();
        var present = new HashSet<String>();
        for (StoredObject pod : view.list(Resources.PODS)) {
            StoredObject confirmed = view.confirmed(new ObjectRef(Resources.PODS, pod.key()));
            String node = confirmed == null ? null : Pods.nodeName(Pods.of(confirmed));
            if (confirmed != null && node != null) {
                present.add(node + "/" + confirmed.uid());
                assign(confirmed, view, assignments);
            }
        }
        for (String key : published.keySet()) {
            if (!present.contains(key)) {
                written.remove(key);
                assignments.add(new Assignment(NodePartition.node(key), key.substring(key.indexOf('/') + 1), null));
            }
        }
        return assignments;
    }

    /** What {@code change}, which the view has taken, means for assignments. */
    public List<Assignment> changed(Change change, StateView view) {
        GroupResource resource = change.resource();
        var assignments = new ArrayList<Assignment>();
        if (resource.equals(Resources.PODS)) {
            withdraw(change, assignments);
            assign(change.after(), view, assignments);
        } else if (resource.equals(Resources.CONFIG_MAPS) || resource.equals(SECRETS)) {
            for (StoredObject pod : view.list(Resources.PODS, change.key().namespace())) {
                StoredObject confirmed = view.confirmed(new ObjectRef(Resources.PODS, pod.key()));
                if (confirmed != null
                        && names(confirmed, resource).contains(change.key().name())) {
                    assign(confirmed, view, assignments);
                }
            }
        }
        return assignments;
    }

    private static Set<String> names(StoredObject stored, GroupResource resource) {
        Pod pod = Pods.of(stored);
        if (pod.getSpec() == null || Pods.nodeName(pod) == null) {
            return Set.of();
        }
        PodReferences references = PodReferences.of(pod.getSpec());
        return resource.equals(SECRETS) ? references.secrets() : references.configMaps();
    }

    /** Takes the pod away from the node that it was on, unless it is still there. */
    private void withdraw(Change change, List<Assignment> assignments) {
        StoredObject before = change.before();
        String node = before == null ? null : Pods.nodeName(Pods.of(before));
        if (before == null || node == null) {
            return;
        }
        StoredObject after = change.after();
        boolean stays = after != null && after.uid().equals(before.uid()) && node.equals(Pods.nodeName(Pods.of(after)));
        if (!stays) {
            var gone = new Assignment(node, before.uid(), null);
            written.remove(gone.key());
            assignments.add(gone);
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
        PodReferences references = PodReferences.of(pod.getSpec());
        var content = new AssignmentContent(
                node,
                stored,
                found(view, Resources.CONFIG_MAPS, namespace, references.configMaps()),
                found(view, SECRETS, namespace, references.secrets()));
        UUID fingerprint = content.fingerprint();
        if (!fingerprint.equals(written.put(node + "/" + stored.uid(), fingerprint))) {
            assignments.add(new Assignment(node, stored.uid(), content.json(ServiceList.of(view, namespace))));
        }
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

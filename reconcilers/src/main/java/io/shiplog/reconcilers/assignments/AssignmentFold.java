package io.shiplog.reconcilers.assignments;

import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignmentCodec;
import io.shiplog.journal.codec.AssignmentKey;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.feeds.FeedFold;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Services;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Folds changes of pods, ConfigMaps and Secrets into assignments: a record for every pod of a node, and one for every
 * object that pods of the node name. A pod is assigned to its node from the moment it is bound until its object is
 * gone: one that has ended keeps its containers, and with them its logs, and one that is being deleted tells its node
 * so. One thread owns it.
 *
 * <p>Laws, beside those of every feed:
 * <ul>
 *   <li>an object has one record for each node that has pods which name it, whether it is there or not, and none for
 *       any other;
 *   <li>a record is written again only when its node has something new to learn, so neither for a status, which comes
 *       from there, nor for a Service, which only containers that start later see;
 *   <li>a pod that cannot be read is told of and stops no other.
 * </ul>
 */
public final class AssignmentFold implements FeedFold {
    /** By the pod's key in the topic, what was last written. */
    private final Map<String, Written> pods = new HashMap<>();

    /** By the object's key in the topic, the digest of what was last written. */
    private final Map<String, UUID> objects = new HashMap<>();

    private final NamedObjects named = new NamedObjects();
    private final ServiceList services = new ServiceList();
    private final BiConsumer<ObjectRef, RuntimeException> failed;

    private record Written(UUID digest, ObjectKey pod) {}

    /** @param failed is told which pod could not be assigned, and why */
    public AssignmentFold(BiConsumer<ObjectRef, RuntimeException> failed) {
        this.failed = failed;
    }

    /** The digest of a record of the topic. */
    public static UUID digest(String key, byte[] value) {
        try {
            if (AssignmentKey.parse(key) instanceof AssignmentKey.Pod
                    && AssignmentCodec.version(value) == AssignmentCodec.VERSION) {
                return AssignmentDigest.of(AssignmentCodec.readPod(value).pod());
            }
        } catch (UnreadableValueException | JacksonException _) {
            // Told apart by its bytes, it is written again.
        }
        return UUID.nameUUIDFromBytes(value);
    }

    @Override
    public List<FeedRecord> start(StateView view, Map<String, UUID> published) {
        var records = new ArrayList<FeedRecord>();
        var left = new HashSet<>(published.keySet());
        var unknown = new HashSet<String>();
        published.forEach((key, digest) -> {
            if (object(key) != null) {
                objects.put(key, digest);
            }
        });
        for (StoredObject pod : view.list(Pods.RESOURCE)) {
            StoredObject confirmed = view.confirmed(new ObjectRef(Pods.RESOURCE, pod.key()));
            if (confirmed != null) {
                boolean read = attempt(confirmed.key(), () -> {
                    String key = key(confirmed);
                    UUID known = key == null ? null : published.get(key);
                    if (key != null && known != null) {
                        left.remove(key);
                        pods.put(key, new Written(known, confirmed.key()));
                    }
                    assign(confirmed, view, records);
                });
                if (!read) {
                    // Nobody knows what it should be: its node keeps what it has.
                    left.stream()
                            .filter(key -> key.endsWith("/" + confirmed.uid()))
                            .map(NodePartition::node)
                            .forEach(unknown::add);
                    left.removeIf(key -> key.endsWith("/" + confirmed.uid()));
                }
            }
        }
        for (String key : left) {
            AssignmentKey.Named object = object(key);
            boolean wanted =
                    object != null && (unknown.contains(object.node()) || named.names(object.node(), object.object()));
            if (!wanted) {
                objects.remove(key);
                records.add(new FeedRecord(key, null));
            }
        }
        return records;
    }

    @Override
    public List<FeedRecord> changed(Change change, StateView view) {
        GroupResource resource = change.resource();
        var records = new ArrayList<FeedRecord>();
        if (resource.equals(Pods.RESOURCE)) {
            attempt(change.key(), () -> withdraw(change, records));
            attempt(change.key(), () -> assign(change.after(), view, records));
        } else if (resource.equals(Services.RESOURCE)) {
            services.changed(change.key());
        } else if (PodReferences.CONFIG_MAPS.equals(resource) || PodReferences.SECRETS.equals(resource)) {
            var object = new ObjectRef(resource, change.key());
            writeObject(named.nodes(object), object, view, records);
        }
        return records;
    }

    @Override
    public List<FeedRecord> overwritten(String key, byte @Nullable [] value, StateView view) {
        AssignmentKey.Named object = object(key);
        Written pod = pods.get(key);
        UUID right = object != null ? objects.get(key) : pod == null ? null : pod.digest();
        UUID found = value == null ? null : digest(key, value);
        if (Objects.equals(right, found)) {
            return List.of();
        }
        var records = new ArrayList<FeedRecord>();
        if (right == null) {
            records.add(new FeedRecord(key, null));
        } else if (object != null) {
            objects.remove(key);
            writeObject(Set.of(object.node()), object.object(), view, records);
        } else if (pod != null) {
            pods.remove(key);
            attempt(pod.pod(), () -> assign(view.confirmed(new ObjectRef(Pods.RESOURCE, pod.pod())), view, records));
        }
        return records;
    }

    /** Whether the step was made; whatever it fails with is told. */
    private boolean attempt(ObjectKey pod, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException fault) {
            failed.accept(new ObjectRef(Pods.RESOURCE, pod), fault);
            return false;
        }
    }

    /** Takes the pod away from the node that it was on, unless it is still there. */
    private void withdraw(Change change, List<FeedRecord> records) {
        StoredObject before = change.before();
        String key = before == null ? null : key(before);
        if (before == null || key == null) {
            return;
        }
        StoredObject after = change.after();
        if (after == null || !key.equals(key(after))) {
            pods.remove(key);
            records.add(new FeedRecord(key, null));
            forget(NodePartition.node(key), named.remove(before.key()), records);
        }
    }

    private void assign(@Nullable StoredObject stored, StateView view, List<FeedRecord> records) {
        if (stored == null) {
            return;
        }
        PodFacts pod = PodFacts.of(stored);
        String node = pod.node();
        if (node == null) {
            return;
        }
        String namespace = stored.key().namespace();
        PodReferences references = PodReferences.of(pod);
        NamedObjects.Difference difference = named.set(stored.key(), node, references.in(namespace));
        // Before the pod: whoever reads of it finds what it names.
        difference.added().forEach(object -> writeObject(Set.of(node), object, view, records));
        String key = new AssignmentKey.Pod(node, stored.uid()).text();
        var now = new Written(AssignmentDigest.of(stored.json()), stored.key());
        if (!now.equals(pods.put(key, now))) {
            AssignedPod assigned = references.assigned(node, stored.json(), services.of(view, namespace));
            records.add(new FeedRecord(key, AssignmentCodec.pod(assigned)));
        }
        forget(node, difference.left(), records);
    }

    /** Writes the record of an object to nodes whose pods name it, where it is another than they have. */
    private void writeObject(Collection<String> nodes, ObjectRef object, StateView view, List<FeedRecord> records) {
        if (nodes.isEmpty()) {
            return;
        }
        StoredObject stored = view.confirmed(object);
        byte[] value = AssignmentCodec.object(stored == null ? null : stored.json());
        UUID digest = UUID.nameUUIDFromBytes(value);
        for (String node : nodes) {
            String key = new AssignmentKey.Named(node, object).text();
            if (!digest.equals(objects.put(key, digest))) {
                records.add(new FeedRecord(key, value));
            }
        }
    }

    /** Takes objects away from a node whose pods do not name them any more. */
    private void forget(String node, Collection<ObjectRef> left, List<FeedRecord> records) {
        for (ObjectRef object : left) {
            String key = new AssignmentKey.Named(node, object).text();
            objects.remove(key);
            records.add(new FeedRecord(key, null));
        }
    }

    /** The key of a bound pod's assignment, null while it is bound to no node. */
    private static @Nullable String key(StoredObject pod) {
        String node = PodFacts.of(pod).node();
        return node == null ? null : new AssignmentKey.Pod(node, pod.uid()).text();
    }

    /** The object that a key of the topic stands for, null if it stands for none. */
    private static AssignmentKey.@Nullable Named object(String key) {
        try {
            return AssignmentKey.parse(key) instanceof AssignmentKey.Named object ? object : null;
        } catch (UnreadableValueException _) {
            return null;
        }
    }
}

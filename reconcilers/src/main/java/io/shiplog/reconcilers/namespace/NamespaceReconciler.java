package io.shiplog.reconcilers.namespace;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Furnishes namespaces and clears them out (pkg/controller/namespace, serviceaccount and rootcacertpublisher, v1.34).
 *
 * <p>The rule: a namespace that lives has phase Active, a {@code default} ServiceAccount and the cluster's CA in
 * {@code kube-root-ca.crt}. One that is being deleted has phase Terminating; its pods are deleted first and gracefully,
 * then everything else; when nothing is left, and no more can be on its way, the {@code kubernetes} finalizer goes and
 * the namespace with it.
 */
public final class NamespaceReconciler implements Reconciler {
    private static final String FINALIZER = "kubernetes";
    private static final String ACCOUNT = "default";
    private static final String ROOT_CA = "kube-root-ca.crt";
    private static final String ROOT_CA_KEY = "ca.crt";
    private static final String DESCRIPTION = "kubernetes.io/description";
    private static final String ROOT_CA_DESCRIPTION =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the"
                    + " internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of"
                    + " Kubernetes clusters.";

    /**
     * How long a namespace is kept after its deletion was asked for, as upstream's controller waits before it looks: an
     * API server that had not yet folded the deletion may let objects in until then.
     */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** Deletions in one plan; the return of the first wakes the next. */
    private static final int CHUNK = 200;

    private final String rootCaPem;

    /** @param rootCaPem the cluster's CA certificate as PEM */
    public NamespaceReconciler(String rootCaPem) {
        this.rootCaPem = rootCaPem;
    }

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public Watches watches() {
        return Watches.own(Namespaces.RESOURCE)
                .with(Configuration.ACCOUNTS.resource(), (change, view) -> namespaceOf(change, view, ACCOUNT))
                .with(Configuration.CONFIG_MAPS.resource(), (change, view) -> namespaceOf(change, view, ROOT_CA))
                .withOthers((change, view) -> namespaceOf(change, view, null));
    }

    /** @param furniture what the namespace has of this resource as long as it lives; null for nothing */
    private static Collection<ObjectRef> namespaceOf(Change change, View view, @Nullable String furniture) {
        ObjectKey namespace = ObjectKey.cluster(change.key().namespace());
        StoredObject stored = namespace.name().isEmpty() ? null : view.get(Namespaces.RESOURCE, namespace);
        boolean concerns = stored != null
                && (change.key().name().equals(furniture) || stored.facts().deleting());
        return concerns ? List.of(new ObjectRef(Namespaces.RESOURCE, namespace)) : List.of();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(Namespaces.RESOURCE, ref.key());
        if (stored == null) {
            return Plan.EMPTY;
        }
        return stored.facts().deleting() ? cleared(view, stored, moment) : furnished(view, stored, moment);
    }

    private Plan furnished(View view, StoredObject namespace, ReconcileContext moment) {
        var steps = new ArrayList<Step>();
        Draft draft = Draft.of(namespace);
        draft.status().put("phase", "Active");
        draft.write().ifPresent(write -> steps.add(new Step("update", List.of(write))));
        var account = new ObjectKey(namespace.key().name(), ACCOUNT);
        if (view.get(Configuration.ACCOUNTS.resource(), account) == null) {
            var creation = new NewObject(Configuration.ACCOUNTS.resource(), "v1", "ServiceAccount", account, moment);
            steps.add(new Step("create", List.of(creation.write())));
        }
        var rootCa = new ObjectKey(namespace.key().name(), ROOT_CA);
        StoredObject published = view.get(Configuration.CONFIG_MAPS.resource(), rootCa);
        if (published == null) {
            var creation = new NewObject(Configuration.CONFIG_MAPS.resource(), "v1", "ConfigMap", rootCa, moment);
            creation.metadata().putObject("annotations").put(DESCRIPTION, ROOT_CA_DESCRIPTION);
            creation.json().putObject("data").put(ROOT_CA_KEY, rootCaPem);
            steps.add(new Step("create", List.of(creation.write())));
        } else {
            Draft edited = Draft.of(published);
            edited.json().putObject("data").put(ROOT_CA_KEY, rootCaPem);
            edited.annotate(DESCRIPTION, ROOT_CA_DESCRIPTION);
            edited.write().ifPresent(write -> steps.add(new Step("update", List.of(write))));
        }
        return steps.isEmpty() ? Plan.EMPTY : new Plan(steps, null);
    }

    private static Plan cleared(View view, StoredObject namespace, ReconcileContext moment) {
        NamespaceContent content = NamespaceContent.of(view, namespace.key().name());
        Draft draft = Draft.of(namespace);
        NamespaceStatus.write(draft, content, moment.now());
        Instant asked = Times.parse(namespace.facts().deletionTimestamp());
        Instant end = asked == null ? moment.now() : asked.plus(GRACE);
        boolean ends = content.isEmpty() && !end.isAfter(moment.now());
        var steps = new ArrayList<Step>();
        (ends ? finalized(namespace, draft) : draft.write())
                .ifPresent(write -> steps.add(new Step("update", List.of(write))));
        if (content.isEmpty()) {
            return steps.isEmpty() && ends ? Plan.EMPTY : new Plan(steps, ends ? null : end);
        }
        // Pods go first and are waited for: until then their Secrets, ConfigMaps and NetworkPolicies stay (KEP-5080).
        Kinds kinds = Kinds.of(view);
        List<StoredObject> pods = content.of(Pods.RESOURCE);
        for (StoredObject object : pods.isEmpty() ? content.all() : pods) {
            if (steps.size() < CHUNK) {
                Optional<PlannedWrite> deletion =
                        ControllerDeletion.of(kinds.rules(object.resource()), object, moment.now());
                deletion.ifPresent(write -> steps.add(new Step("delete", List.of(write))));
            }
        }
        return steps.isEmpty() ? Plan.EMPTY : new Plan(steps, null);
    }

    /** Without the finalizer; gone, when no other holds the namespace. */
    private static Optional<PlannedWrite> finalized(StoredObject namespace, Draft draft) {
        Draft.removeFrom(draft.spec(), "finalizers", name -> name.asString("").equals(FINALIZER));
        boolean held = !draft.spec().path("finalizers").isEmpty()
                || !namespace.facts().finalizers().isEmpty();
        return held ? draft.write(Part.FINALIZERS) : ControllerDeletion.now(namespace);
    }
}

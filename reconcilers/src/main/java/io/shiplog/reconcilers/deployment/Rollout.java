package io.shiplog.reconcilers.deployment;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.Replacement.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Deployment and its ReplicaSets while one reconcile works on them. */
final class Rollout {
    private final Draft deployment;
    private final DeploymentSpec spec;
    private final List<Revision> old;
    private final ReconcileContext moment;
    private final List<PlannedWrite> events = new ArrayList<>();
    private Part part = Part.STATUS;
    private @Nullable Revision newest;

    /** @param newest the ReplicaSet of the current template, null when there is none yet */
    Rollout(
            Draft deployment,
            DeploymentSpec spec,
            List<Revision> old,
            @Nullable Revision newest,
            ReconcileContext moment) {
        this.deployment = deployment;
        this.spec = spec;
        this.old = List.copyOf(old);
        this.newest = newest;
        this.moment = moment;
    }

    Draft deployment() {
        return deployment;
    }

    DeploymentSpec spec() {
        return spec;
    }

    ReconcileContext moment() {
        return moment;
    }

    @Nullable
    Revision newest() {
        return newest;
    }

    void start(Revision made) {
        newest = made;
        if (made.active()) {
            tell("up", made, 0, made.replicas());
        }
    }

    /** All but the newest, oldest first. */
    List<Revision> old() {
        return old;
    }

    List<Revision> activeOld() {
        return old.stream().filter(Revision::active).toList();
    }

    List<Revision> all() {
        var all = new ArrayList<>(old);
        if (newest != null) {
            all.add(newest);
        }
        return all;
    }

    int askedPods() {
        return all().stream().mapToInt(Revision::replicas).sum();
    }

    int availablePods() {
        return all().stream().mapToInt(Revision::availableReplicas).sum();
    }

    /** Asks {@code revision} for another number of pods and notes the Deployment's size on it. */
    boolean scale(Revision revision, int replicas) {
        int from = revision.replicas();
        revision.annotateSize(spec);
        if (from == replicas) {
            return false;
        }
        revision.ask(replicas);
        tell(replicas > from ? "up" : "down", revision, from, replicas);
        return true;
    }

    /** Tells of what happens to this Deployment as it is now. */
    void tell(String reason, String message) {
        events.add(EventWrite.normal(source(), reason, message, version(), moment));
    }

    /** As {@link #tell(String, String)}, a warning. */
    void warn(String reason, String message) {
        events.add(EventWrite.warning(source(), reason, message, version(), moment));
    }

    private String version() {
        return Long.toString(deployment.stored().resourceVersion());
    }

    private EventWrite.Source source() {
        return new EventWrite.Source("deployment-controller", deployment.stored(), "apps/v1", "Deployment");
    }

    private void tell(String direction, Revision revision, int from, int to) {
        StoredObject stored = revision.stored();
        String cause = revision.uid() + "@" + (stored == null ? 0 : stored.resourceVersion()) + "@" + version();
        String told = "Scaled " + direction + " replica set " + revision.name() + " from " + from + " to " + to;
        events.add(EventWrite.normal(source(), "ScalingReplicaSet", told, cause, moment));
    }

    /** From now on the Deployment itself is updated; else its status alone, which may carry annotations. */
    void update() {
        part = Part.ALL;
    }

    /** Everything that this reconcile wants to change, as one atomic proposal. */
    List<PlannedWrite> writes() {
        var writes = new ArrayList<PlannedWrite>();
        for (Revision revision : all()) {
            revision.write().ifPresent(writes::add);
        }
        deployment.write(part).ifPresent(writes::add);
        writes.addAll(events);
        return writes;
    }
}

package io.shiplog.reconcilers.disruption;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;

/**
 * How many pods the owners of pods ask for: what their scale says. A ReplicaSet of a Deployment counts as the
 * Deployment, so that both ReplicaSets of a rollout count once.
 *
 * @param view where owners, and the kinds that have a scale, are looked up
 */
record OwnerScales(View view) {

    /** What is known of an owner's scale. */
    sealed interface Scale {}

    /**
     * @param uid whose scale it is
     * @param replicas how many pods it asks for
     */
    record Found(String uid, int replicas) implements Scale {}

    /** The owner is gone, or another one has its name now. */
    record Missing() implements Scale {}

    /** @param why objects of the owner's kind say nothing of a number of pods */
    record Impossible(String why) implements Scale {}

    Scale of(Owner controller, String namespace) {
        Kind kind = Kinds.of(view).byApiVersion(controller.apiVersion(), controller.kind());
        if (kind == null) {
            return new Impossible(
                    "no matches for kind \"" + controller.kind() + "\" in version \"" + controller.apiVersion() + "\"");
        }
        if (!kind.has("scale")) {
            return new Impossible(kind.resource() + " does not implement the scale subresource");
        }
        GroupResource resource = kind.resource();
        StoredObject owner = view.get(resource, new ObjectKey(namespace, controller.name()));
        if (owner == null || !owner.uid().equals(controller.uid())) {
            return new Missing();
        }
        StoredObject scaled = resource.equals(ReplicaSets.RESOURCE) ? deploymentOr(owner) : owner;
        return new Found(
                scaled.uid(),
                Json.parse(scaled.json()).path("spec").path("replicas").asInt(0));
    }

    private StoredObject deploymentOr(StoredObject replicaSet) {
        Owner controller = replicaSet.facts().controller();
        if (controller == null || !controller.kind().equals("Deployment")) {
            return replicaSet;
        }
        StoredObject deployment =
                view.get(Deployments.RESOURCE, new ObjectKey(replicaSet.key().namespace(), controller.name()));
        return deployment != null && deployment.uid().equals(controller.uid()) ? deployment : replicaSet;
    }
}

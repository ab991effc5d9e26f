package io.shiplog.reconcilers.deployment;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One ReplicaSet of a Deployment while a reconcile works on it: stored, or just being made. One reconcile owns it. */
final class Revision {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";

    static final Comparator<Revision> OLDEST_FIRST =
            Comparator.comparing(Revision::created).thenComparing(Revision::name);
    static final Comparator<Revision> BY_REVISION =
            Comparator.comparingLong(Revision::number).thenComparing(OLDEST_FIRST);

    private final ObjectKey key;
    private final String uid;
    private final ObjectNode json;
    private final @Nullable Draft draft;
    private final @Nullable NewObject creation;

    private Revision(ObjectKey key, String uid, ObjectNode json, @Nullable Draft draft, @Nullable NewObject creation) {
        this.key = key;
        this.uid = uid;
        this.json = json;
        this.draft = draft;
        this.creation = creation;
    }

    static Revision of(StoredObject stored) {
        Draft draft = Draft.of(stored);
        return new Revision(stored.key(), stored.uid(), draft.json(), draft, null);
    }

    static Revision made(NewObject creation) {
        return new Revision(creation.key(), creation.uid(), creation.json(), null, creation);
    }

    String name() {
        return key.name();
    }

    String uid() {
        return uid;
    }

    ObjectNode json() {
        return json;
    }

    ObjectNode metadata() {
        return Draft.object(json, "metadata");
    }

    @Nullable
    StoredObject stored() {
        return draft == null ? null : draft.stored();
    }

    boolean deleting() {
        return draft != null && draft.stored().facts().deleting();
    }

    JsonNode template() {
        return json.path("spec").path("template");
    }

    /** How many pods it asks for, as far as this reconcile has come. */
    int replicas() {
        return json.path("spec").path("replicas").asInt(1);
    }

    boolean active() {
        return replicas() > 0;
    }

    void ask(int replicas) {
        Draft.object(json, "spec").put("replicas", replicas);
    }

    int actualReplicas() {
        return json.path("status").path("replicas").asInt(0);
    }

    int readyReplicas() {
        return json.path("status").path("readyReplicas").asInt(0);
    }

    int availableReplicas() {
        return json.path("status").path("availableReplicas").asInt(0);
    }

    /** Whether its controller has seen its latest spec. */
    boolean observed() {
        return json.path("metadata").path("generation").asLong(0)
                <= json.path("status").path("observedGeneration").asLong(0);
    }

    /** Its number in the rollout history; 0 when it has none. */
    long number() {
        return parsed(annotation(REVISION));
    }

    static long parsed(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            // Anyone may edit an annotation: what is no number is no revision.
            return 0;
        }
    }

    String annotation(String name) {
        return json.path("metadata").path("annotations").path(name).asString("");
    }

    void annotate(String name, String value) {
        Draft.object(metadata(), "annotations").put(name, value);
    }

    /** Notes for which size of the Deployment this ReplicaSet was sized. */
    void annotateSize(DeploymentSpec spec) {
        annotate(DESIRED, Integer.toString(spec.replicas()));
        annotate(MAX, Integer.toString(spec.maxPods()));
    }

    Optional<PlannedWrite> write() {
        if (creation != null) {
            return Optional.of(creation.write());
        }
        return draft == null ? Optional.empty() : draft.write();
    }

    private String created() {
        return json.path("metadata").path("creationTimestamp").asString("");
    }
}

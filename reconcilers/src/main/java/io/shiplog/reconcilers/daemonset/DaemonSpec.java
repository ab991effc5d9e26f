package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.workload.DaemonSetRules;
import io.shiplog.resources.quantity.IntOrPercent;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A DaemonSet as its reconcile reads it; read once per version.
 *
 * @param template its pod template, as it was written: never changed
 * @param places which nodes its pods fit on
 * @param minReadySeconds how long a pod has to be ready before it counts as available
 * @param update how pods of another revision are replaced
 * @param history what it says of its revisions
 */
record DaemonSpec(
        JsonNode template,
        LabelSelector selector,
        DaemonPlaces places,
        int minReadySeconds,
        Update update,
        History history) {
    private static final Decoder<DaemonSpec> DECODER = new Decoder<>(DaemonSpec.class, DaemonSpec::read);

    /**
     * How pods of another revision are replaced.
     *
     * @param onDelete only when somebody deletes them
     * @param maxUnavailable on how many nodes at once none may be available
     * @param maxSurge on how many nodes at once there may be two
     */
    record Update(boolean onDelete, IntOrPercent maxUnavailable, IntOrPercent maxSurge) {
        /** Whether a new pod comes before the old one goes. */
        boolean surges() {
            return !onDelete && maxSurge.roundedUp(100) > 0;
        }
    }

    /**
     * @param limit how many revisions that no pod has are kept
     * @param collisions how many names of revisions were found taken
     * @param generation the template's, as it was counted before there were revisions
     */
    record History(int limit, int collisions, String generation) {}

    static DaemonSpec of(StoredObject daemonSet) {
        return daemonSet.facts(DECODER);
    }

    private static DaemonSpec read(byte[] bytes) {
        ObjectNode json = Json.parse(bytes);
        JsonNode spec = json.path("spec");
        LabelSelector selector = LabelSelectors.of(spec.get("selector"));
        JsonNode strategy = spec.path("updateStrategy");
        JsonNode rolling = strategy.path("rollingUpdate");
        return new DaemonSpec(
                spec.path("template"),
                // Upstream's validation refuses an empty selector; here it must never mean every pod.
                selector.isEverything() ? LabelSelector.NOTHING : selector,
                DaemonPlaces.of(spec.path("template").path("spec")),
                spec.path("minReadySeconds").asInt(0),
                new Update(
                        strategy.path("type").asString("").equals("OnDelete"),
                        IntOrPercent.read(rolling.path("maxUnavailable")),
                        IntOrPercent.read(rolling.path("maxSurge"))),
                new History(
                        spec.path("revisionHistoryLimit").asInt(10),
                        json.path("status").path("collisionCount").asInt(0),
                        json.path("metadata")
                                .path("annotations")
                                .path(DaemonSetRules.TEMPLATE_GENERATION)
                                .asString("")));
    }
}

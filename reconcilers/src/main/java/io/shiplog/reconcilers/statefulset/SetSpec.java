package io.shiplog.reconcilers.statefulset;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A StatefulSet as its reconcile reads it; read once per version.
 *
 * @param pods what its pods are made of
 * @param ordinals which numbers they have
 * @param ordered whether each waits for those before it, and goes before them
 * @param minReadySeconds how long a pod has to be ready before it counts as available
 * @param update how pods of another revision are replaced
 */
record SetSpec(Pods pods, Ordinals ordinals, boolean ordered, int minReadySeconds, Update update) {
    private static final Decoder<SetSpec> DECODER = new Decoder<>(SetSpec.class, SetSpec::read);

    /**
     * @param template the pod template, as it was written: never changed
     * @param serviceName the subdomain of its pods
     * @param claims templates of claims
     * @param retention what becomes of claims
     */
    record Pods(
            JsonNode template,
            LabelSelector selector,
            JsonNode matchLabels,
            String serviceName,
            JsonNode claims,
            Retention retention) {}

    /**
     * What becomes of claims.
     *
     * @param deletedWithSet they go with the StatefulSet
     * @param deletedWhenScaled they go with a pod that is no longer asked for
     */
    record Retention(boolean deletedWithSet, boolean deletedWhenScaled) {}

    /** The numbers from {@code start} on, {@code count} of them. */
    record Ordinals(int start, int count) {
        boolean includes(int ordinal) {
            return ordinal >= start && ordinal < start + count;
        }
    }

    /**
     * How pods of another revision are replaced.
     *
     * @param onDelete only when somebody deletes them
     * @param partition below this number pods stay as they are; null when nobody said
     * @param historyLimit how many revisions that no pod has are kept
     */
    record Update(boolean onDelete, @Nullable Integer partition, int historyLimit) {}

    static SetSpec of(StoredObject set) {
        return set.facts(DECODER);
    }

    private static SetSpec read(byte[] bytes) {
        ObjectNode json = Json.parse(bytes);
        JsonNode spec = json.path("spec");
        LabelSelector selector = LabelSelectors.of(spec.get("selector"));
        JsonNode strategy = spec.path("updateStrategy");
        JsonNode partition = strategy.path("rollingUpdate").path("partition");
        JsonNode retention = spec.path("persistentVolumeClaimRetentionPolicy");
        return new SetSpec(
                new Pods(
                        spec.path("template"),
                        // Upstream's validation refuses an empty selector; here it must never mean every pod.
                        selector.isEverything() ? LabelSelector.NOTHING : selector,
                        spec.path("selector").path("matchLabels"),
                        spec.path("serviceName").asString(""),
                        spec.path("volumeClaimTemplates"),
                        new Retention(isDelete(retention, "whenDeleted"), isDelete(retention, "whenScaled"))),
                new Ordinals(
                        spec.path("ordinals").path("start").asInt(0),
                        spec.path("replicas").asInt(1)),
                !spec.path("podManagementPolicy").asString("").equals("Parallel"),
                spec.path("minReadySeconds").asInt(0),
                new Update(
                        strategy.path("type").asString("").equals("OnDelete"),
                        partition.isNumber() ? (Integer) partition.asInt() : null,
                        spec.path("revisionHistoryLimit").asInt(10)));
    }

    private static boolean isDelete(JsonNode retention, String when) {
        return retention.path(when).asString("").equals("Delete");
    }
}

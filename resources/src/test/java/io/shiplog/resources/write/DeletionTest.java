package io.shiplog.resources.write;

import static io.shiplog.resources.testing.Objects.stored;
import static io.shiplog.resources.testing.Objects.tree;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.testing.FixedView;
import io.shiplog.resources.write.DeletionOptions.Propagation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Upstream's answers to deletions, whoever asks. */
class DeletionTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String BOUND =
            "{metadata: {generation: 1}, spec: {nodeName: n1, terminationGracePeriodSeconds: 30}}";

    @Test
    void aBoundPodIsMarkedWithItsOwnGrace() {
        JsonNode metadata =
                tree(deleted(pod(BOUND), DeletionOptions.BACKGROUND).getFirst()).path("metadata");
        assertThat(metadata.path("deletionTimestamp").asString()).isEqualTo("2030-01-01T00:00:30Z");
        assertThat(metadata.path("deletionGracePeriodSeconds").asInt()).isEqualTo(30);
        assertThat(metadata.path("generation").asInt())
                .as("a deletion is a change of what is asked for")
                .isEqualTo(2);
    }

    @Test
    void aPodThatNobodyRunsIsGoneAtOnce() {
        assertThat(deleted(pod("spec: {}"), DeletionOptions.BACKGROUND)
                        .getFirst()
                        .object())
                .as("not bound")
                .isNull();
        assertThat(deleted(pod("{spec: {nodeName: n1}, status: {phase: Failed}}"), DeletionOptions.BACKGROUND)
                        .getFirst()
                        .object())
                .as("ended")
                .isNull();
    }

    @Test
    void aNegativeGraceIsASecond() {
        StoredObject pod = pod("spec: {nodeName: n1, terminationGracePeriodSeconds: -5}");
        assertThat(tree(deleted(pod, DeletionOptions.BACKGROUND).getFirst())
                        .at("/metadata/deletionGracePeriodSeconds")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aSecondDeletionCanOnlyShortenThePeriod() {
        StoredObject going = pod("{metadata: {generation: 2, deletionTimestamp: '2030-01-01T00:00:20Z',"
                + " deletionGracePeriodSeconds: 30}, spec: {nodeName: n1}}");
        assertThat(deleted(going, DeletionOptions.BACKGROUND)).isEmpty();
        assertThat(deleted(going, grace(60))).isEmpty();
        JsonNode metadata = tree(deleted(going, grace(5)).getFirst()).path("metadata");
        assertThat(metadata.path("deletionTimestamp").asString()).isEqualTo("2029-12-31T23:59:55Z");
        assertThat(metadata.path("generation").asInt()).isEqualTo(2);
        assertThat(deleted(going, DeletionOptions.BACKGROUND.atOnce())
                        .getFirst()
                        .object())
                .isNull();
    }

    @Test
    void finalizersHoldWhatNobodyHasToWaitFor() {
        StoredObject held = stored("configmaps", "ns/a", 7, "metadata: {finalizers: [x/y]}");
        JsonNode metadata =
                tree(deleted(held, DeletionOptions.BACKGROUND).getFirst()).path("metadata");
        assertThat(metadata.path("deletionGracePeriodSeconds").asInt(-1)).isZero();
        assertThat(metadata.path("finalizers")).isEqualTo(yaml("f: [x/y]").path("f"));
        StoredObject marked = stored(
                "configmaps",
                "ns/a",
                7,
                "metadata: {finalizers: [x/y], deletionTimestamp: '2030-01-01T00:00:00Z', deletionGracePeriodSeconds: 0}");
        assertThat(deleted(marked, DeletionOptions.BACKGROUND)).isEmpty();
    }

    @Test
    void propagationIsAFinalizer() {
        StoredObject owner = stored("configmaps", "ns/a", 7, "{}");
        assertThat(finalizers(owner, Propagation.FOREGROUND)).isEqualTo("[\"foregroundDeletion\"]");
        assertThat(finalizers(owner, Propagation.ORPHAN)).isEqualTo("[\"orphan\"]");
        StoredObject job = stored("jobs.batch", "ns/j", 7, "{}");
        assertThat(finalizers(job, Propagation.UNSAID))
                .as("the oldest APIs orphan when nobody says")
                .isEqualTo("[\"orphan\"]");
    }

    @Test
    void whatHasOnlyBeenProposedIsLeftAlone() {
        assertThat(deleted(stored("configmaps", "ns/a", 0, "{}"), DeletionOptions.BACKGROUND))
                .isEmpty();
    }

    @Test
    void aSystemPriorityClassStays() {
        StoredObject system = stored("priorityclasses.scheduling.k8s.io", "system-node-critical", 7, "{}");
        assertThat(decided(system, DeletionOptions.BACKGROUND)).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void aServiceTakesAlongWhatItHolds() {
        String held = "spec: {parentRef: {resource: services, namespace: ns, name: %s}}";
        StoredObject service =
                stored("services", "ns/s", 7, "spec: {clusterIP: 10.96.0.9, ports: [{nodePort: 30100}]}");
        var view = FixedView.of(
                service,
                stored("ipaddresses.networking.k8s.io", "10.96.0.9", 3, held.formatted("s")),
                stored("endpoints", "ns/s", 4, "{}"));
        assertThat(Deletion.removal(view, Kinds.builtIn().rules(service.resource()), service))
                .extracting(write -> write.key().toString())
                .containsExactly("ns/s", "10.96.0.9", "ns/s");
        var other = FixedView.of(
                service,
                stored("ipaddresses.networking.k8s.io", "10.96.0.9", 3, held.formatted("another")),
                stored("endpoints", "ns/s", 0, "{}"));
        assertThat(Deletion.removal(other, Kinds.builtIn().rules(service.resource()), service))
                .as("another's address, and endpoints that are only proposed")
                .hasSize(1);
    }

    private static String finalizers(StoredObject object, Propagation propagation) {
        return tree(deleted(object, DeletionOptions.of(propagation)).getFirst())
                .at("/metadata/finalizers")
                .toString();
    }

    private static DeletionOptions grace(long seconds) {
        return new DeletionOptions(seconds, "", "", Propagation.BACKGROUND);
    }

    private static List<Write> deleted(StoredObject object, DeletionOptions options) {
        return decided(object, options).writes();
    }

    private static Decision decided(StoredObject object, DeletionOptions options) {
        return Deletion.of(FixedView.of(object), Kinds.builtIn().rules(object.resource()), object, options, NOW);
    }

    private static StoredObject pod(String yaml) {
        return stored("pods", "ns/p", 7, yaml);
    }
}

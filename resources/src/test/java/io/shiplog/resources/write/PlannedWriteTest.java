package io.shiplog.resources.write;

import static io.shiplog.resources.testing.Objects.stored;
import static io.shiplog.resources.testing.Objects.tree;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.testing.FixedView;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The control plane's own writes get the life cycle of everybody's. */
class PlannedWriteTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String REPLICA_SET = """
            metadata: {generation: 3, creationTimestamp: "2029-01-01T00:00:00Z"}
            spec:
              replicas: 1
              selector: {matchLabels: {a: b}}
              template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}
            status: {replicas: 1}
            """;
    private static final String DEPLOYMENT = REPLICA_SET;

    @Test
    void anEditOfWhatIsAskedForGetsItsDefaultsAndANewGeneration() {
        Draft draft = Draft.of(stored("replicasets.apps", "default/web", 7, REPLICA_SET));
        draft.spec().put("replicas", 2);
        draft.status().put("readyReplicas", 1);
        JsonNode written = tree(decided(draft, Part.ALL).writes().getFirst());
        assertThat(written.at("/metadata/generation").asInt()).isEqualTo(4);
        assertThat(written.at("/spec/template/spec/dnsPolicy").asString()).isEqualTo("ClusterFirst");
        assertThat(written.at("/status/readyReplicas").asInt())
                .as("the control plane may say both at once")
                .isEqualTo(1);
    }

    @Test
    void anEditThatNoClientCouldMakeIsRefusedInTheApisWords() {
        Draft draft = Draft.of(stored("replicasets.apps", "default/web", 7, REPLICA_SET));
        draft.spec().put("replicas", -1);
        assertThat(decided(draft, Part.ALL)).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(422);
            assertThat(refused.refusal().message())
                    .isEqualTo("ReplicaSet.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater"
                            + " than or equal to 0");
        });
    }

    @Test
    void whatTheServerAloneWritesStays() {
        Draft draft = Draft.of(stored("configmaps", "default/c", 7, """
                metadata: {creationTimestamp: "2029-01-01T00:00:00Z", generation: 3}"""));
        draft.metadata().put("creationTimestamp", "2031-01-01T00:00:00Z").put("generation", 99);
        draft.annotate("note", "x");
        JsonNode metadata = tree(decided(draft, Part.ALL).writes().getFirst()).path("metadata");
        assertThat(metadata.path("creationTimestamp").asString()).isEqualTo("2029-01-01T00:00:00Z");
        assertThat(metadata.path("generation").asInt()).isEqualTo(3);
    }

    @Test
    void aStatusIsWrittenAsItIs() {
        Draft draft = Draft.of(stored("replicasets.apps", "default/web", 7, REPLICA_SET));
        draft.status().put("replicas", 5);
        JsonNode written = tree(decided(draft, Part.ALL).writes().getFirst());
        assertThat(written.at("/metadata/generation").asInt()).isEqualTo(3);
        assertThat(written.at("/spec/template/spec/dnsPolicy").isMissingNode()).isTrue();
        assertThat(written.at("/status/replicas").asInt()).isEqualTo(5);
    }

    /**
     * An annotation makes a new generation of a Deployment, unless it comes with the status, as upstream's revision
     * does.
     */
    @Test
    void aStatusMayCarryAnnotationsWithoutANewGeneration() {
        Draft draft = Draft.of(stored("deployments.apps", "default/web", 7, DEPLOYMENT));
        draft.annotate("deployment.kubernetes.io/revision", "1");
        assertThat(tree(decided(draft, Part.STATUS).writes().getFirst())
                        .at("/metadata/generation")
                        .asInt())
                .isEqualTo(3);
        assertThat(tree(decided(draft, Part.ALL).writes().getFirst())
                        .at("/metadata/generation")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void aNamespaceCanBeFinalizedByItsControllerOnly() {
        StoredObject namespace = stored("namespaces", "shop", 7, "spec: {finalizers: [kubernetes, other]}");
        Draft draft = Draft.of(namespace);
        draft.spec().putArray("finalizers").add("other");
        assertThat(tree(decided(draft, Part.FINALIZERS).writes().getFirst()).at("/spec/finalizers"))
                .hasSize(1);
        assertThat(tree(decided(draft, Part.ALL).writes().getFirst()).at("/spec/finalizers"))
                .hasSize(2);
    }

    @Test
    void whatSeveralWritesTakeOfAQuotaIsCountedOneAfterTheOther() {
        var batch = new WriteBatch(FixedView.of(
                stored("namespaces", "default", 1, "spec: {}"), stored("resourcequotas", "default/q", 2, """
                        spec: {hard: {pods: "1"}}
                        status: {hard: {pods: "1"}, used: {pods: "0"}}""")));
        assertThat(batch.add(pod("one"), NOW)).isInstanceOf(Decision.Propose.class);
        assertThat(batch.add(pod("two"), NOW)).isInstanceOf(Decision.Refused.class);
        assertThat(batch.writes()).extracting(write -> write.key().name()).containsExactly("one", "q");
    }

    @Test
    void anObjectOfAKindThatNobodyDeclaresGoesAsItIs() {
        var write = new PlannedWrite.Creating(
                new GroupResource("things", "example.com"),
                ObjectKey.parse("default/one"),
                "u",
                yaml("{kind: Thing, apiVersion: example.com/v1, spec: {x: 1}}"));
        List<Write> writes = write.decide(FixedView.of(), NOW).writes();
        assertThat(tree(writes.getFirst())).isEqualTo(write.object());
    }

    private static PlannedWrite pod(String name) {
        return new PlannedWrite.Creating(
                GroupResource.core("pods"), ObjectKey.parse("default/" + name), name, yaml("""
                kind: Pod
                apiVersion: v1
                metadata: {name: %s, namespace: default}
                spec: {containers: [{name: c, image: i}]}""".formatted(name)));
    }

    private static Decision decided(Draft draft, Part part) {
        return draft.write(part).orElseThrow().decide(FixedView.of(draft.stored()), NOW);
    }
}

package io.shiplog.resources.write;

import static io.shiplog.resources.testing.Objects.stored;
import static io.shiplog.resources.testing.Objects.tree;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Upstream's answers to bindings, the API's and the scheduler's. */
class BindingTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void setsTheNodeAndTheConditionWithoutAGeneration() {
        StoredObject pod = stored(
                "pods",
                "ns/p",
                7,
                "{metadata: {generation: 1}, status: {phase: Pending, conditions:"
                        + " [{type: PodScheduled, observedGeneration: 1, status: 'False', lastProbeTime: null,"
                        + " lastTransitionTime: '2029-01-01T00:00:00Z', reason: Unschedulable, message: full}]}}");
        ObjectNode bound = bound(pod, Binding.to("n", pod));
        assertThat(bound.at("/spec/nodeName").asString()).isEqualTo("n");
        assertThat(bound.path("status"))
                .isEqualTo(yaml("{phase: Pending, conditions: [{type: PodScheduled, status: 'True', lastProbeTime:"
                        + " null, lastTransitionTime: '2030-01-01T00:00:00Z'}]}"));
        assertThat(bound.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void keepsTheNominationAsUpstreamDoes() {
        StoredObject pod = stored("pods", "ns/p", 7, "status: {nominatedNodeName: m}");
        assertThat(bound(pod, Binding.to("n", pod))
                        .at("/status/nominatedNodeName")
                        .asString())
                .isEqualTo("m");
    }

    @Test
    void addsTheBindingsAnnotations() {
        StoredObject pod = stored("pods", "ns/p", 7, "metadata: {annotations: {a: '1', b: '2'}}");
        ObjectNode binding = Binding.to("n", pod);
        binding.withObject("/metadata/annotations").put("b", "3");
        assertThat(bound(pod, binding).at("/metadata/annotations")).isEqualTo(yaml("{a: '1', b: '3'}"));
    }

    @Test
    void isRefusedWhereThePodCannotBeBound() {
        assertThat(refusal("spec: {nodeName: m}")).isEqualTo("pod p is already assigned to node \"m\"");
        assertThat(refusal("metadata: {deletionTimestamp: '2030-01-01T00:00:00Z'}"))
                .isEqualTo("pod p is being deleted, cannot be assigned to a host");
        assertThat(refusal("spec: {schedulingGates: [{name: g}]}"))
                .isEqualTo("pod p has non-empty .spec.schedulingGates");
    }

    private static String refusal(String yaml) {
        StoredObject pod = stored("pods", "ns/p", 7, yaml);
        String prefix = "Operation cannot be fulfilled on pods/binding \"p\": ";
        return Binding.of(pod, Binding.to("n", pod), NOW) instanceof Decision.Refused(Refusal refusal)
                        && refusal.message().startsWith(prefix)
                ? refusal.message().substring(prefix.length())
                : "";
    }

    private static ObjectNode bound(StoredObject pod, ObjectNode binding) {
        return tree(Binding.of(pod, binding, NOW).writes().getFirst());
    }
}

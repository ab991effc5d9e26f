package io.shiplog.apiserver.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.apiserver.status.ApiException;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PolicyCheckTest {
    private static final Subject POD =
            new Subject(requireNonNull(Kinds.builtIn().preferred(GroupResource.core("pods"))), "ns", "a", "");
    private static final String ANY_POD =
            "{metadata: {name: a, namespace: ns}, spec: {containers: [{name: c, image: x}]}}";

    @Test
    void leavesANamespaceWithoutPoliciesAlone() {
        assertThat(PolicyCheck.charge(State.EMPTY, POD, yaml(ANY_POD), null)).isEmpty();
    }

    @Test
    void writesTheChargedQuotaAlongOnTheBaseThatWasCounted() {
        State state = State.of(
                List.of(stored("resourcequotas", "q", 7, "{metadata: {name: q}, spec: {hard: {pods: '2'}}}")), 7);
        List<Write> writes = PolicyCheck.charge(state, POD, yaml(ANY_POD), null);
        assertThat(writes).singleElement().satisfies(write -> {
            assertThat(write.base()).isEqualTo(7);
            assertThat(Json.parse(requireNonNull(write.object()))
                            .at("/status/used/pods")
                            .asString())
                    .isEqualTo("1");
        });
    }

    @Test
    void refusesThePodThatTheQuotaHasNoPlaceFor() {
        State state = State.of(
                List.of(
                        stored("pods", "b", 6, ANY_POD),
                        stored("resourcequotas", "q", 7, "{metadata: {name: q}, spec: {hard: {pods: '1'}}}")),
                7);
        assertThatThrownBy(() -> PolicyCheck.charge(state, POD, yaml(ANY_POD), null))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
    }

    @Test
    void countsOnlyBeforeItRefuses() {
        String quota =
                "{metadata: {name: q}, spec: {hard: {pods: '%d'}}, status: {hard: {pods: '%d'}, used: {pods: '5'}}}";
        State roomy = State.of(List.of(stored("resourcequotas", "q", 7, quota.formatted(9, 9))), 7);
        assertThat(usedAfter(roomy)).as("as the status has it").isEqualTo("6");
        State full = State.of(List.of(stored("resourcequotas", "q", 7, quota.formatted(5, 5))), 7);
        assertThat(usedAfter(full)).as("the five were deleted").isEqualTo("1");
    }

    private static String usedAfter(State state) {
        Write write = PolicyCheck.charge(state, POD, yaml(ANY_POD), null).getFirst();
        return Json.parse(requireNonNull(write.object()))
                .at("/status/used/pods")
                .asString();
    }

    @Test
    void completesAPodFromTheLimitRange() {
        State state = State.of(
                List.of(
                        stored(
                                "limitranges",
                                "l",
                                7,
                                "{metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: '1'}, max: {cpu: '2'}}]}}")),
                7);
        ObjectNode pod = yaml(ANY_POD);
        PolicyCheck.complete(state, POD, pod);
        assertThat(pod.at("/spec/containers/0/resources/limits/cpu").asString()).isEqualTo("1");
        assertThat(PolicyCheck.charge(state, POD, pod, null)).isEmpty();
    }

    private static StoredObject stored(String resource, String name, long version, String text) {
        return new StoredObject(
                GroupResource.core(resource), new ObjectKey("ns", name), "u-" + name, version, Json.bytes(yaml(text)));
    }

    private static ObjectNode yaml(String text) {
        return Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    }
}

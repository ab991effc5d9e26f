package io.shiplog.resources.write;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.stored;
import static io.shiplog.resources.testing.Objects.tree;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.testing.FixedView;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PoliciesTest {
    private static final Target POD = new Target(kind("pods"), "ns", "a");
    private static final String ANY_POD =
            "{metadata: {name: a, namespace: ns}, spec: {containers: [{name: c, image: x}]}}";

    @Test
    void leavesANamespaceWithoutPoliciesAlone() {
        assertThat(charged(FixedView.of(), true)).isEqualTo(Decision.Propose.NONE);
    }

    @Test
    void writesTheChargedQuotaAlongOnTheBaseThatWasCounted() {
        View view = FixedView.of(stored("resourcequotas", "ns/q", 7, "spec: {hard: {pods: '2'}}"));
        assertThat(charged(view, true).writes()).singleElement().satisfies(write -> {
            assertThat(write.base()).isEqualTo(7);
            assertThat(tree(write).at("/status/used/pods").asString()).isEqualTo("1");
        });
    }

    @Test
    void refusesThePodThatTheQuotaHasNoPlaceFor() {
        View view = FixedView.of(
                stored("pods", "ns/b", 6, ANY_POD), stored("resourcequotas", "ns/q", 7, "spec: {hard: {pods: '1'}}"));
        assertThat(refusal(charged(view, true)))
                .isEqualTo("pods \"a\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited:"
                        + " pods=1");
    }

    @Test
    void countsOnlyBeforeItRefuses() {
        String quota = "{spec: {hard: {pods: '%d'}}, status: {hard: {pods: '%d'}, used: {pods: '5'}}}";
        View roomy = FixedView.of(stored("resourcequotas", "ns/q", 7, quota.formatted(9, 9)));
        assertThat(usedAfter(roomy)).as("as the status has it").isEqualTo("6");
        View full = FixedView.of(stored("resourcequotas", "ns/q", 7, quota.formatted(5, 5)));
        assertThat(usedAfter(full)).as("the five were deleted").isEqualTo("1");
        assertThat(refusal(charged(full, false)))
                .as("a view that may lack a pod cannot count")
                .contains("exceeded quota: q");
    }

    @Test
    void completesAPodFromTheLimitRange() {
        View view = FixedView.of(stored(
                "limitranges", "ns/l", 7, "spec: {limits: [{type: Container, default: {cpu: '1'}, max: {cpu: '2'}}]}"));
        ObjectNode pod = yaml(ANY_POD);
        assertThat(new Policies(view, true).complete(POD, pod)).isNull();
        assertThat(pod.at("/spec/containers/0/resources/limits/cpu").asString()).isEqualTo("1");
    }

    private static Decision charged(View view, boolean complete) {
        return new Policies(view, complete).charge(POD, yaml(ANY_POD), null);
    }

    private static String refusal(Decision decision) {
        return decision instanceof Decision.Refused(Refusal refusal) ? refusal.message() : decision.toString();
    }

    private static String usedAfter(View view) {
        return tree(charged(view, true).writes().getFirst())
                .at("/status/used/pods")
                .asString();
    }
}

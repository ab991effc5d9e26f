package io.shiplog.resources.admission;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class NamespacePoliciesTest {
    private static final Kind PODS = kind("pods");

    @Test
    void aLimitRangeGivesContainersWhatTheyDoNotSay() {
        ObjectNode pod = pod("{requests: {cpu: 100m}}");
        LimitRanges.setDefaults(
                PODS,
                pod,
                List.of(yaml("spec: {limits: [{type: Container, default: {cpu: 500m, memory: 1Gi},"
                        + " defaultRequest: {cpu: 200m, memory: 1Gi}}]}")));
        assertThat(pod.at("/spec/containers/0/resources"))
                .isEqualTo(yaml("{requests: {cpu: 100m, memory: 1Gi}, limits: {cpu: 500m, memory: 1Gi}}"));
        assertThat(pod.at("/metadata/annotations")
                        .path("kubernetes.io/limit-ranger")
                        .asString())
                .isEqualTo("LimitRanger plugin set: memory request for container c; cpu limit for container c; memory"
                        + " limit for container c");
        assertThat(pod.at("/status/qosClass").asString()).isEqualTo("Burstable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: Container, max: {cpu: 1}}|{limits: {cpu: 2}}|maximum cpu usage per Container is 1, but limit is 2",
                "{type: Container, max: {cpu: 1}}|{}|maximum cpu usage per Container is 1.  No limit is specified",
                "{type: Container, min: {cpu: 1}}|{requests: {cpu: 500m}}|minimum cpu usage per Container is 1, but request"
                        + " is 500m",
                "{type: Container, min: {cpu: 1}}|{}|minimum cpu usage per Container is 1.  No request is specified",
                "{type: Pod, max: {memory: 1Gi}}|{limits: {memory: 2Gi}}|maximum memory usage per Pod is 1Gi, but limit is"
                        + " 2Gi",
                "{type: Container, maxLimitRequestRatio: {cpu: 2}}|{requests: {cpu: 1}, limits: {cpu: 3}}|cpu max limit to"
                        + " request ratio per Container is 2, but provided ratio is 3.000000"
            })
    void aLimitRangeRefuses(String limit, String resources, String message) {
        assertThat(LimitRanges.refusals(PODS, pod(resources), List.of(yaml("spec: {limits: [" + limit + "]}"))))
                .containsExactly(message);
    }

    @Test
    void aQuotaIsChargedUntilItIsFull() {
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {hard: {pods: 2, requests.cpu: 1}}}");
        ObjectNode pod = pod("{requests: {cpu: 400m}}");
        ObjectNode once = charged(pod, quota);
        assertThat(once.get("status"))
                .isEqualTo(yaml("{hard: {pods: '2', requests.cpu: '1'}, used: {pods: '1', requests.cpu: 400m}}"));
        ObjectNode twice = charged(pod, once);
        assertThat(ResourceQuotas.charge(PODS, pod, null, List.of(twice)))
                .isEqualTo(new Charge.Refused("exceeded quota: q, requested: pods=1,requests.cpu=400m, used:"
                        + " pods=2,requests.cpu=800m, limited: pods=2,requests.cpu=1"));
    }

    @Test
    void aQuotaOfComputeMakesContainersSayWhatTheyNeed() {
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {hard: {limits.cpu: 2, requests.memory: 1Gi}}}");
        assertThat(ResourceQuotas.charge(PODS, pod("{}"), null, List.of(quota)))
                .isEqualTo(
                        new Charge.Refused("failed quota: q: must specify limits.cpu for: c; requests.memory for: c"));
    }

    @Test
    void aQuotaCountsWhatAPodAsksForAsAWholeAndThenAsksNoContainerForMore() {
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {hard: {requests.cpu: 1, limits.cpu: 2}}}");
        ObjectNode pod = pod("{}");
        pod.withObject("/spec").set("resources", yaml("{requests: {cpu: 600m}, limits: {cpu: 900m}}"));
        pod.withObject("/spec").set("overhead", yaml("{cpu: 100m}"));
        ObjectNode once = charged(pod, quota);
        assertThat(once.at("/status/used")).isEqualTo(yaml("{requests.cpu: 700m, limits.cpu: '1'}"));
        assertThat(ResourceQuotas.charge(PODS, pod, null, List.of(once)))
                .isEqualTo(new Charge.Refused("exceeded quota: q, requested: requests.cpu=700m, used:"
                        + " requests.cpu=700m, limited: requests.cpu=1"));
    }

    @Test
    void aQuotaNamesHugePagesPlainlyAndOtherResourcesOnlyAsRequests() {
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {hard: {hugepages-2Mi: 8Mi, requests.hugepages-2Mi: 8Mi,"
                + " requests.example.com/gpu: 4}}}");
        ObjectNode pod = pod("{requests: {hugepages-2Mi: 4Mi, example.com/gpu: 1}}");
        assertThat(charged(pod, quota).at("/status/used"))
                .isEqualTo(yaml("{hugepages-2Mi: 4Mi, requests.hugepages-2Mi: 4Mi, requests.example.com/gpu: '1'}"));
    }

    @Test
    void aLimitRangeOfPodsLooksAtThePodAsAWholeWithoutOverhead() {
        ObjectNode pod = pod("{limits: {memory: 4Gi}}");
        pod.withObject("/spec").set("resources", yaml("{requests: {memory: 1Gi}, limits: {memory: 2Gi}}"));
        pod.withObject("/spec").set("overhead", yaml("{memory: 1Gi}"));
        ObjectNode two = yaml("spec: {limits: [{type: Pod, max: {memory: 2Gi}}]}");
        assertThat(LimitRanges.refusals(PODS, pod, List.of(two))).isEmpty();
        ObjectNode one = yaml("spec: {limits: [{type: Pod, max: {memory: 1Gi}}]}");
        assertThat(LimitRanges.refusals(PODS, pod, List.of(one)))
                .containsExactly("maximum memory usage per Pod is 1Gi, but limit is 2Gi");
    }

    @Test
    void aQuotaWithAScopeCountsOnlyWhatItDescribes() {
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {scopes: [NotBestEffort], hard: {pods: 0}}}");
        assertThat(ResourceQuotas.charge(PODS, pod("{}"), null, List.of(quota))).isEqualTo(Charge.NOTHING);
    }

    @Test
    void anUpdateIsChargedWithItsDifference() {
        Kind claims = kind("persistentvolumeclaims");
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {hard: {requests.storage: 3Gi}},"
                + " status: {used: {requests.storage: 1Gi}}}");
        ObjectNode old = yaml("spec: {resources: {requests: {storage: 1Gi}}}");
        assertThat(ResourceQuotas.charge(
                        claims, yaml("spec: {resources: {requests: {storage: 3Gi}}}"), old, List.of(quota)))
                .isInstanceOf(Charge.Made.class);
        assertThat(ResourceQuotas.charge(
                        claims, yaml("spec: {resources: {requests: {storage: 4Gi}}}"), old, List.of(quota)))
                .isInstanceOf(Charge.Refused.class);
    }

    @Test
    void aRecountForgetsWhatIsGone() {
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {hard: {pods: 2}}, status: {used: {pods: '2'}}}");
        ObjectNode ended = pod("{}");
        ended.withObject("/status").put("phase", "Succeeded");
        assertThat(ResourceQuotas.recount(quota, Map.of(PODS, List.of(pod("{}"), ended)))
                        .at("/status/used"))
                .isEqualTo(yaml("{pods: '1'}"));
    }

    @Test
    void aPodGetsThePriorityOfItsClass() {
        ObjectNode high = yaml("{metadata: {name: high}, value: 1000, preemptionPolicy: Never}");
        ObjectNode usual = yaml("{metadata: {name: usual}, value: 5, globalDefault: true}");
        ObjectNode named = pod("{}");
        named.withObject("/spec").put("priorityClassName", "high");
        assertThat(Priorities.resolve(PODS, named, List.of(usual, high))).isEmpty();
        assertThat(named.at("/spec/priority").intValue()).isEqualTo(1000);
        assertThat(named.at("/spec/preemptionPolicy").asString()).isEqualTo("Never");
        ObjectNode unnamed = pod("{}");
        assertThat(Priorities.resolve(PODS, unnamed, List.of(usual, high))).isEmpty();
        assertThat(unnamed.at("/spec/priorityClassName").asString()).isEqualTo("usual");
        ObjectNode lost = pod("{}");
        lost.withObject("/spec").put("priorityClassName", "gone");
        assertThat(Priorities.resolve(PODS, lost, List.of(high))).hasValue("no PriorityClass with name gone was found");
    }

    @Test
    void aPodOfAnAccountThatIsNotThereIsRefused() {
        ObjectNode pod = pod("{}");
        pod.withObject("/spec").put("serviceAccountName", "robot");
        assertThat(new NamespacePolicies(Kinds.builtIn(), (_, _) -> List.of()).complete(PODS, "ns", pod))
                .hasValue("error looking up service account ns/robot: serviceaccount \"robot\" not found");
    }

    @Test
    void aPodPullsImagesWithTheSecretsOfItsAccount() {
        ObjectNode pod = pod("{}");
        ObjectNode account = yaml("{metadata: {name: default}, imagePullSecrets: [{name: key}]}");
        var policies = new NamespacePolicies(
                Kinds.builtIn(),
                (resource, _) -> resource.equals(GroupResource.core("serviceaccounts")) ? List.of(account) : List.of());
        assertThat(policies.complete(PODS, "ns", pod)).isEmpty();
        assertThat(pod.at("/spec/imagePullSecrets/0/name").asString()).isEqualTo("key");
    }

    @Test
    void aPodGetsTheTokenOfItsAccountWhereNothingElseIsMounted() {
        ObjectNode pod = yaml("{metadata: {name: p, uid: u1}, spec: {serviceAccountName: default,"
                + " initContainers: [{name: i, volumeMounts: [{name: own,"
                + " mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}], containers: [{name: c}]}}");
        var policies = new NamespacePolicies(Kinds.builtIn(), (_, _) -> List.of());
        ObjectNode again = pod.deepCopy();
        assertThat(policies.complete(PODS, "ns", pod)).isEmpty();
        assertThat(policies.complete(PODS, "ns", again)).isEmpty();
        assertThat(again).isEqualTo(pod);
        String volume = pod.at("/spec/volumes/0/name").asString();
        assertThat(volume).matches("kube-api-access-[a-z0-9]{5}");
        assertThat(pod.at("/spec/volumes/0/projected/sources/0/serviceAccountToken")
                        .toString())
                .isEqualTo("{\"expirationSeconds\":3607,\"path\":\"token\"}");
        assertThat(pod.at("/spec/containers/0/volumeMounts/0").toString())
                .isEqualTo("{\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\",\"name\":\"" + volume
                        + "\",\"readOnly\":true}");
        assertThat(pod.at("/spec/initContainers/0/volumeMounts")).hasSize(1);
    }

    @Test
    void aPodThatWantsNoTokenGetsNone() {
        ObjectNode account = yaml("{metadata: {name: default}, automountServiceAccountToken: false}");
        var policies = new NamespacePolicies(
                Kinds.builtIn(),
                (resource, _) -> resource.equals(GroupResource.core("serviceaccounts")) ? List.of(account) : List.of());
        ObjectNode pod = yaml("{metadata: {name: p}, spec: {serviceAccountName: default, containers: [{name: c}]}}");
        ObjectNode wanting = pod.deepCopy();
        wanting.withObject("/spec").put("automountServiceAccountToken", true);
        assertThat(policies.complete(PODS, "ns", pod)).isEmpty();
        assertThat(pod.path("spec").has("volumes")).isFalse();
        assertThat(policies.complete(PODS, "ns", wanting)).isEmpty();
        assertThat(wanting.path("spec").path("volumes")).hasSize(1);
    }

    @Test
    void aNamespaceWithoutPoliciesAllowsEverything() {
        assertThat(new NamespacePolicies(Kinds.builtIn(), (_, _) -> List.of()).charge(PODS, "ns", pod("{}"), null))
                .isEqualTo(Charge.NOTHING);
    }

    @Test
    void eventsAreNeverCounted() {
        ObjectNode quota = yaml("{metadata: {name: q}, spec: {hard: {count/events: 0}}}");
        var policies = new NamespacePolicies(Kinds.builtIn(), (_, _) -> List.of(quota));
        assertThat(policies.charge(kind("events"), "ns", yaml("{metadata: {name: e}}"), null))
                .isEqualTo(Charge.NOTHING);
    }

    @Test
    void aPodWithoutAClassHasPriorityZero() {
        ObjectNode pod = pod("{}");
        assertThat(Priorities.resolve(PODS, pod, List.of())).isEmpty();
        assertThat(pod.at("/spec/priority").intValue()).isZero();
        assertThat(pod.at("/spec/preemptionPolicy").asString()).isEqualTo("PreemptLowerPriority");
        assertThat(pod.path("spec").has("priorityClassName")).isFalse();
    }

    @Test
    void theLowestOfSeveralDefaultClassesCounts() {
        ObjectNode pod = pod("{}");
        ObjectNode more = yaml("{metadata: {name: more}, value: 9, globalDefault: true}");
        ObjectNode less = yaml("{metadata: {name: less}, value: 5, globalDefault: true}");
        assertThat(Priorities.resolve(PODS, pod, List.of(more, less))).isEmpty();
        assertThat(pod.at("/spec/priorityClassName").asString()).isEqualTo("less");
    }

    @Test
    void aPodMayNotSayAnotherPriorityThanItsClass() {
        ObjectNode pod = pod("{}");
        pod.withObject("/spec").put("priority", 7);
        assertThat(Priorities.resolve(PODS, pod, List.of()))
                .hasValue("the integer value of priority (7) must not be provided in pod spec; priority admission"
                        + " controller computed 0 from the given PriorityClass name");
    }

    private static ObjectNode charged(ObjectNode pod, ObjectNode quota) {
        return ((Charge.Made) ResourceQuotas.charge(PODS, pod, null, List.of(quota)))
                .quotas()
                .getFirst();
    }

    private static ObjectNode pod(String resources) {
        return Admission.prepareForCreate(
                PODS,
                yaml("{metadata: {name: a}, spec: {containers: [{name: c, image: x, resources: " + resources + "}]}}"),
                Instant.EPOCH,
                () -> "u");
    }
}

package io.shiplog.resources.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodFactsTest {
    private static final String RUNNING = """
            {"metadata":{"name":"p","creationTimestamp":"2026-01-01T00:00:00Z","deletionTimestamp":"2026-01-02T00:00:00Z",
              "deletionGracePeriodSeconds":7,"annotations":{"controller.kubernetes.io/pod-deletion-cost":"-5","other":"9"}},
             "spec":{"nodeName":"n1","hostname":"h","subdomain":"s","terminationGracePeriodSeconds":9,
              "tolerations":[{"key":"k","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
              "initContainers":[
               {"name":"setup","ports":[{"name":"never","containerPort":1}]},
               {"name":"side","restartPolicy":"Always","ports":[{"name":"http","containerPort":15001}],
                "envFrom":[{"secretRef":{"name":"mesh"}}]}],
              "containers":[{"name":"c","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"},{"containerPort":9}],
                "env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"settings","key":"a"}}},{"name":"B","value":"x"}]}],
              "volumes":[{"name":"v","secret":{"secretName":"keys"}},{"name":"e","emptyDir":{}},
                {"name":"w","projected":{"sources":[{"configMap":{"name":"ca"}},{"secret":{"name":"more"}}]}}],
              "imagePullSecrets":[{"name":"pull"},{}]},
             "status":{"phase":"Running","reason":"Odd","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}],
              "conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:01:00Z"},
                {"type":"PodScheduled","status":"True"},
                {"type":"DisruptionTarget","status":"False","reason":"DeletionByPodGC"}],
              "containerStatuses":[{"name":"c","restartCount":2},{"name":"d","restartCount":1}],
              "initContainerStatuses":[{"name":"setup","restartCount":8},{"name":"side","restartCount":3}]}}""";

    private static StoredObject pod(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new StoredObject(GroupResource.core("pods"), new ObjectKey("default", "p"), "u", 1, bytes);
    }

    @Test
    void tellsWhatControllersAskOfAPod() {
        PodFacts pod = PodFacts.of(pod(RUNNING));
        assertThat(pod.node()).isEqualTo("n1");
        assertThat(pod.life())
                .isEqualTo(new PodFacts.Life("Running", "Odd", Instant.parse("2026-01-01T00:00:00Z"), true, 7L));
        assertThat(pod.ready())
                .isEqualTo(new ConditionFacts("Ready", "True", "", Instant.parse("2026-01-01T00:01:00Z")));
        assertThat(pod.disruption())
                .isEqualTo(new ConditionFacts("DisruptionTarget", "False", "DeletionByPodGC", null));
        assertThat(pod.addresses()).containsExactly("10.0.0.1", "fd00::1");
        assertThat(pod.restarts()).as("those of sidecars for themselves").isEqualTo(new PodFacts.Restarts(2, 3));
        assertThat(pod.wishes())
                .isEqualTo(new PodFacts.Wishes(
                        "h",
                        "s",
                        9L,
                        -5,
                        List.of(new Toleration("k", true, "", "NoExecute", 300L)),
                        List.of(new ContainerPort("http", "TCP", 8080), new ContainerPort("http", "TCP", 15001)),
                        new NeededObjects(List.of("ca", "settings"), List.of("keys", "mesh", "more", "pull"))));
    }

    @Test
    void aPodThatHasJustBeenMadeIsPendingAndBoundToNoNode() {
        PodFacts pod = PodFacts.of(pod("{\"metadata\":{\"name\":\"p\"},\"spec\":{\"nodeName\":\"\"}}"));
        assertThat(pod.node()).isNull();
        assertThat(pod.life()).isEqualTo(new PodFacts.Life("Pending", "", null, false, null));
        assertThat(pod.isActive()).isTrue();
        assertThat(pod.isReady()).isFalse();
        assertThat(pod.addresses()).isEmpty();
        assertThat(pod.restarts()).isEqualTo(new PodFacts.Restarts(0, 0));
    }

    @Test
    void aMemberOfAnotherTypeThanItShouldHaveIsNone() {
        PodFacts pod = PodFacts.of(pod("""
                {"metadata":[],"spec":{"nodeName":{"a":1},"containers":"none","terminationGracePeriodSeconds":1e99,
                 "tolerations":[7,{"tolerationSeconds":99999999999999999999}]},"status":{"podIPs":{"ip":"x"},"podIP":"10.0.0.2"}}"""));
        assertThat(pod.node()).isNull();
        assertThat(pod.wishes().graceSeconds()).isNull();
        assertThat(pod.wishes().tolerations()).extracting(Toleration::seconds).containsExactly(null, null);
        assertThat(pod.addresses()).containsExactly("10.0.0.2");
    }

    @Test
    void isReadOnceAndSharesWithOthersWhatTheyHaveInCommon() {
        StoredObject one = pod(RUNNING);
        assertThat(PodFacts.of(one)).isSameAs(PodFacts.of(one));
        StoredObject other = pod(RUNNING.replace("10.0.0.1", "10.0.0.2"));
        assertThat(PodFacts.of(other).wishes()).isSameAs(PodFacts.of(one).wishes());
        assertThat(PodFacts.of(other).node()).isSameAs(PodFacts.of(one).node());
        assertThat(PodFacts.of(other).addresses()).isNotEqualTo(PodFacts.of(one).addresses());
    }
}

package io.shiplog.scheduler.cluster;

import static io.shiplog.scheduler.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.scheduler.Given;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The snapshot beside a naive model: after any history it knows exactly what counting everything anew would give. */
class SnapshotTest {
    private static final String ANTI = "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " [{topologyKey: zone, labelSelector: {matchLabels: {app: a1}}}]}}";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void knowsWhereItsPodsAreAfterAnyHistory(long seed) {
        var random = new SplittableRandom(seed);
        var model = new HashMap<ObjectKey, PodInfo>();
        var nodes = new HashMap<String, Node>();
        Snapshot snapshot = Snapshot.EMPTY;
        for (int step = 0; step < 400; step++) {
            String name = "ns" + random.nextInt(2) + "/p" + random.nextInt(30);
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    PodInfo pod = random(random, name);
                    snapshot = snapshot.with(pod);
                    model.put(pod.key(), pod);
                }
                case 3 -> {
                    snapshot = snapshot.without(ObjectKey.parse(name));
                    model.remove(ObjectKey.parse(name));
                }
                case 4 -> {
                    Node node = Given.node("n" + random.nextInt(4), images(random));
                    snapshot = snapshot.with(node);
                    nodes.put(node.name(), node);
                }
                default -> {
                    String node = "n" + random.nextInt(4);
                    snapshot = snapshot.withoutNode(node);
                    nodes.remove(node);
                }
            }
            check(snapshot, model, nodes);
        }
        for (PodInfo pod : model.values()) {
            snapshot = snapshot.without(pod.key());
        }
        assertThat(snapshot.places().namespaces()).as("nothing is left behind").isEmpty();
        assertThat(snapshot.places().affinities()).isEmpty();
    }

    private static PodInfo random(SplittableRandom random, String name) {
        String metadata = "labels: {app: a" + random.nextInt(3) + "}"
                + (random.nextInt(4) == 0 ? ", deletionTimestamp: '2030-01-01T00:00:00Z'" : "");
        String spec = Given.requesting("n" + random.nextInt(4), "100m", random.nextInt(3) == 0 ? ANTI : "");
        return pod(name, "metadata: {" + metadata + "}\n" + spec);
    }

    private static String images(SplittableRandom random) {
        return "status: {images: [{names: ['i" + random.nextInt(2) + "', 'j" + random.nextInt(2)
                + "'], sizeBytes: 5}]}";
    }

    private static void check(Snapshot snapshot, Map<ObjectKey, PodInfo> model, Map<String, Node> nodes) {
        for (int app = 0; app < 3; app++) {
            var expected = new HashMap<String, Long>();
            Map<String, String> labels = Map.of("app", "a" + app);
            for (PodInfo pod : model.values()) {
                if (pod.key().namespace().equals("ns0")
                        && pod.labels().equals(labels)
                        && !pod.life().terminating()) {
                    expected.merge(pod.life().nodeName(), 1L, Long::sum);
                }
            }
            assertThat(snapshot.places().staying(LabelSelectors.having(labels), "ns0"))
                    .isEqualTo(expected);
        }
        int all = 0;
        for (String namespace : snapshot.places().namespaces()) {
            for (var groups : snapshot.places().groups(namespace).values()) {
                all += groups.values().stream().mapToInt(PodPlaces.Tally::all).sum();
            }
        }
        assertThat(all).isEqualTo(model.size());
        int asking = snapshot.places().affinities().values().stream()
                .flatMap(byNode -> byNode.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(asking).isEqualTo((int) model.values().stream()
                .filter(pod -> !pod.rules().podAffinity().isNone())
                .count());
        for (String image : new String[] {"i0", "i1", "j0", "j1"}) {
            assertThat(snapshot.nodesWithImage(image)).isEqualTo((int) nodes.values().stream()
                    .filter(node -> node.images().containsKey(image))
                    .count());
        }
    }
}

package io.shiplog.scheduler.cycle;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.requesting;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PluginsTest {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /** A law of {@code NodeFilter.without}, over random clusters. */
    @ParameterizedTest
    @MethodSource("seeds")
    void withoutSomePodsAllFiltersAnswerAsIfTheyWerePreparedAnew(long seed) {
        var random = new SplittableRandom(seed);
        Snapshot full = Snapshot.EMPTY;
        for (int i = 0; i < 4; i++) {
            full = full.with(node("n" + i, "2", random.nextInt(5) == 0 ? "" : "zone: z" + random.nextInt(2)));
        }
        for (int i = 0; i < 16; i++) {
            full = full.with(random(random, "p" + i, "n" + random.nextInt(4)));
        }
        for (int i = 0; i < 10; i++) {
            PodInfo pod = random(random, "new", "");
            var prepared = Plugins.FILTERS.prepare(pod, full);
            for (String name : full.nodeNames()) {
                Snapshot rest = full;
                for (PodInfo other :
                        Objects.requireNonNull(full.node(name)).pods().all()) {
                    rest = random.nextBoolean() ? rest : rest.without(other.key());
                }
                Snapshot left = rest;
                var there = Objects.requireNonNull(rest.node(name));
                assertThat(prepared.without(there, () -> left).reject(there))
                        .as("seed %d, pod %d on %s", seed, i, name)
                        .isEqualTo(Plugins.FILTERS.prepare(pod, rest).reject(there));
            }
        }
    }

    private static PodInfo random(SplittableRandom random, String name, String node) {
        String metadata = "labels: {app: a" + random.nextInt(2) + "}"
                + (random.nextInt(6) == 0 ? ", deletionTimestamp: '2030-01-01T00:00:00Z'" : "");
        return pod(name, "metadata: {" + metadata + "}\n" + requesting(node, "200m", rule(random)));
    }

    private static String rule(SplittableRandom random) {
        String app = "{matchLabels: {app: a" + random.nextInt(2) + "}}";
        String key = List.of("zone", "kubernetes.io/hostname").get(random.nextInt(2));
        String term = "{topologyKey: " + key + ", labelSelector: " + app + "}";
        return switch (random.nextInt(5)) {
            case 0 -> "affinity: {podAffinity: {" + REQUIRED + ": [" + term + "]}}";
            case 1 -> "affinity: {podAntiAffinity: {" + REQUIRED + ": [" + term + "]}}";
            case 2 ->
                "topologySpreadConstraints: [{maxSkew: 1, whenUnsatisfiable: DoNotSchedule, topologyKey: " + key
                        + ", labelSelector: " + app + "}]";
            case 3 ->
                "topologySpreadConstraints: [{maxSkew: 2, whenUnsatisfiable: DoNotSchedule, topologyKey: " + key
                        + ", labelSelector: " + app
                        + "}, {maxSkew: 1, whenUnsatisfiable: DoNotSchedule, topologyKey: zone,"
                        + " labelSelector: " + app + "}]";
            default -> "";
        };
    }
}

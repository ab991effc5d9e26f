package io.shiplog.scheduler.cycle;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.requesting;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.ObjectKey;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Decisions in a cluster of 5,000 nodes and 100,000 pods, the size that Kubernetes is made for. The bounds are
 * many times what was measured: they find what grows with nodes times pods, not a slow machine.
 */
class SchedulingAtSizeTest {
    private static final int NODES = 5_000;
    private static final int APPS = 1_000;
    private static final int PODS_PER_APP = 100;
    private static final int TRIES = 20;
    private static final Duration BOUND = Duration.ofMillis(200);
    private static final Duration PREEMPTION_BOUND = Duration.ofSeconds(4);

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private static Snapshot snapshot;
    private static final SchedulingCycle CYCLE = SchedulingCycle.standard(7);

    @BeforeAll
    static void fill() {
        Snapshot next = Snapshot.EMPTY;
        for (int i = 0; i < NODES; i++) {
            next = next.with(node("n" + i, "8", "topology.kubernetes.io/zone: z" + i % 3));
        }
        for (int app = 0; app < APPS; app++) {
            Map<String, String> labels = Map.of("app", "a" + app);
            ObjectKey service = ObjectKey.parse("default/a" + app);
            next = next.surrounded(it -> it.withService(service, labels));
            PodInfo template =
                    pod("t", "metadata: {labels: {app: a" + app + "}}\n" + requesting("", "100m", preferring(app)));
            for (int i = 0; i < PODS_PER_APP; i++) {
                int place = (app * PODS_PER_APP + i) % NODES;
                next = next.with(named(template, "a" + app + "-" + i).on("n" + place));
            }
        }
        snapshot = next;
    }

    /** A tenth of the apps would rather not have two pods on one node, as many charts have it. */
    private static String preferring(int app) {
        return app % 10 != 0
                ? ""
                : "affinity: {podAntiAffinity: {" + PREFERRED + ": [{weight: 100, podAffinityTerm: "
                        + term(app, "kubernetes.io/hostname") + "}]}}";
    }

    private static String term(int app, String key) {
        return "{topologyKey: " + key + ", labelSelector: {matchLabels: {app: a" + app + "}}}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a pod of a service          | ''
            preferred anti-affinity     | affinity: {podAntiAffinity: {%P: [{weight: 1, podAffinityTerm: %H}]}}
            required anti-affinity      | affinity: {podAntiAffinity: {%R: [%H]}}
            required affinity           | affinity: {podAffinity: {%R: [%Z]}}
            required spread over zones  | topologySpreadConstraints: [{maxSkew: 5, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: a10}}}]
            required spread over nodes  | topologySpreadConstraints: [{maxSkew: 5, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: a10}}}]
            a pod that names its node   | affinity: {nodeAffinity: {%R: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [n4711]}]}]}}}
            """)
    void decidesInMilliseconds(String what, String rules) {
        String spec = rules.replace("%R", REQUIRED)
                .replace("%P", PREFERRED)
                .replace("%H", term(10, "kubernetes.io/hostname"))
                .replace("%Z", term(10, "topology.kubernetes.io/zone"));
        PodInfo template = pod("p", "metadata: {labels: {app: a10}}\n" + requesting("", "100m", spec));
        Snapshot filling = snapshot;
        long start = cpuNanos();
        for (int i = 0; i < TRIES; i++) {
            PodInfo pod = named(template, "p" + i);
            if (!(CYCLE.decide(pod, filling) instanceof ScheduleResult.Bind bind)) {
                throw new AssertionError("there is room");
            }
            filling = filling.with(pod.on(bind.node()));
        }
        finished(what, start, TRIES, BOUND);
    }

    @Test
    void saysThatAPodFitsNowhereInMilliseconds() {
        PodInfo pod = pod("p", requesting("", "9", "priority: 10"));
        long start = cpuNanos();
        for (int i = 0; i < TRIES; i++) {
            assertThat(CYCLE.decide(named(pod, "p" + i), snapshot)).isInstanceOf(ScheduleResult.Wait.class);
        }
        finished("a pod that fits nowhere", start, TRIES, BOUND);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a preemption           | ''
            one that has to spread | topologySpreadConstraints: [{maxSkew: 5, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: a10}}}]
            """)
    void findsWhomToPreempt(String what, String spread) {
        PodInfo pod = pod("p", "metadata: {labels: {app: a10}}\n" + requesting("", "7", "priority: 10\n" + spread));
        long start = cpuNanos();
        for (int i = 0; i < 3; i++) {
            assertThat(CYCLE.decide(named(pod, "p" + i), snapshot)).isInstanceOf(ScheduleResult.Preempt.class);
        }
        finished(what, start, 3, PREEMPTION_BOUND);
    }

    private static void finished(String what, long startNanos, int tries, Duration bound) {
        Duration each = Duration.ofNanos((cpuNanos() - startNanos) / tries);
        System.out.println("5,000 nodes, 100,000 pods, " + what + ": " + each.toNanos() / 1000 + " us");
        assertThat(each).isLessThan(bound);
    }

    /** What this thread has taken of the processors: how busy the machine is does not matter. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static PodInfo named(PodInfo template, String name) {
        return new PodInfo(
                ObjectKey.parse("default/" + name),
                "uid-" + name,
                template.labels(),
                template.controller(),
                template.life(),
                template.urgency(),
                template.demand(),
                template.rules());
    }
}

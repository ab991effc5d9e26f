package io.shiplog.reconcilers;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.certificates.Signer;
import io.shiplog.reconcilers.world.CountingView;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Services;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How many objects all controllers together look at because of one change, in a cluster of 5,000 nodes with 10 pods
 * each: as many as have to do with it, never all of them. Pods are in one namespace, ten behind each Service.
 */
class LargeClusterTest {
    private static final int CLUSTER_NODES = 5_000;
    private static final int PODS_PER_NODE = 10;

    /** What the selectors of many Services have in common, before or after what tells them apart. */
    private static final List<String> COMMON = List.of("\"all\":\"one\"", "\"tier\":\"web\"");

    /** What one change of one object may lead to, everything that every controller does about it included. */
    private static final int FEW = 500;

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final StateView CLUSTER = new StateView();
    private static long version;

    @BeforeAll
    static void aLargeCluster() {
        for (int node = 0; node < CLUSTER_NODES; node++) {
            put(Nodes.RESOURCE, "n" + node, node("True"));
            put(Services.RESOURCE, "default/s" + node, """
                    {"metadata":{"namespace":"default","name":"s%1$d","creationTimestamp":"2026-01-01T00:00:00Z"},
                     "spec":{"clusterIP":"10.0.0.1","selector":{"app":"a%1$d",%2$s},"ports":[{"port":80}]}}""".formatted(node, COMMON.get(node % 2)));
            for (int i = 0; i < PODS_PER_NODE; i++) {
                int pod = i * CLUSTER_NODES + node;
                put(Pods.RESOURCE, "default/p" + pod, pod(pod, "True"));
            }
        }
        // What is asked for the first time is gone through once, and kept up to date from then on.
        work(put(Pods.RESOURCE, "default/p7", pod(7, "False")), new CountingView(CLUSTER));
        work(put(Nodes.RESOURCE, "n7", node("False")), new CountingView(CLUSTER));
    }

    private static String node(String ready) {
        return """
                {"metadata":{"labels":{"topology.kubernetes.io/zone":"a"}},
                 "status":{"conditions":[{"type":"Ready","status":"%s"}]}}""".formatted(ready);
    }

    private static String pod(int pod, String ready) {
        return """
                {"metadata":{"namespace":"default","name":"p%1$d","labels":{"all":"one","app":"a%2$d","tier":"web"}},
                 "spec":{"nodeName":"n%3$d","containers":[{"name":"c"}]},
                 "status":{"phase":"Running","podIP":"10.1.0.1","conditions":[{"type":"Ready","status":"%4$s",
                 "lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""".formatted(pod, pod / PODS_PER_NODE, pod % CLUSTER_NODES, ready);
    }

    private static Change put(GroupResource resource, String key, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        long next = ++version;
        var record = new StateRecord(resource, ObjectKey.parse(key), "uid-" + key, next, "p" + next, bytes);
        return Objects.requireNonNull(CLUSTER.apply(record));
    }

    private static Change remove(GroupResource resource, String key) {
        long next = ++version;
        var record = new StateRecord(resource, ObjectKey.parse(key), "uid-" + key, next, "p" + next, null);
        return Objects.requireNonNull(CLUSTER.apply(record));
    }

    /**
     * Has every controller do what the change asks for; returns who was asked about what, and how many objects each
     * looked at.
     */
    private static TreeMap<String, Integer> work(Change change, CountingView view) {
        var settings = new ControllerSettings("CA", Duration.ofHours(1), Signer.NONE);
        var counts = new TreeMap<String, Integer>();
        for (Reconciler reconciler : Controllers.all(settings)) {
            int looks = 0;
            Set<ObjectRef> refs = new HashSet<>(reconciler.watches().keys(change, view));
            looks += view.count();
            for (ObjectRef ref : refs) {
                reconciler.reconcile((View) view, ref, new ReconcileContext(NOW, () -> "uid"));
                looks += view.count();
            }
            counts.put(reconciler.name(), looks);
        }
        return counts;
    }

    private static void assertFew(Change change) {
        assertThat(work(change, new CountingView(CLUSTER)).entrySet())
                .allSatisfy(
                        each -> assertThat(each.getValue()).as(each.getKey()).isLessThan(FEW));
    }

    @Test
    void aPodThatBecomesUnreadyIsAMatterOfItsServiceAndItsNode() {
        assertFew(put(Pods.RESOURCE, "default/p1234", pod(1234, "False")));
    }

    @Test
    void aPodThatEndsOrGoesIsAMatterOfItsServiceOnly() {
        assertFew(put(Pods.RESOURCE, "default/p2345", pod(2345, "True").replace("Running", "Failed")));
        assertFew(remove(Pods.RESOURCE, "default/p2345"));
    }

    @Test
    void aNodeThatFallsSilentIsAMatterOfItsPods() {
        assertFew(put(Nodes.RESOURCE, "n345", node("Unknown")));
        assertFew(remove(Nodes.RESOURCE, "n345"));
    }

    @Test
    void aServiceIsAMatterOfThePodsThatItSelects() {
        assertFew(remove(Services.RESOURCE, "default/s3456"));
        assertFew(put(Services.RESOURCE, "default/s3456", """
                {"metadata":{"namespace":"default","name":"s3456"},
                 "spec":{"clusterIP":"10.0.0.1","selector":{"tier":"web","app":"a3456"},"ports":[{"port":80}]}}"""));
    }
}

package io.shiplog.reconcilers.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.reconcilers.feeds.ObjectRecords;
import io.shiplog.reconcilers.feeds.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServicesFoldTest {
    private static final GroupResource SERVICES = GroupResource.core("services");
    private static final GroupResource SLICES = new GroupResource("endpointslices", "discovery.k8s.io");
    private static final GroupResource PODS = GroupResource.core("pods");

    private final List<String> faults = new ArrayList<>();
    private final Topic topic =
            new Topic(() -> new ServicesFold((service, _) -> faults.add(service.toString())), ObjectRecords::digest);

    @Test
    void aServiceIsWrittenWithTheEndpointsThatMayBeAsked() {
        topic.put(SERVICES, "ns/web", service("10.96.0.7", ""));
        topic.put(SLICES, "ns/web-b", slice("web", endpoint("10.1.0.3", "")));
        topic.put(
                SLICES,
                "ns/web-a",
                slice(
                        "web",
                        endpoint("10.1.0.1", "\"ready\":true"),
                        endpoint("10.1.0.2", "\"ready\":false"),
                        endpoint("10.1.0.4", "\"ready\":false,\"serving\":true,\"terminating\":true")));
        topic.put(SLICES, "ns/other-a", slice("other", endpoint("10.1.0.9", "")));
        assertThat(topic.latest())
                .isEqualTo(Map.of(
                        "ns/web",
                        "{\"v\":1,\"service\":{\"metadata\":{\"name\":\"web\",\"namespace\":\"ns\"},"
                                + "\"spec\":{\"clusterIP\":\"10.96.0.7\",\"ports\":[{\"port\":80}]}},\"endpointSlices\":["
                                + "{\"metadata\":{\"name\":\"web-a\",\"namespace\":\"ns\",\"labels\":{\"kubernetes.io/service-name\":\"web\"}},"
                                + "\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"\",\"protocol\":\"TCP\",\"port\":8080}],\"endpoints\":["
                                + "{\"addresses\":[\"10.1.0.1\"],\"conditions\":{\"ready\":true}},"
                                + "{\"addresses\":[\"10.1.0.4\"],\"conditions\":{\"ready\":false,\"serving\":true,\"terminating\":true}}]},"
                                + "{\"metadata\":{\"name\":\"web-b\",\"namespace\":\"ns\",\"labels\":{\"kubernetes.io/service-name\":\"web\"}},"
                                + "\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"\",\"protocol\":\"TCP\",\"port\":8080}],\"endpoints\":["
                                + "{\"addresses\":[\"10.1.0.3\"],\"conditions\":{}}]}]}"));
    }

    @Test
    void headlessAndExternalServicesAreWrittenToo() {
        topic.put(SERVICES, "ns/db", service("None", ""));
        topic.put(
                SERVICES,
                "ns/out",
                "{\"metadata\":{},\"spec\":{\"type\":\"ExternalName\",\"externalName\":\"example.org\"}}");
        assertThat(topic.latest()).containsOnlyKeys("ns/db", "ns/out");
        assertThat(topic.latest().get("ns/out")).contains("\"externalName\":\"example.org\"");
    }

    @Test
    void endpointsThatAreNotReadyAreThereWhereTheServicePublishesThem() {
        topic.put(SLICES, "ns/db-a", slice("db", endpoint("10.1.0.2", "\"ready\":false")));
        topic.put(SERVICES, "ns/db", service("None", ""));
        assertThat(topic.latest().get("ns/db")).doesNotContain("10.1.0.2");
        topic.put(SERVICES, "ns/db", service("None", ",\"publishNotReadyAddresses\":true"));
        assertThat(topic.latest().get("ns/db")).contains("10.1.0.2");
    }

    @Test
    void writesNothingForWhatChangesNoServicesEndpoints() {
        topic.put(SERVICES, "ns/web", service("10.96.0.7", ""));
        topic.put(SLICES, "ns/web-a", slice("web", endpoint("10.1.0.1", "")));
        assertThat(topic.put(PODS, "ns/p", "{\"metadata\":{},\"status\":{\"phase\":\"Running\"}}"))
                .isEmpty();
        String noted = slice("web", endpoint("10.1.0.1", ""), endpoint("10.1.0.2", "\"ready\":false"))
                .replace(
                        "\"labels\"",
                        "\"annotations\":{\"endpoints.kubernetes.io/last-change-trigger-time\":\"x\"},\"labels\"");
        assertThat(topic.put(SLICES, "ns/web-a", noted)).isEmpty();
        assertThat(topic.put(
                        SERVICES,
                        "ns/web",
                        service("10.96.0.7", "").replace("{\"metadata\":{", "{\"metadata\":{\"generation\":2")))
                .isEmpty();
        assertThat(topic.put(SLICES, "ns/web-a", slice("web", endpoint("10.1.0.2", ""))))
                .extracting(FeedRecord::key)
                .containsExactly("ns/web");
    }

    @Test
    void aSliceThatChangesItsServiceIsAMatterOfBoth() {
        topic.put(SERVICES, "ns/web", service("10.96.0.7", ""));
        topic.put(SERVICES, "ns/api", service("10.96.0.8", ""));
        topic.put(SLICES, "ns/s", slice("web", endpoint("10.1.0.1", "")));
        assertThat(topic.put(SLICES, "ns/s", slice("api", endpoint("10.1.0.1", ""))))
                .extracting(FeedRecord::key)
                .containsExactlyInAnyOrder("ns/web", "ns/api");
        assertThat(topic.latest().get("ns/web")).doesNotContain("10.1.0.1");
    }

    @Test
    void aServiceThatCannotBeReadIsToldOfAndStopsNoOther() {
        topic.put(SERVICES, "ns/bad", "[]");
        topic.put(SERVICES, "ns/web", service("10.96.0.7", ""));
        assertThat(faults).containsExactly("services ns/bad");
        assertThat(topic.latest()).containsOnlyKeys("ns/web");
    }

    @Test
    void aStartWritesWhatWasMissedAndNothingElse() {
        topic.put(SERVICES, "ns/web", service("10.96.0.7", ""));
        topic.put(SERVICES, "ns/api", service("10.96.0.8", ""));
        topic.put(SERVICES, "ns/old", service("10.96.0.9", ""));
        topic.putUnheard(SLICES, "ns/web-a", slice("web", endpoint("10.1.0.1", "")));
        topic.putUnheard(SERVICES, "ns/old", null);
        assertThat(topic.restart()).extracting(FeedRecord::key).containsExactlyInAnyOrder("ns/web", "ns/old");
        assertThat(topic.restart()).isEmpty();
        topic.put(SLICES, "ns/web-a", null);
        assertThat(topic.latest().get("ns/web"))
                .as("a slice of before the start")
                .doesNotContain("10.1.0.1");
    }

    @Test
    void putsRightWhatAnotherWroteOverIt() {
        topic.put(SERVICES, "ns/web", service("10.96.0.7", ""));
        Map<String, String> right = topic.latest();
        topic.overwrite("ns/web", "{\"v\":1,\"service\":{},\"endpointSlices\":[]}");
        topic.overwrite("ns/gone", "{\"v\":1,\"service\":{},\"endpointSlices\":[]}");
        assertThat(topic.latest()).isEqualTo(right);
        topic.overwrite("ns/web", null);
        assertThat(topic.latest()).isEqualTo(right);
    }

    @Test
    void anyOrderOfChangesEndsInTheSameRecords() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(history(seed, new Random(seed))).as("seed %d", seed).isEqualTo(history(seed, new Random(~seed)));
        }
    }

    /**
     * What the topic holds after the changes that {@code seed} gives, in an order, and with starts, that {@code order}
     * gives.
     */
    private static Map<String, String> history(long seed, Random order) {
        var random = new Random(seed);
        var keys = new ArrayList<List<Runnable>>();
        var topic = new Topic(
                () -> new ServicesFold((_, fault) -> {
                    throw fault;
                }),
                ObjectRecords::digest);
        for (int i = 0; i < 3; i++) {
            String key = "ns/s" + i;
            var changes = new ArrayList<Runnable>();
            for (int change = random.nextInt(3); change >= 0; change--) {
                String json = random.nextInt(4) == 0 ? null : service("10.96.0." + random.nextInt(9), "");
                changes.add(() -> topic.put(SERVICES, key, json));
            }
            keys.add(changes);
        }
        for (int i = 0; i < 5; i++) {
            String key = "ns/slice" + i;
            var changes = new ArrayList<Runnable>();
            for (int change = random.nextInt(3); change >= 0; change--) {
                String json = random.nextInt(4) == 0
                        ? null
                        : slice(
                                "s" + random.nextInt(3),
                                endpoint("10.1.0." + random.nextInt(9), "\"ready\":" + random.nextBoolean()));
                changes.add(() -> topic.put(SLICES, key, json));
            }
            keys.add(changes);
        }
        while (!keys.isEmpty()) {
            keys.get(order.nextInt(keys.size())).removeFirst().run();
            keys.removeIf(List::isEmpty);
            if (order.nextInt(10) == 0) {
                topic.restart();
            }
        }
        return topic.latest();
    }

    private static String service(String clusterIp, String more) {
        return "{\"metadata\":{},\"spec\":{\"clusterIP\":\"" + clusterIp + "\",\"ports\":[{\"port\":80}]" + more + "}}";
    }

    private static String slice(String service, String... endpoints) {
        return "{\"metadata\":{\"labels\":{\"kubernetes.io/service-name\":\"" + service
                + "\"}},\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"\",\"protocol\":\"TCP\",\"port\":8080}],\"endpoints\":["
                + String.join(",", endpoints) + "]}";
    }

    private static String endpoint(String address, String conditions) {
        return "{\"addresses\":[\"" + address + "\"],\"conditions\":{" + conditions
                + "},\"targetRef\":{\"kind\":\"Pod\"},\"nodeName\":\"n1\"}";
    }
}

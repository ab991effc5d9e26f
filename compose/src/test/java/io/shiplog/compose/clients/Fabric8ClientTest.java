package io.shiplog.compose.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fabric8 client over HTTPS with the kubeconfig that a cluster writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class Fabric8ClientTest {
    private static final String NAMESPACE = "default";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private LocalApi api;
    private KubernetesClient client;

    @BeforeAll
    void start(@TempDir Path folder) {
        api = new LocalApi(folder);
        Config config = Config.fromKubeconfig(api.kubeconfig().toFile());
        // The client's first connection may come while the machine is busy with other tests.
        config.setConnectionTimeout(60_000);
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterAll
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void findsOutWhatTheServerIs() {
        assertThat(client.getKubernetesVersion().getMinor()).startsWith("34");
        assertThat(client.supports(Deployment.class)).isTrue();
        assertThat(client.getApiGroups().getGroups())
                .anyMatch(group -> group.getName().equals("apps"));
    }

    @Test
    void createsReadsChangesAndDeletes() {
        var maps = client.configMaps().inNamespace(NAMESPACE);
        ConfigMap created = maps.resource(map("life", "a", "1")).create();
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(maps.withName("life").get()).isEqualTo(created);
        ConfigMap edited = maps.withName("life")
                .edit(current ->
                        new ConfigMapBuilder(current).addToData("b", "2").build());
        assertThat(edited.getData()).isEqualTo(Map.of("a", "1", "b", "2"));
        ConfigMap patched = maps.withName("life")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":null,\"c\":\"3\"}}");
        assertThat(patched.getData()).isEqualTo(Map.of("b", "2", "c", "3"));
        ConfigMap json = maps.withName("life")
                .patch(PatchContext.of(PatchType.JSON), "[{\"op\":\"replace\",\"path\":\"/data/b\",\"value\":\"9\"}]");
        assertThat(json.getData()).containsEntry("b", "9");
        assertThat(maps.withName("life").delete()).hasSize(1);
        assertThat(maps.withName("life").get()).isNull();
    }

    @Test
    void anUpdateOfAnOldVersionIsAConflict() {
        var maps = client.configMaps().inNamespace(NAMESPACE);
        ConfigMap first = maps.resource(map("raced", "a", "1")).create();
        maps.resource(new ConfigMapBuilder(first).addToData("a", "2").build()).update();
        assertThatThrownBy(() -> maps.resource(
                                new ConfigMapBuilder(first).addToData("a", "3").build())
                        .update())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
                });
        assertThatThrownBy(() -> maps.resource(map("raced", "a", "1")).create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists"));
    }

    @Test
    void listsBySelectorsAndInPieces() {
        for (int i = 0; i < 5; i++) {
            client.configMaps()
                    .inNamespace(NAMESPACE)
                    .resource(new ConfigMapBuilder(map("listed-" + i, "a", "1"))
                            .editMetadata()
                            .addToLabels("listed", i % 2 == 0 ? "even" : "odd")
                            .endMetadata()
                            .build())
                    .create();
        }
        var maps = client.configMaps().inNamespace(NAMESPACE);
        assertThat(maps.withLabel("listed", "even").list().getItems()).hasSize(3);
        assertThat(maps.withField("metadata.name", "listed-1").list().getItems())
                .hasSize(1);
        var page = maps.withLabel("listed")
                .list(new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                        .withLimit(2L)
                        .build());
        assertThat(page.getItems()).hasSize(2);
        assertThat(page.getMetadata().getContinue()).isNotEmpty();
    }

    @Test
    void watchesChanges() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Queue<Map<String, String>> marks = new ConcurrentLinkedQueue<>();
        var maps = client.configMaps().inNamespace(NAMESPACE);
        try (Watch _ = maps.withName("watched").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                if (action == Action.BOOKMARK) {
                    // It asks for bookmarks and names no version: the end of what was there is marked.
                    marks.add(map.getMetadata().getAnnotations());
                } else {
                    seen.add(action + " " + (map.getData() == null ? "" : map.getData()));
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("CLOSED " + cause);
            }
        })) {
            maps.resource(map("watched", "a", "1")).create();
            maps.withName("watched")
                    .edit(current ->
                            new ConfigMapBuilder(current).addToData("a", "2").build());
            maps.withName("watched").delete();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(seen).containsExactly("ADDED {a=1}", "MODIFIED {a=2}", "DELETED {a=2}"));
            assertThat(marks).contains(Map.of("k8s.io/initial-events-end", "true"));
        }
    }

    @Test
    void anInformerKeepsAnExactCopy() {
        var namespace = "informed";
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        var maps = client.configMaps().inNamespace(namespace);
        maps.resource(map("before", "a", "1")).create();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (SharedIndexInformer<ConfigMap> informer = maps.inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap map) {
                seen.add("add " + map.getMetadata().getName());
            }

            @Override
            public void onUpdate(ConfigMap old, ConfigMap now) {
                seen.add("update " + now.getMetadata().getName() + " " + old.getData() + now.getData());
            }

            @Override
            public void onDelete(ConfigMap map, boolean unknown) {
                seen.add("delete " + map.getMetadata().getName());
            }
        })) {
            maps.resource(map("after", "a", "1")).create();
            maps.withName("before")
                    .edit(current ->
                            new ConfigMapBuilder(current).addToData("a", "2").build());
            maps.withName("after").delete();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(seen)
                            .contains("add before", "add after", "update before {a=1}{a=2}", "delete after"));
            assertThat(informer.getStore().list())
                    .extracting(map -> map.getMetadata().getName())
                    .containsExactly("before");
        }
    }

    @Test
    void scalesAndEditsADeployment() {
        var deployments = client.apps().deployments().inNamespace(NAMESPACE);
        deployments.resource(deployment("web")).create();
        // scale(5) would wait for pods, which nobody makes here.
        var wanted = new ScaleBuilder(deployments.withName("web").scale())
                .editSpec()
                .withReplicas(5)
                .endSpec()
                .build();
        assertThat(deployments.withName("web").scale(wanted).getSpec().getReplicas())
                .isEqualTo(5);
        assertThat(deployments.withName("web").scale().getSpec().getReplicas()).isEqualTo(5);
        Deployment labelled = deployments
                .withName("web")
                .edit(current -> new DeploymentBuilder(current)
                        .editMetadata()
                        .addToAnnotations("note", "x")
                        .endMetadata()
                        .build());
        assertThat(labelled.getMetadata().getAnnotations()).containsEntry("note", "x");
        deployments.withName("web").delete();
        assertThat(deployments.withName("web").get()).isNull();
    }

    @Test
    void writesTheStatusOfAPodApartFromItsSpec() {
        var pods = client.pods().inNamespace(NAMESPACE);
        Pod pod = pods.resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName("p-")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("c")
                        .withImage("i")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        String name = pod.getMetadata().getName();
        assertThat(name).startsWith("p-");
        Pod running = pods.resource(new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build())
                .updateStatus();
        assertThat(running.getStatus().getPhase()).isEqualTo("Running");
        assertThat(running.getSpec()).isEqualTo(pod.getSpec());
        Pod waited = pods.withName(name)
                .waitUntilCondition(
                        p -> p.getStatus().getPhase().equals("Running"), 10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(waited.getMetadata().getName()).isEqualTo(name);
        pods.withName(name).withGracePeriod(0).delete();
        assertThat(pods.withName(name).get()).isNull();
    }

    @Test
    void worksOnKindsThatItHasNoClassFor() {
        var secrets = client.genericKubernetesResources("v1", "Secret").inNamespace(NAMESPACE);
        var secret = new io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder()
                .withApiVersion("v1")
                .withKind("Secret")
                .withNewMetadata()
                .withName("generic")
                .endMetadata()
                .build();
        secret.setAdditionalProperty("stringData", Map.of("k", "v"));
        secrets.resource(secret).create();
        assertThat(client.secrets()
                        .inNamespace(NAMESPACE)
                        .withName("generic")
                        .get()
                        .getData())
                .containsEntry("k", "dg==");
        assertThat(secrets.list().getItems())
                .extracting(each -> each.getMetadata().getName())
                .contains("generic");
    }

    @Test
    void appliesAListOfDifferentKinds() {
        var list = client.resourceList(List.of(map("several", "a", "1"), deployment("several")))
                .inNamespace(NAMESPACE);
        assertThat(list.create()).hasSize(2);
        assertThat(list.get()).hasSize(2).doesNotContainNull();
        list.delete();
        assertThat(client.configMaps()
                        .inNamespace(NAMESPACE)
                        .withName("several")
                        .get())
                .isNull();
    }

    private static ConfigMap map(String name, String key, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData(key, value)
                .build();
    }

    private static Deployment deployment(String name) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}

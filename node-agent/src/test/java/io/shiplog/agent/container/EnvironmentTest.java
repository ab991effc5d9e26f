package io.shiplog.agent.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.TestPods;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private static final HostNode HOST =
            new HostNode("owner", "n1", "192.0.2.1", List.of("10.96.0.10"), "cluster.local", 4000, 8L << 30);

    private static Map<String, String> environment(String container, String more) {
        PodAssignment pod = TestPods.assigned("web", "u1", "{'containers':[" + container + "]}", more);
        return Environment.of(pod, pod.pod().containers().getFirst(), HOST, "172.17.0.9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    $(A)        | 1
                    x$(A)y$(B)  | x1y2
                    $$(A)       | $(A)
                    $(NONE)     | $(NONE)
                    $(A         | $(A
                    cost: 5$    | cost: 5$
                    $A          | $A
                    $$$(A)      | $1
                    """)
    void expandsReferencesAsKubernetesDoes(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("A", "1", "B", "2"))).isEqualTo(expected);
    }

    @Test
    void lastOneWinsAndMayReferToThoseBefore() {
        String maps = "{'configMaps':{'cm':{'data':{'A':'from map','B':'b'}}},'secrets':{'s':{'data':{'T':'dG9r'}}}}";
        Map<String, String> result = environment(
                "{'name':'a','envFrom':[{'configMapRef':{'name':'cm'}},{'prefix':'S_','secretRef':{'name':'s'}},{'configMapRef':{'name':'none','optional':true}}],"
                        + "'env':[{'name':'A','value':'own'},{'name':'C','value':'$(A)-$(B)-$(LATER)'},{'name':'LATER','value':'x'}]}",
                maps);
        assertThat(result).containsEntry("A", "own").containsEntry("S_T", "tok").containsEntry("C", "own-b-$(LATER)");
    }

    @Test
    void knowsThePodTheNodeAndTheContainersResources() {
        Map<String, String> result = environment(
                "{'name':'a','resources':{'limits':{'memory':'64Mi'},'requests':{'cpu':'250m'}},'env':["
                        + "{'name':'NODE','valueFrom':{'fieldRef':{'fieldPath':'spec.nodeName'}}},"
                        + "{'name':'IP','valueFrom':{'fieldRef':{'fieldPath':'status.podIP'}}},"
                        + "{'name':'MEM','valueFrom':{'resourceFieldRef':{'resource':'limits.memory','divisor':'1Mi'}}},"
                        + "{'name':'CPU','valueFrom':{'resourceFieldRef':{'resource':'requests.cpu','divisor':'1m'}}},"
                        + "{'name':'CPUS','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu'}}}]}",
                "{}");
        assertThat(result)
                .containsEntry("NODE", "n1")
                .containsEntry("IP", "172.17.0.9")
                .containsEntry("MEM", "64")
                .containsEntry("CPU", "250")
                .containsEntry("CPUS", "4");
    }

    @Test
    void saysWhichObjectOrKeyIsMissing() {
        assertThatThrownBy(() -> environment("{'name':'a','envFrom':[{'secretRef':{'name':'s'}}]}", "{}"))
                .isInstanceOf(ContainerConfigException.class)
                .hasMessage("secret \"s\" not found");
        assertThatThrownBy(() -> environment(
                        "{'name':'a','env':[{'name':'X','valueFrom':{'configMapKeyRef':{'name':'cm','key':'k'}}}]}",
                        "{'configMaps':{'cm':{'data':{}}}}"))
                .hasMessage("couldn't find key k in ConfigMap default/cm");
    }

    @Test
    void showsServicesOfItsNamespaceAndTheApi() {
        String services =
                "{'services':[{'name':'kubernetes','namespace':'default','clusterIP':'10.96.0.1','ports':[{'name':'https','port':443,'protocol':'TCP'}]},"
                        + "{'name':'redis-main','namespace':'default','clusterIP':'10.96.0.5','ports':[{'port':6379,'protocol':'TCP'}]},"
                        + "{'name':'headless','namespace':'default','clusterIP':'None','ports':[{'port':1,'protocol':'TCP'}]}]}";
        assertThat(environment("{'name':'a'}", services))
                .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
                .containsEntry("KUBERNETES_SERVICE_PORT_HTTPS", "443")
                .containsEntry("REDIS_MAIN_SERVICE_HOST", "10.96.0.5")
                .containsEntry("REDIS_MAIN_PORT_6379_TCP_ADDR", "10.96.0.5")
                .containsEntry("REDIS_MAIN_PORT", "tcp://10.96.0.5:6379")
                .doesNotContainKey("HEADLESS_SERVICE_HOST");
    }

    @Test
    void asksTheClustersNameServersUnlessThePodSaysOtherwise() {
        PodAssignment plain = TestPods.assigned("{'containers':[]}");
        assertThat(DnsSettings.of(plain, HOST))
                .isEqualTo(new io.shiplog.agent.engine.SandboxSpec.Dns(
                        List.of("10.96.0.10"),
                        List.of("default.svc.cluster.local", "svc.cluster.local", "cluster.local"),
                        List.of("ndots:5")));
        assertThat(DnsSettings.of(TestPods.assigned("{'hostNetwork':true,'containers':[]}"), HOST))
                .isNull();
        assertThat(DnsSettings.of(TestPods.assigned("{'dnsPolicy':'Default','containers':[]}"), HOST))
                .isNull();
        assertThat(DnsSettings.of(
                        TestPods.assigned(
                                "{'dnsPolicy':'None','dnsConfig':{'nameservers':['1.1.1.1'],'options':[{'name':'ndots','value':'2'}]},'containers':[]}"),
                        HOST))
                .isEqualTo(
                        new io.shiplog.agent.engine.SandboxSpec.Dns(List.of("1.1.1.1"), List.of(), List.of("ndots:2")));
    }

    @Test
    void knowsAnotherContainersResources() {
        PodAssignment pod = TestPods.assigned("{'initContainers':[{'name':'i','resources':{'limits':{'cpu':'2'}}}],"
                + "'containers':[{'name':'a','env':[{'name':'CPUS','valueFrom':{'resourceFieldRef':"
                + "{'containerName':'i','resource':'limits.cpu'}}}]}]}");
        assertThat(Environment.of(pod, pod.pod().containers().getFirst(), HOST, ""))
                .containsEntry("CPUS", "2");
    }

    @Test
    void cannotTellWhetherAUserByNameIsRoot() {
        PodAssignment pod =
                TestPods.assigned("{'securityContext':{'runAsNonRoot':true},'containers':[{'name':'a','image':'i'}]}");
        var image = new io.shiplog.agent.engine.ImageInfo("sha256:1", List.of("i"), 1, "nginx");
        assertThatThrownBy(() -> SecuritySettings.of(pod, pod.pod().containers().getFirst(), image))
                .hasMessageContaining(
                        "container has runAsNonRoot and image has non-numeric user (nginx), cannot verify user is non-root");
        var numeric = new io.shiplog.agent.engine.ImageInfo("sha256:1", List.of("i"), 1, "101:101");
        assertThat(SecuritySettings.of(pod, pod.pod().containers().getFirst(), numeric)
                        .user())
                .isNull();
    }

    @Test
    void mountsReadOnlyWhatTheAgentKeepsUpToDate() {
        PodAssignment pod = TestPods.assigned(
                "{'volumes':[{'name':'c','configMap':{'name':'c'}},{'name':'s','secret':{'secretName':'s'}},"
                        + "{'name':'d','downwardAPI':{}},{'name':'p','projected':{}},{'name':'e','emptyDir':{}}],"
                        + "'containers':[{'name':'a','image':'i:1','volumeMounts':[{'name':'c','mountPath':'/c'},"
                        + "{'name':'s','mountPath':'/s'},{'name':'d','mountPath':'/d'},{'name':'p','mountPath':'/p'},"
                        + "{'name':'e','mountPath':'/e'}]}]}");
        var sources = new MountSources() {
            @Override
            public String source(String volume, String subPath, boolean readOnly) {
                return "/" + volume;
            }

            @Override
            public String terminationLog(String container, int attempt) {
                return "";
            }
        };
        var image = new io.shiplog.agent.engine.ImageInfo("sha256:1", List.of("i"), 1, "");
        var step = new io.shiplog.agent.pod.plan.Step.StartContainer("a", 0, "sandbox", "172.17.0.9");
        assertThat(ContainerSpecs.of(pod, pod.pod().containers().getFirst(), step, image, HOST, sources)
                        .mounts())
                .extracting(mount -> mount.target() + (mount.readOnly() ? " ro" : " rw"))
                .containsExactly("/c ro", "/s ro", "/d ro", "/p ro", "/e rw");
    }

    @Test
    void refusesRootWhereThePodForbidsIt() {
        PodAssignment pod =
                TestPods.assigned("{'securityContext':{'runAsNonRoot':true},'containers':[{'name':'a','image':'i'}]}");
        var image = new io.shiplog.agent.engine.ImageInfo("sha256:1", List.of("i"), 1, "");
        assertThatThrownBy(() -> SecuritySettings.of(pod, pod.pod().containers().getFirst(), image))
                .isInstanceOf(ContainerConfigException.class)
                .hasMessageContaining("container has runAsNonRoot and image will run as root");
    }
}

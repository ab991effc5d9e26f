package io.shiplog.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.agent.container.ContainerConfigException;
import io.shiplog.agent.container.Site;
import io.shiplog.agent.pod.PodAssignment;
import io.shiplog.agent.testkit.TestPods;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskVolumesTest {
    private static final Site SITE = new Site("owner", "n1", "192.0.2.1", List.of(), "cluster.local", 4000, 8L << 30);

    @TempDir
    Path data;

    private static PodAssignment pod(String volumes, String more) {
        return TestPods.assigned("web", "u1", "{'volumes':[" + volumes + "],'containers':[]}", more);
    }

    private Path volume(String name) {
        return data.resolve("pods/u1/volumes").resolve(name);
    }

    @Test
    void writesAndReplacesTheFilesOfAConfigMapInOneStep() throws Exception {
        var volumes = new DiskVolumes(data, SITE);
        String source = "{'name':'c','configMap':{'name':'cm'}}";
        volumes.prepare(pod(source, "{'configMaps':{'cm':{'data':{'a':'1','b':'2'},'binaryData':{'bin':'AAE='}}}}"));
        assertThat(volume("c").resolve("a")).hasContent("1");
        assertThat(volume("c").resolve("bin")).hasBinaryContent(new byte[] {0, 1});
        Path before = Files.readSymbolicLink(volume("c").resolve("..data"));
        volumes.prepare(pod(source, "{'configMaps':{'cm':{'data':{'a':'1','b':'2'},'binaryData':{'bin':'AAE='}}}}"));
        assertThat(Files.readSymbolicLink(volume("c").resolve("..data"))).isEqualTo(before);
        volumes.prepare(pod(source, "{'configMaps':{'cm':{'data':{'a':'new'}}}}"));
        assertThat(volume("c").resolve("a")).hasContent("new");
        assertThat(volume("c").resolve("b")).doesNotExist();
        assertThat(volume("c").resolve(before)).doesNotExist();
    }

    @Test
    void setsModesAndPaths() throws Exception {
        var volumes = new DiskVolumes(data, SITE);
        volumes.prepare(pod(
                "{'name':'s','secret':{'secretName':'s','defaultMode':256,'items':[{'key':'k','path':'x/y','mode':288},{'key':'l','path':'l'}]}}",
                "{'secrets':{'s':{'data':{'k':'dg==','l':'dg=='}}}}"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(volume("s").resolve("x/y"))))
                .isEqualTo("r--r-----");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(volume("s").resolve("l"))))
                .isEqualTo("r--------");
    }

    @Test
    void projectsSeveralSourcesIntoOneFolder() {
        var volumes = new DiskVolumes(data, SITE);
        volumes.prepare(pod(
                "{'name':'p','projected':{'sources':[{'serviceAccountToken':{'path':'token'}},{'configMap':{'name':'kube-root-ca.crt','items':[{'key':'ca.crt','path':'ca.crt'}]}},"
                        + "{'downwardAPI':{'items':[{'path':'namespace','fieldRef':{'fieldPath':'metadata.namespace'}}]}}]}}",
                "{'configMaps':{'kube-root-ca.crt':{'data':{'ca.crt':'PEM'}}}}"));
        assertThat(volume("p").resolve("ca.crt")).hasContent("PEM");
        assertThat(volume("p").resolve("namespace")).hasContent("default");
    }

    @Test
    void saysWhatIsMissingUnlessItIsOptional() {
        var volumes = new DiskVolumes(data, SITE);
        assertThatThrownBy(() -> volumes.prepare(pod("{'name':'c','configMap':{'name':'cm'}}", "{}")))
                .isInstanceOf(VolumeException.class)
                .hasMessage("MountVolume.SetUp failed for volume \"c\" : configmap \"cm\" not found");
        volumes.prepare(pod("{'name':'c','configMap':{'name':'cm','optional':true}}", "{}"));
        assertThat(volume("c").resolve("..data")).isEmptyDirectory();
    }

    @Test
    void refusesPathsThatLeadOutOfTheVolume() throws Exception {
        var volumes = new DiskVolumes(data, SITE);
        PodAssignment pod = pod("{'name':'e','emptyDir':{}}", "{}");
        volumes.prepare(pod);
        assertThatThrownBy(() -> volumes.sources(pod).source("e", "../../other", false))
                .isInstanceOf(ContainerConfigException.class);
        Files.createSymbolicLink(volume("e").resolve("link"), data);
        assertThatThrownBy(() -> volumes.sources(pod).source("e", "link", false))
                .isInstanceOf(ContainerConfigException.class);
        assertThat(volumes.sources(pod).source("e", "a/b", false)).endsWith("/volumes/e/a/b");
    }

    @Test
    void leavesNothingBehind() {
        var volumes = new DiskVolumes(data, SITE);
        volumes.prepare(pod("{'name':'e','emptyDir':{}}", "{}"));
        assertThat(volumes.present("u1")).isTrue();
        volumes.remove("u1");
        assertThat(volumes.present("u1")).isFalse();
        assertThat(data.resolve("pods/u1")).doesNotExist();
    }
}

package io.shiplog.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.agent.container.ContainerConfigException;
import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.TestPods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskVolumesTest {
    private static final HostNode HOST =
            new HostNode("owner", "n1", "192.0.2.1", List.of(), "cluster.local", 4000, 8L << 30);

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicBoolean silent = new AtomicBoolean();
    private final PodTokens tokens = PodTokens.from(this::issue, time::get);

    @TempDir
    Path data;

    private TokenSource.Token issue(TokenSource.Request asked) {
        if (silent.get()) {
            throw new TokenSource.UnreachableException("nobody answers", new IOException("connection refused"));
        }
        return new TokenSource.Token(
                asked.account() + " of " + asked.podUid() + " for " + asked.audience() + issued.incrementAndGet(),
                time.get().plusSeconds(asked.seconds()));
    }

    private static PodAssignment pod(String volumes, String more) {
        return TestPods.assigned("web", "u1", "{'volumes':[" + volumes + "],'containers':[]}", more);
    }

    private Path volume(String name) {
        return data.resolve("pods/u1/volumes").resolve(name);
    }

    @Test
    void writesAndReplacesTheFilesOfAConfigMapInOneStep() throws Exception {
        var volumes = new DiskVolumes(data, HOST, tokens);
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
        var volumes = new DiskVolumes(data, HOST, tokens);
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
        var volumes = new DiskVolumes(data, HOST, tokens);
        volumes.prepare(pod(
                "{'name':'p','projected':{'sources':[{'serviceAccountToken':{'path':'token'}},{'configMap':{'name':'kube-root-ca.crt','items':[{'key':'ca.crt','path':'ca.crt'}]}},"
                        + "{'downwardAPI':{'items':[{'path':'namespace','fieldRef':{'fieldPath':'metadata.namespace'}}]}}]}}",
                "{'configMaps':{'kube-root-ca.crt':{'data':{'ca.crt':'PEM'}}}}"));
        assertThat(volume("p").resolve("ca.crt")).hasContent("PEM");
        assertThat(volume("p").resolve("namespace")).hasContent("default");
        assertThat(volume("p").resolve("token")).hasContent("default of u1 for 1");
    }

    @Test
    void aNewPodWaitsALittleForAnApiServerAndGetsItsTokenWhenOneAnswersAgain() {
        var volumes = new DiskVolumes(data, HOST, tokens);
        PodAssignment pod = pod(
                "{'name':'p','projected':{'sources':[{'serviceAccountToken':{'path':'t','expirationSeconds':1000}}]}}",
                "{}");
        silent.set(true);
        assertThatThrownBy(() -> volumes.prepare(pod)).hasMessageContaining("nobody answers");
        time.set(NOW.plusSeconds(9));
        assertThatThrownBy(() -> volumes.prepare(pod)).hasMessageContaining("nobody answers");
        time.set(NOW.plusSeconds(10));
        volumes.prepare(pod);
        assertThat(volume("p").resolve("t")).isEmptyFile();
        assertThat(volumes.isDue(pod)).isFalse();
        silent.set(false);
        time.set(NOW.plusSeconds(20));
        assertThat(volumes.isDue(pod)).isTrue();
        volumes.prepare(pod);
        assertThat(volume("p").resolve("t")).hasContent("default of u1 for 1");
        assertThat(volumes.isDue(pod)).isFalse();
    }

    @Test
    void replacesATokenAfterFourFifthsOfItsLifeAndKeepsItWhileNobodyIssuesAnother() {
        var volumes = new DiskVolumes(data, HOST, tokens);
        PodAssignment pod = pod(
                "{'name':'p','projected':{'sources':[{'serviceAccountToken':{'path':'t','audience':'a',"
                        + "'expirationSeconds':1000}}]}}",
                "{}");
        volumes.prepare(pod);
        time.set(NOW.plusSeconds(799));
        assertThat(volumes.isDue(pod)).isFalse();
        volumes.prepare(pod);
        assertThat(volume("p").resolve("t")).hasContent("default of u1 for a1");
        time.set(NOW.plusSeconds(800));
        assertThat(volumes.isDue(pod)).isTrue();
        silent.set(true);
        volumes.prepare(pod);
        assertThat(volume("p").resolve("t")).hasContent("default of u1 for a1");
        time.set(NOW.plusSeconds(1001));
        assertThatThrownBy(() -> volumes.prepare(pod)).hasMessageContaining("nobody answers");
        silent.set(false);
        volumes.prepare(pod);
        assertThat(volume("p").resolve("t")).hasContent("default of u1 for a2");
        assertThat(volumes.isDue(pod)).isFalse();
    }

    @Test
    void saysWhatIsMissingUnlessItIsOptional() {
        var volumes = new DiskVolumes(data, HOST, tokens);
        assertThatThrownBy(() -> volumes.prepare(pod("{'name':'c','configMap':{'name':'cm'}}", "{}")))
                .isInstanceOf(VolumeException.class)
                .hasMessage("MountVolume.SetUp failed for volume \"c\" : configmap \"cm\" not found");
        volumes.prepare(pod("{'name':'c','configMap':{'name':'cm','optional':true}}", "{}"));
        assertThat(volume("c").resolve("..data")).isEmptyDirectory();
    }

    @Test
    void refusesPathsThatLeadOutOfTheVolume() throws Exception {
        var volumes = new DiskVolumes(data, HOST, tokens);
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
    void removesNothingThatAContainerMadeItsLinkPointTo() throws Exception {
        var volumes = new DiskVolumes(data, HOST, tokens);
        String source = "{'name':'c','configMap':{'name':'cm'}}";
        volumes.prepare(pod(source, "{'configMaps':{'cm':{'data':{'a':'1'}}}}"));
        Path victim = Files.createDirectories(data.resolve("victim"));
        Files.writeString(victim.resolve("precious"), "kept");
        Files.delete(volume("c").resolve("..data"));
        Files.createSymbolicLink(volume("c").resolve("..data"), Path.of("../../../../victim"));
        volumes.prepare(pod(source, "{'configMaps':{'cm':{'data':{'a':'2'}}}}"));
        assertThat(victim.resolve("precious")).hasContent("kept");
        assertThat(volume("c").resolve("a")).hasContent("2");
    }

    @Test
    void makesNothingThroughALinkThatLeadsOutOfTheVolume() throws Exception {
        var volumes = new DiskVolumes(data, HOST, tokens);
        PodAssignment pod = pod("{'name':'e','emptyDir':{}}", "{}");
        volumes.prepare(pod);
        Path victim = Files.createDirectories(data.resolve("victim"));
        Files.createSymbolicLink(volume("e").resolve("link"), victim);
        for (String path : List.of("link/made", "a/../link/made", "/etc")) {
            assertThatThrownBy(() -> volumes.sources(pod).source("e", path, false))
                    .isInstanceOf(ContainerConfigException.class);
        }
        assertThat(victim).isEmptyDirectory();
    }

    @Test
    void makesSubPathsWithTheRightsOfTheVolume() throws Exception {
        var volumes = new DiskVolumes(data, HOST, tokens);
        PodAssignment pod = pod("{'name':'e','emptyDir':{}}", "{}");
        volumes.prepare(pod);
        volumes.sources(pod).source("e", "a/b", false);
        for (String path : List.of("a", "a/b")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(volume("e").resolve(path))))
                    .isEqualTo("rwxrwxrwx");
        }
    }

    @Test
    void letsAGroupReadWhatItIsGiven() throws Exception {
        Assumptions.assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(data, "unix:uid")),
                "left out: only root gives files to groups");
        var volumes = new DiskVolumes(data, HOST, tokens);
        PodAssignment pod = TestPods.assigned(
                "web",
                "u1",
                "{'securityContext':{'fsGroup':4711},'containers':[],'volumes':[{'name':'e','emptyDir':{}},"
                        + "{'name':'s','secret':{'secretName':'s','defaultMode':256}}]}",
                "{'secrets':{'s':{'data':{'k':'dg=='}}}}");
        volumes.prepare(pod);
        Path secret = volume("s").resolve("k").toRealPath();
        assertThat(Files.getAttribute(secret, "unix:gid")).isEqualTo(4711);
        assertThat((int) Files.getAttribute(secret, "unix:mode") & 07777).isEqualTo(0440);
        assertThat(Files.getAttribute(volume("e"), "unix:gid")).isEqualTo(4711);
        assertThat((int) Files.getAttribute(volume("e"), "unix:mode") & 07777).isEqualTo(02777);
        Path before = Files.readSymbolicLink(volume("s").resolve("..data"));
        volumes.prepare(pod);
        assertThat(Files.readSymbolicLink(volume("s").resolve("..data"))).isEqualTo(before);
    }

    @Test
    void keepsTheLastTwoInstancesMessagesAndNoStaleOne() throws Exception {
        var volumes = new DiskVolumes(data, HOST, tokens);
        PodAssignment pod = pod("{'name':'e','emptyDir':{}}", "{}");
        for (int attempt = 0; attempt < 4; attempt++) {
            Path file = Path.of(volumes.sources(pod).terminationLog("a-b", attempt));
            Files.writeString(file, "end of " + attempt);
        }
        assertThat(volumes.terminationMessages("u1")).isEqualTo(Map.of("a-b/2", "end of 2", "a-b/3", "end of 3"));
        volumes.sources(pod).terminationLog("a-b", 3);
        assertThat(volumes.terminationMessages("u1")).isEqualTo(Map.of("a-b/2", "end of 2"));
    }

    @Test
    void shutsItsPodsFoldersOffAndSaysWhosTheyAre() throws Exception {
        var volumes = new DiskVolumes(data, HOST, tokens);
        assertThat(volumes.pods()).isEmpty();
        volumes.prepare(pod("{'name':'e','emptyDir':{}}", "{}"));
        assertThat(volumes.pods()).containsExactly("u1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("pods"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void leavesNothingBehind() {
        var volumes = new DiskVolumes(data, HOST, tokens);
        volumes.prepare(pod("{'name':'e','emptyDir':{}}", "{}"));
        assertThat(volumes.present("u1")).isTrue();
        volumes.remove("u1");
        assertThat(volumes.present("u1")).isFalse();
        assertThat(data.resolve("pods/u1")).doesNotExist();
    }
}

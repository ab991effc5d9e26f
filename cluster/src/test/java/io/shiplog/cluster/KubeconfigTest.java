package io.shiplog.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.cluster.pki.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {

    @TempDir
    Path folder;

    @Test
    void writesItsOwnAgainAndForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("kubeconfig");
        Pki pki = Pki.open(folder.resolve("pki"));
        for (String server : new String[] {"https://127.0.0.1:6443", "https://127.0.0.1:7443"}) {
            Kubeconfig.check(file);
            Kubeconfig.write(file, server, pki, Roles.admin(pki));
            assertThat(file).content().contains(server);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileThatHoldsOtherClusters() throws Exception {
        Path file = folder.resolve("config");
        Pki pki = Pki.open(folder.resolve("pki"));
        Kubeconfig.write(file, "https://127.0.0.1:6443", pki, Roles.admin(pki));
        String ours = Files.readString(file);
        Files.writeString(
                file,
                ours.replace("users:\n", "- name: production\n  cluster:\n    server: https://192.0.2.1\nusers:\n"));
        assertThatThrownBy(() -> Kubeconfig.check(file)).hasMessageContaining("holds other clusters");
    }

    @Test
    void writesAContextOfAPastMomentOfTheSameCluster() throws Exception {
        Path file = folder.resolve("kubeconfig");
        Pki pki = Pki.open(folder.resolve("pki"));
        Kubeconfig.write(file, "https://127.0.0.1:6443", pki, Roles.admin(pki));
        Path past = folder.resolve("kubeconfig-at");
        Kubeconfig.writeAt(file, past, "2026-11-30T18:00:00Z");
        assertThat(past)
                .content()
                .contains("server: https://127.0.0.1:6443/at/2026-11-30T18:00:00Z\n")
                .contains("current-context: shiplog-at");
        assertThat(Files.readString(past)
                        .replace("/at/2026-11-30T18:00:00Z", "")
                        .replace("shiplog-at", "shiplog"))
                .isEqualTo(Files.readString(file));
        Files.writeString(file, "apiVersion: v1\nkind: Config\n");
        assertThatThrownBy(() -> Kubeconfig.writeAt(file, past, "1")).hasMessageContaining("is no kubeconfig");
    }

    @Test
    void writesOverItsOwnAfterKubectlHasChangedIt() throws Exception {
        Path file = folder.resolve("kubeconfig");
        for (String text : new String[] {
            "",
            "apiVersion: v1\nkind: Config\nclusters: []\n",
            "clusters:\n- cluster:\n    server: https://127.0.0.1\n  name: shiplog\ncontexts:\n- context:\n"
                    + "    namespace: mine\n  name: shiplog\nusers:\n- name: shiplog-admin\n"
        }) {
            Files.writeString(file, text);
            assertThatCode(() -> Kubeconfig.check(file)).doesNotThrowAnyException();
        }
    }
}

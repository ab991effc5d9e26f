package io.shiplog.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkClaimTest {
    private static final ClusterNetwork LAST = new ClusterNetwork(ClusterNetwork.COUNT - 1);

    @TempDir
    Path folder;

    @Test
    void networksHaveNoAddressInCommon() {
        var second = new ClusterNetwork(1);
        assertThat(ClusterNetwork.FIRST.nodeAddress(1)).isEqualTo("127.0.1.1");
        assertThat(second.nodeAddress(251)).isEqualTo("127.1.5.1");
        assertThat(ClusterNetwork.FIRST.serviceRange()).isEqualTo("10.96.0.0/16");
        assertThat(second.dnsAddress()).isEqualTo("10.97.0.10");
        assertThat(LAST.serviceRange()).isEqualTo("10.127.0.0/16");
    }

    @Test
    void aNetworkIsOneProcessAtATime() {
        try (NetworkClaim claim = NetworkClaim.take(LAST).orElseThrow()) {
            assertThat(claim.network()).isEqualTo(LAST);
            assertThat(NetworkClaim.take(LAST)).isEmpty();
        }
        NetworkClaim.take(LAST).orElseThrow().close();
    }

    @Test
    void aClusterKeepsTheNetworkOfItsFirstStart() {
        Path file = folder.resolve("network");
        NetworkClaim.take(file, Optional.of(LAST)).close();
        try (NetworkClaim again = NetworkClaim.take(file, Optional.empty())) {
            assertThat(again.network()).isEqualTo(LAST);
            assertThatThrownBy(() -> NetworkClaim.take(file, Optional.empty()))
                    .hasMessageContaining("another cluster on this machine has network 31")
                    .hasMessageContaining("stop it");
        }
        assertThatThrownBy(() -> NetworkClaim.take(file, Optional.of(ClusterNetwork.FIRST)))
                .hasMessageContaining("it cannot get another");
    }

    @Test
    void aNewClusterTakesOneThatIsFree() {
        try (NetworkClaim one = NetworkClaim.take(folder.resolve("a"), Optional.empty());
                NetworkClaim two = NetworkClaim.take(folder.resolve("b"), Optional.empty())) {
            assertThat(two.network()).isNotEqualTo(one.network());
        }
    }
}

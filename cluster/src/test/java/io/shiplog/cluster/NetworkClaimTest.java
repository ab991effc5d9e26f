package io.shiplog.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkClaimTest {
    private static final ClusterNetwork LAST = new ClusterNetwork(ClusterNetwork.COUNT - 1);

    private static final ClusterNetwork BEFORE_LAST = new ClusterNetwork(ClusterNetwork.COUNT - 2);

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

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
        take("a", Optional.of(LAST)).close();
        try (NetworkClaim again = take("a", Optional.empty())) {
            assertThat(again.network()).isEqualTo(LAST);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aClusterMovesWhenAnotherHasItsNetworkAndSaysSo() {
        take("a", Optional.of(LAST)).close();
        try (NetworkClaim other = take("b", Optional.of(LAST));
                NetworkClaim moved = take("a", Optional.empty())) {
            assertThat(moved.network()).isNotEqualTo(other.network());
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith("Another process on this machine holds addresses of network 31")
                    .contains("moves to " + moved.network());
            moved.close();
            try (NetworkClaim again = take("a", Optional.empty())) {
                assertThat(again.network()).isEqualTo(moved.network());
            }
        }
        assertThat(said).hasSize(1);
    }

    @Test
    void aClusterMovesWhenAnAddressThatItNeedsIsHeld() {
        take("a", Optional.of(LAST)).close();
        try (NetworkClaim moved =
                NetworkClaim.take(folder.resolve("a"), Optional.empty(), network -> !network.equals(LAST), said::add)) {
            assertThat(moved.network()).isNotEqualTo(LAST);
        }
        assertThat(said).hasSize(1);
    }

    @Test
    void aChosenNetworkIsTakenOrRefused() {
        take("a", Optional.of(LAST)).close();
        try (NetworkClaim chosen = take("a", Optional.of(BEFORE_LAST))) {
            assertThat(chosen.network()).isEqualTo(BEFORE_LAST);
            assertThatThrownBy(() -> take("b", Optional.of(BEFORE_LAST)))
                    .hasMessageContaining("holds addresses of network 30")
                    .hasMessageContaining("--network");
        }
        assertThat(said).singleElement().asString().startsWith("the cluster moves to network 30");
    }

    @Test
    void aNewClusterTakesOneThatIsFree() {
        try (NetworkClaim one = take("a", Optional.empty());
                NetworkClaim two = take("b", Optional.empty())) {
            assertThat(two.network()).isNotEqualTo(one.network());
        }
        assertThat(said).isEmpty();
    }

    @Test
    void nodesFitWhereNobodyListens() throws IOException {
        var nodes = new OneProcessCluster.Nodes(2, 0, 1, 10255);
        assertThat(nodes.fit(LAST)).isTrue();
        try (var held = new ServerSocket(10255, 1, InetAddress.getByName(LAST.nodeAddress(2)))) {
            assertThat(held.isBound()).isTrue();
            assertThat(nodes.fit(LAST)).isFalse();
            assertThat(new OneProcessCluster.Nodes(2, 0, 1, 0).fit(LAST)).isTrue();
            assertThat(new OneProcessCluster.Nodes(1, 0, 0, 10255).fit(LAST)).isTrue();
        }
    }

    private NetworkClaim take(String cluster, Optional<ClusterNetwork> wanted) {
        return NetworkClaim.take(folder.resolve(cluster), wanted, _ -> true, said::add);
    }
}

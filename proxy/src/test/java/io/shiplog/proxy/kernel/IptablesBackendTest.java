package io.shiplog.proxy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.proxy.Backend;
import io.shiplog.proxy.Command;
import io.shiplog.proxy.TrafficContract;
import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePortInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IptablesBackendTest extends TrafficContract {

    @BeforeAll
    static void needsTheRight() {
        String unavailable = IptablesBackend.unavailable();
        Assumptions.assumeTrue(unavailable == null, () -> "left out: " + unavailable);
    }

    @Override
    protected Backend start() {
        return new IptablesBackend(new Scope("TEST", "127.0.9.0/24"));
    }

    @Override
    protected boolean clusterAddresses() {
        return true;
    }

    @Test
    void noticesThatRulesWereTakenAwayAndPutsThemBack() {
        var port = new ServicePortInfo(
                "shop",
                "web",
                "",
                Protocol.TCP,
                List.of("10.96.77.8"),
                80,
                30_077,
                0,
                List.of(new Endpoint("127.0.8.1", 8080), new Endpoint("127.0.8.2", 8080)));
        var empty = new ServicePortInfo("shop", "none", "", Protocol.TCP, List.of("10.96.77.9"), 80, 0, 0, List.of());
        var table = new RuleTable(List.of(empty, port));
        try (var backend = start()) {
            backend.apply(table);
            assertThat(backend.inForce()).isTrue();
            iptables("-t", "nat", "-F", "SHIPLOGTEST-SERVICES");
            assertThat(backend.inForce()).isFalse();
            backend.apply(table);
            assertThat(backend.inForce()).isTrue();
            iptables("-F", "SHIPLOGTEST-FILTER");
            assertThat(backend.inForce()).isFalse();
            backend.apply(table);
            iptables(
                    "-t",
                    "nat",
                    "-D",
                    "OUTPUT",
                    "-m",
                    "comment",
                    "--comment",
                    "shiplog services",
                    "-j",
                    "SHIPLOGTEST-SERVICES");
            assertThat(backend.inForce()).isFalse();
            backend.apply(table);
            assertThat(backend.inForce()).isTrue();
        }
    }

    @Test
    void takesOverWhatAKilledProcessLeftAndLeavesNothingItself() {
        Backend killed = start();
        killed.apply(new RuleTable(List.of(new ServicePortInfo(
                "shop",
                "old",
                "",
                Protocol.TCP,
                List.of("10.96.77.8"),
                80,
                0,
                0,
                List.of(new Endpoint("127.0.8.1", 8080))))));
        try (Backend successor = start()) {
            successor.apply(RuleTable.EMPTY);
            assertThat(iptables("-t", "nat", "-S")).doesNotContain("127.0.8.1");
        }
        assertThat(iptables("-t", "nat", "-S") + iptables("-S"))
                .doesNotContain("SHIPLOGTEST", "SLSVCTEST", "SLSEPTEST");
    }

    private static String iptables(String... arguments) {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", "5"));
        command.addAll(List.of(arguments));
        Command.Result result = Command.run("", command);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }
}

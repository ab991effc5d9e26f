package io.shiplog.proxy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePortInfo;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IptablesRulesTest {

    @Test
    void balancesAtRandomWithEqualShares() {
        String text = IptablesRules.render(Scope.FIRST, table(0, "10.1.0.1", "10.1.0.2", "10.1.0.3"), Set.of())
                .text();
        assertThat(text)
                .contains("--probability 0.3333333333", "--probability 0.5000000000")
                .contains("--to-destination 10.1.0.1:8080", "--to-destination 10.1.0.3:8080")
                .contains("-d 10.96.0.7/32 -p tcp -m tcp --dport 80");
        assertThat(text.lines().filter(line -> line.contains("-j SLSEP-"))).hasSize(3);
    }

    @Test
    void remembersClientsUnderSessionAffinity() {
        assertThat(IptablesRules.render(Scope.FIRST, table(60, "10.1.0.1", "10.1.0.2"), Set.of())
                        .text())
                .contains("--rcheck --seconds 60 --reap", "-m recent --name SLSEP-");
    }

    @Test
    void rejectsWhatHasNoEndpoint() {
        assertThat(IptablesRules.render(Scope.FIRST, table(0), Set.of()).text())
                .contains("-A SHIPLOG-FILTER -d 10.96.0.7/32 -p tcp -m tcp --dport 80")
                .contains("-j REJECT")
                .doesNotContain("DNAT");
    }

    @Test
    void removesChainsThatNobodyNeedsAnyMore() {
        var first = IptablesRules.render(Scope.FIRST, table(0, "10.1.0.1", "10.1.0.2"), Set.of());
        var second = IptablesRules.render(Scope.FIRST, table(0, "10.1.0.1"), first.chains());
        assertThat(second.chains()).hasSize(2).isSubsetOf(first.chains());
        assertThat(second.text().lines().filter(line -> line.startsWith("-X "))).hasSize(1);
        assertThat(IptablesRules.render(Scope.FIRST, RuleTable.EMPTY, second.chains())
                        .chains())
                .isEmpty();
    }

    @Test
    void keepsTheRulesOfTwoClustersApart() {
        var second = new Scope("1", "127.1.0.0/16");
        String text =
                IptablesRules.render(second, table(0, "10.1.0.1"), Set.of()).text();
        assertThat(text)
                .contains("-A SHIPLOG1-SERVICES -d 127.1.0.0/16 -j SHIPLOG1-NODEPORTS")
                .doesNotContain("SHIPLOG-", "SLSVC-", "SLSEP-", "LOCAL");
        assertThat(text.lines().filter(line -> line.startsWith(":")))
                .allMatch(line -> line.split(" ", -1)[0].length() <= 29);
    }

    @Test
    void nodePortsOfTheFirstClusterAnswerOnTheMachinesOwnAddresses() {
        assertThat(IptablesRules.render(Scope.FIRST, table(0, "10.1.0.1"), Set.of())
                        .text())
                .contains("-A SHIPLOG-SERVICES -d 127.0.0.0/16 -j SHIPLOG-NODEPORTS")
                .contains("-A SHIPLOG-SERVICES ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j SHIPLOG-NODEPORTS");
    }

    private static RuleTable table(int affinitySeconds, String... endpoints) {
        return new RuleTable(List.of(new ServicePortInfo(
                "shop",
                "web",
                "http",
                Protocol.TCP,
                List.of("10.96.0.7"),
                80,
                30080,
                affinitySeconds,
                java.util.Arrays.stream(endpoints)
                        .map(ip -> new Endpoint(ip, 8080))
                        .toList())));
    }
}

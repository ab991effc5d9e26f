package io.shiplog.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.proxy.rules.StaleFlows.Flow;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaleFlowsTest {
    private static final Endpoint CLIENT = new Endpoint("10.1.0.9", 5353);
    private static final Endpoint SERVICE = new Endpoint("10.96.0.7", 53);
    private static final Endpoint NODE = new Endpoint("127.0.1.1", 30_053);
    private static final Endpoint READY = new Endpoint("10.1.0.1", 8053);
    private static final Endpoint GONE = new Endpoint("10.1.0.2", 8053);

    @Test
    void areThoseAnsweredByWhatIsNoEndpointAnyMore() {
        var flows = List.of(
                new Flow(CLIENT, SERVICE, READY),
                new Flow(CLIENT, SERVICE, GONE),
                new Flow(CLIENT, NODE, READY),
                new Flow(CLIENT, NODE, GONE));
        assertThat(StaleFlows.of(table(READY), flows)).containsExactly(flows.get(1), flows.get(3));
        assertThat(StaleFlows.of(table(), flows)).isEqualTo(flows);
    }

    @Test
    void areThoseThatWentNowhereBeforeTheFirstEndpointCame() {
        var untranslated = new Flow(CLIENT, SERVICE, SERVICE);
        assertThat(StaleFlows.of(table(READY), List.of(untranslated))).containsExactly(untranslated);
    }

    @Test
    void areNotThoseOfOtherPrograms() {
        var others = List.of(
                new Flow(CLIENT, new Endpoint("192.0.2.1", 53), new Endpoint("192.0.2.1", 53)),
                new Flow(CLIENT, new Endpoint("192.0.2.1", 30_053), new Endpoint("192.0.2.1", 30_053)),
                new Flow(CLIENT, new Endpoint("10.96.0.7", 80), GONE));
        assertThat(StaleFlows.of(table(READY), others)).isEmpty();
    }

    private static RuleTable table(Endpoint... endpoints) {
        return new RuleTable(List.of(new ServicePortInfo(
                "kube-system", "dns", "dns", Protocol.UDP, List.of("10.96.0.7"), 53, 30_053, 0, List.of(endpoints))));
    }
}

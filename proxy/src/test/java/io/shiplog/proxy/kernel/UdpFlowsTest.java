package io.shiplog.proxy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.StaleFlows.Flow;
import org.junit.jupiter.api.Test;

class UdpFlowsTest {

    @Test
    void readsWhatConntrackLists() {
        var flow =
                new Flow(new Endpoint("10.1.0.9", 5353), new Endpoint("10.96.0.7", 53), new Endpoint("10.1.0.1", 8053));
        assertThat(UdpFlows.parse("udp      17 29 src=10.1.0.9 dst=10.96.0.7 sport=5353 dport=53 [UNREPLIED]"
                        + " src=10.1.0.1 dst=172.17.0.1 sport=8053 dport=5353 mark=1048576 use=1"))
                .contains(flow);
        assertThat(
                        UdpFlows.parse(
                                "udp      17 119 src=10.1.0.9 dst=10.96.0.7 sport=5353 dport=53 packets=3 bytes=90"
                                        + " src=10.1.0.1 dst=172.17.0.1 sport=8053 dport=5353 packets=3 bytes=90 [ASSURED] mark=0 use=1"))
                .contains(flow);
        assertThat(UdpFlows.parse("conntrack v1.4.7 (conntrack-tools): 2 flow entries have been shown."))
                .isEmpty();
    }
}

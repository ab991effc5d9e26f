package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void areDifferentFreeAndNoneThatAConnectionMayBeGiven() throws Exception {
        FreePorts free = new FreePorts("127.0.0.1");
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            int port = free.next();
            assertThat(port).isBetween(FreePorts.FIRST, FreePorts.LAST);
            assertThat(ports.add(port)).isTrue();
            try (ServerSocket listening = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                assertThat(listening.isBound()).isTrue();
            }
        }
    }
}

package io.shiplog.proxy.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.proxy.Backend;
import io.shiplog.proxy.TrafficContract;
import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePortInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserSpaceBackendTest extends TrafficContract {
    private static final String RANGE = "10.96.77.0/24";

    private static boolean ranged;

    @BeforeAll
    static void open() {
        ranged = ClusterRange.take(RANGE);
    }

    @AfterAll
    static void shut() {
        if (ranged) {
            ClusterRange.release(RANGE);
        }
    }

    @Override
    protected Backend start() {
        return new UserSpaceBackend(List.of(NODE), ranged);
    }

    @Override
    protected boolean clusterAddresses() {
        return ranged;
    }

    @Test
    void passesOverEndpointsThatRefuse() throws IOException {
        try (var backend = new UserSpaceBackend(List.of(NODE), false);
                var alive = new ServerSocket(0, 50, InetAddress.getByName("127.0.8.1"));
                var free = new ServerSocket(0, 1, InetAddress.getByName(NODE))) {
            int nodePort = free.getLocalPort();
            free.close();
            List<Endpoint> endpoints = List.of(
                    new Endpoint("127.0.8.2", 1),
                    new Endpoint("127.0.8.3", 1),
                    new Endpoint("127.0.8.1", alive.getLocalPort()));
            backend.apply(new RuleTable(List.of(
                    new ServicePortInfo("shop", "web", "", Protocol.TCP, List.of(), 80, nodePort, 0, endpoints))));
            for (int i = 0; i < 40; i++) {
                try (var client = new Socket(NODE, nodePort);
                        var accepted = alive.accept()) {
                    accepted.getOutputStream().write('x');
                    assertThat(client.getInputStream().read()).isEqualTo('x');
                }
            }
        }
    }

    @Test
    void listensWhereItCouldNotOnceItCan() throws IOException {
        try (var backend = new UserSpaceBackend(List.of(NODE), false)) {
            RuleTable table;
            try (var taken = new ServerSocket(0, 1, InetAddress.getByName(NODE))) {
                table = new RuleTable(List.of(new ServicePortInfo(
                        "shop", "web", "", Protocol.TCP, List.of(), 80, taken.getLocalPort(), 0, List.of())));
                backend.apply(table);
                assertThat(backend.inForce()).isFalse();
            }
            backend.apply(table);
            assertThat(backend.inForce()).isTrue();
        }
    }
}

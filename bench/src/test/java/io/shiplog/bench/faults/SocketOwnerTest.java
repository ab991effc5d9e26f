package io.shiplog.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SocketOwnerTest {
    private static final List<String> CONNECTIONS = List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 111 1 0 20 4",
            "   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 20 4");

    @Test
    void takesTheEndThatConnectedNotTheOneThatAccepted() {
        assertThat(SocketOwner.inode(CONNECTIONS, 50_000, 8080)).contains("222");
        assertThat(SocketOwner.inode(CONNECTIONS, 8080, 50_000)).contains("111");
        assertThat(SocketOwner.inode(CONNECTIONS, 50_001, 8080)).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "whose connection it is only Linux says")
    void knowsAConnectionOfThisProcess() throws Exception {
        long own = ProcessHandle.current().pid();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertThat(SocketOwner.of(socket.getLocalPort(), server.getLocalPort(), List.of(1L, own)))
                    .contains(own);
            assertThat(SocketOwner.of(socket.getLocalPort(), server.getLocalPort(), List.of()))
                    .isEmpty();
        }
    }
}

package io.shiplog.proxy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalClientsTest {
    private final LocalClients clients = new LocalClients();

    @Test
    void everyAddressOfThisMachineIsItsOwn() throws SocketException {
        assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .isNotEmpty()
                .allMatch(clients);
    }

    @Test
    void everyNodeOfThisMachineIsItsOwnAndNobodyElseIs() throws UnknownHostException {
        assertThat(clients).accepts(InetAddress.getByName("127.3.1.7"));
        assertThat(clients).rejects(InetAddress.getByName("203.0.113.9"));
        assertThat(clients).rejects(InetAddress.getByName("2001:db8::9"));
    }

    @ParameterizedTest
    @CsvSource({
        "172.17.0.1, 16, 172.17.255.9, true",
        "172.17.0.1, 16, 172.18.0.1, false",
        "192.0.2.129, 25, 192.0.2.200, true",
        "192.0.2.129, 25, 192.0.2.1, false",
        "192.0.2.1, 32, 192.0.2.2, false",
        "192.0.2.1, 0, 203.0.113.9, true",
        "fd00::1, 64, fd00::2:3, true",
        "fd00::1, 64, 10.0.0.1, false"
    })
    void aNetworkHoldsWhatAgreesInItsFirstBits(String address, int bits, String other, boolean holds)
            throws UnknownHostException {
        var network = new LocalClients.Network(InetAddress.getByName(address), bits);
        assertThat(network.holds(InetAddress.getByName(other))).isEqualTo(holds);
    }
}

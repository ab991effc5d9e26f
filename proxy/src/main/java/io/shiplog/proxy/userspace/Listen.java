package io.shiplog.proxy.userspace;

import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePortInfo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a user-space proxy listens for one service port. */
record Listen(Protocol protocol, String address, int port) implements Comparable<Listen> {

    /**
     * The listeners that a table asks for. Where two services claim one address and port, the first of the table has
     * it.
     *
     * @param nodeAddresses the addresses that node ports answer on
     * @param clusterAddresses whether cluster IPs are listened on too
     */
    static Map<Listen, ServicePortInfo> wanted(
            RuleTable table, Collection<String> nodeAddresses, boolean clusterAddresses) {
        Map<Listen, ServicePortInfo> wanted = new TreeMap<>();
        for (ServicePortInfo port : table.ports()) {
            if (port.protocol() == Protocol.SCTP) {
                continue;
            }
            for (String address : clusterAddresses ? port.addresses() : List.<String>of()) {
                wanted.putIfAbsent(new Listen(port.protocol(), address, port.port()), port);
            }
            if (port.nodePort() != 0) {
                for (String address : nodeAddresses) {
                    wanted.putIfAbsent(new Listen(port.protocol(), address, port.nodePort()), port);
                }
            }
        }
        return wanted;
    }

    @Override
    public int compareTo(Listen other) {
        int byProtocol = protocol.compareTo(other.protocol);
        int byAddress = byProtocol != 0 ? byProtocol : address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return protocol.lower() + " " + address + ":" + port;
    }
}

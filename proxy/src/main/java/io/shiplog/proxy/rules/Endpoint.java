package io.shiplog.proxy.rules;

/** Where a connection to a service may end: a pod's, or any other, IP address and port. */
public record Endpoint(String address, int port) implements Comparable<Endpoint> {
    @Override
    public int compareTo(Endpoint other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}

package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.access.CertifiedUsers;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where an embedded Kafka takes clients by the certificates of the cluster's authority, over TLS. Pure.
 *
 * @param address to listen on
 * @param advertised the address that clients are told
 * @param keyAndCertificate a PEM file with the listener's own
 * @param authority a PEM file with the certificate of whoever signs clients
 */
public record NodeListener(String address, String advertised, int port, Path keyAndCertificate, Path authority) {
    private static final String PREFIX = "listener.name.nodes.";

    /** Where clients connect. */
    public String servers() {
        return advertised + ":" + port;
    }

    /** Adds it to the settings of a broker that has other listeners. */
    void addTo(Properties p) {
        append(p, "listeners", "NODES://" + address + ":" + port);
        append(p, "advertised.listeners", "NODES://" + servers());
        append(p, "listener.security.protocol.map", "NODES:SSL");
        p.put(PREFIX + "ssl.client.auth", "required");
        p.put(PREFIX + "ssl.keystore.type", "PEM");
        p.put(PREFIX + "ssl.keystore.location", keyAndCertificate.toString());
        p.put(PREFIX + "ssl.truststore.type", "PEM");
        p.put(PREFIX + "ssl.truststore.location", authority.toString());
        p.put(PREFIX + "ssl.principal.mapping.rules", CertifiedUsers.MAPPING);
    }

    private static void append(Properties p, String name, String value) {
        p.put(name, p.getProperty(name) + "," + value);
    }
}

package io.shiplog.cluster.join;

import io.shiplog.apiserver.join.Joined;
import io.shiplog.apiserver.join.Whereabouts;
import io.shiplog.cluster.pki.Pem;
import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node keeps of having joined: a folder that is its owner's only, with one file that says it all, and beside it
 * the PEM files that servers and clients take, which are made from that one at each start.
 *
 * @param folder the node's own
 * @param server the API server's URL
 * @param node the node's name
 * @param key its private key, PKCS #8 as PEM
 * @param joined what it got
 */
public record Membership(Path folder, String server, String node, String key, Joined joined) {
    private static final String FILE = "node.json";
    private static final String AUTHORITY = "ca.crt";
    private static final String CERTIFICATE = "node.crt";
    private static final String KEY = "node.key";
    /** Key and certificate in one, as Kafka's clients take them. */
    private static final String BOTH = "node.pem";

    private static final String SECRET = "rw-------";
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    /** The key is not for logs. */
    @Override
    public String toString() {
        return "the node " + node + " of " + server;
    }

    /** What a folder holds; empty when its node has not joined yet. */
    public static Optional<Membership> in(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            ObjectNode read = Json.parse(Files.readAllBytes(file));
            var membership = new Membership(
                    folder,
                    read.path("server").asString(""),
                    read.path("node").asString(""),
                    read.path("key").asString(""),
                    Joined.read(Json.bytes(read.path("joined"))));
            membership.writePem();
            return Optional.of(membership);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the node keeps in " + file, e);
        }
    }

    /** Keeps it, in place of what was kept before. */
    public void keep() {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            ObjectNode file = Json.object();
            file.put("server", server).put("node", node).put("key", key);
            file.set("joined", joined.json());
            Pem.replace(folder.resolve(FILE), new String(Json.bytes(file), StandardCharsets.UTF_8), SECRET);
            writePem();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep what the node got in " + folder, e);
        }
    }

    private void writePem() throws IOException {
        Pem.replace(authority(), joined.authority(), SECRET);
        Pem.replace(certificate(), joined.certificate(), SECRET);
        Pem.replace(keyFile(), key, SECRET);
        Pem.replace(folder.resolve(BOTH), key + joined.certificate(), SECRET);
    }

    public Path authority() {
        return folder.resolve(AUTHORITY);
    }

    public Path certificate() {
        return folder.resolve(CERTIFICATE);
    }

    public Path keyFile() {
        return folder.resolve(KEY);
    }

    /** Whether the certificate has so little time left that it has to be renewed. */
    public boolean isToBeRenewed(Instant now) {
        try {
            Instant end = Pem.certificate(joined.certificate()).getNotAfter().toInstant();
            return end.isBefore(now.plus(RENEW_BEFORE));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(certificate() + " is damaged", e);
        }
    }

    /** The properties of the node's Kafka clients, by what it got. */
    public Map<String, String> kafkaClient() {
        var client = new HashMap<>(joined.kafka());
        if ("SSL".equals(client.get("security.protocol"))) {
            client.put("ssl.keystore.type", "PEM");
            client.put("ssl.keystore.location", folder.resolve(BOTH).toString());
            client.put("ssl.truststore.type", "PEM");
            client.put("ssl.truststore.location", authority().toString());
        }
        return client;
    }

    /** The same at another place. */
    Membership at(Whereabouts where) {
        return new Membership(
                folder, server, node, key, new Joined(joined.certificate(), joined.authority(), joined.kafka(), where));
    }
}

package io.shiplog.apiserver;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shiplog.apiserver.audit.AuditSettings;
import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.join.Joining;
import io.shiplog.apiserver.pipeline.Limits;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.replica.Replica;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where an API server listens, who it trusts and what it serves from.
 *
 * @param bindAddress the address to listen on
 * @param port the port, 0 for any free one
 * @param advertisedAddress the address that other parts of the cluster reach this server at
 * @param serviceRange the addresses of Services, {@code 10.N.0.0/16}, that a new cluster gets; an existing one keeps
 *     its own
 * @param tls its certificates
 * @param replica gives the replica that it serves from, started; called once, and the replica stays its giver's to
 *     close
 * @param archive what is kept of the past; closed with the server
 * @param metrics what {@code /metrics} shows; roles of the same process may have theirs in it
 * @param limits how long clients may keep it waiting
 * @param joining makes nodes; empty where none can join
 * @param audit what is told of requests, and where; empty for nothing
 * @param tokenKey signs the tokens of service accounts
 */
public record ApiServerSettings(
        String bindAddress,
        int port,
        String advertisedAddress,
        String serviceRange,
        Tls tls,
        Supplier<Replica> replica,
        Archive archive,
        PrometheusMeterRegistry metrics,
        Limits limits,
        Optional<Joining> joining,
        Optional<AuditSettings> audit,
        TokenKey tokenKey) {

    /**
     * PEM files.
     *
     * @param certificate the server's certificate chain
     * @param key its private key, PKCS 8
     * @param clientCa whose client certificates are trusted
     * @param kubeletCertificate the client certificate that node agents are asked with
     * @param kubeletKey its private key
     * @param kubeletCa whose certificates node agents show
     */
    public record Tls(
            Path certificate, Path key, Path clientCa, Path kubeletCertificate, Path kubeletKey, Path kubeletCa) {}
}

package io.shiplog.reconcilers.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The cluster's authority, as far as requests are concerned. */
public interface Signer {
    /** Where nobody has its key: requests are approved, and wait. */
    Signer NONE = new Signer() {
        @Override
        public Optional<Asked> read(String request) {
            return Optional.empty();
        }

        @Override
        public Optional<String> sign(String request, List<String> usages, Duration life, Instant now) {
            return Optional.empty();
        }
    };

    /** For whom a request asks, and under which other names: hosts are DNS names and IP addresses. */
    record Asked(String commonName, List<String> organizations, int hosts, int emails, int uris) {
        public Asked {
            organizations = List.copyOf(organizations);
        }
    }

    /** What a request asks for, PKCS #10 as PEM; empty when it cannot be read, or nobody signs here. */
    Optional<Asked> read(String request);

    /**
     * Signs a request as it stands.
     *
     * @param usages in Kubernetes' words
     * @param life from now on; shorter where the authority itself ends before
     * @return the certificate as PEM; empty when nobody signs here
     */
    Optional<String> sign(String request, List<String> usages, Duration life, Instant now);
}

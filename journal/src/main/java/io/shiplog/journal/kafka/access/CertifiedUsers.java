package io.shiplog.journal.kafka.access;

/**
 * Which user of Kafka the holder of a certificate of the cluster's authority is. A node is {@code node:<name>}; a role
 * is itself, by a certificate that is for Kafka only. Everybody else is the whole name of the certificate, which has no
 * rights.
 */
public final class CertifiedUsers {
    /** The organization in the certificates of roles. Nobody gets one of it by asking. */
    public static final String ORGANIZATION = "shiplog:kafka";

    /** As Kafka's {@code ssl.principal.mapping.rules}. */
    public static final String MAPPING =
            "RULE:^CN=system:node:([a-z0-9.-]+),O=system:nodes$/node:$1/,RULE:^CN=([a-z]+),O=" + ORGANIZATION
                    + "$/$1/,DEFAULT";

    private CertifiedUsers() {}
}

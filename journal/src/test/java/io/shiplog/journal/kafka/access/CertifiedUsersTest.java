package io.shiplog.journal.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;
import org.junit.jupiter.api.Test;

class CertifiedUsersTest {
    private static final SslPrincipalMapper MAPPER = SslPrincipalMapper.fromRules(CertifiedUsers.MAPPING);

    @Test
    void aNodeIsItselfAndARoleIsItselfByACertificateForKafka() throws IOException {
        assertThat(MAPPER.getName("CN=system:node:n-1.example,O=system:nodes")).isEqualTo("node:n-1.example");
        assertThat(MAPPER.getName("CN=scheduler,O=shiplog:kafka")).isEqualTo("scheduler");
    }

    @Test
    void nobodyElseIsSomebodyWhoHasRights() throws IOException {
        for (String name : new String[] {
            "CN=admin,O=system:masters",
            "CN=admin",
            "CN=kubernetes-admin,O=system:masters",
            "CN=system:node:n1,O=others",
            "CN=system:node:n1",
            "CN=system:node:n1,O=system:nodes,O=shiplog:kafka",
            "CN=admin,O=shiplog:kafka,O=system:nodes"
        }) {
            assertThat(MAPPER.getName(name)).isEqualTo(name);
        }
    }
}

package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.KafkaUsers;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GuardTest {
    private final Guard guard =
            new Guard(new KafkaUsers(new Credentials(Map.of("admin", "secret", "proxy", "other")), "c"));

    @Test
    void everyListenerAsksForCredentialsAndWhatIsNotAllowedIsDenied() {
        Properties settings = settings(false);
        assertThat(settings.getProperty("listener.security.protocol.map").split(","))
                .containsExactly("BROKER:SASL_PLAINTEXT", "CONTROLLER:SASL_PLAINTEXT");
        assertThat(settings.getProperty("authorizer.class.name")).endsWith("StandardAuthorizer");
        assertThat(settings).doesNotContainKey("allow.everyone.if.no.acl.found");
        assertThat(settings.getProperty("super.users")).isEqualTo("User:admin");
    }

    @Test
    void clientsSendTheirPasswordToNobodyButWhileUsersAreEnrolled() {
        assertThat(settings(false).getProperty("listener.name.broker.sasl.enabled.mechanisms"))
                .isEqualTo("SCRAM-SHA-256");
        Properties enrolling = settings(true);
        assertThat(enrolling.getProperty("listener.name.broker.sasl.enabled.mechanisms"))
                .isEqualTo("SCRAM-SHA-256,PLAIN");
        assertThat(enrolling.getProperty("listener.name.broker.plain.sasl.jaas.config"))
                .contains("user_admin=\"secret\"")
                .doesNotContain("proxy");
    }

    private Properties settings(boolean enrolling) {
        var settings = new Properties();
        guard.settings(settings, enrolling);
        return settings;
    }
}

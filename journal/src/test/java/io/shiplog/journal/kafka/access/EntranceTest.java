package io.shiplog.journal.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.ForeignKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.testkit.Objects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a role says when a Kafka that others run does not let it in, and that it works there when it does. */
class EntranceTest {
    @TempDir
    static Path directory;

    private static ForeignKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = ForeignKafka.start(directory);
        TopicSetup.ensure(cluster(kafka.settings(Principal.Role.APISERVER)), TopicSettings.singleBroker());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aRoleWithItsRightsComesInAndAppends() throws Exception {
        Path folder = Files.createTempDirectory(directory, "config");
        for (Principal.Role role : Principal.Role.values()) {
            var lines = new StringBuilder();
            kafka.settings(role).forEach((name, value) -> lines.append(name + "=" + value + "\n"));
            Files.writeString(folder.resolve(role.user() + ".properties"), lines);
        }
        var all = new ClusterConfig(kafka.bootstrapServers(), ClusterConfig.STANDARD_NAME, Logins.read(folder));
        for (Principal.Role role : Principal.Role.values()) {
            ClusterConfig own = all.as(role);
            Entrance.check(own.clientSettings());
            Entrance.checkRights(own.clientSettings(), own.cluster(), role);
        }
        try (KafkaJournal journal = KafkaJournal.open(all.as(Principal.Role.APISERVER), JournalSettings.DEFAULT)) {
            assertThat(journal.append(Objects.proposal(Objects.create(Objects.key("a"), "u", "1")))
                            .get(20, TimeUnit.SECONDS))
                    .isNotNegative();
        }
    }

    @Test
    void saysWhatAListenerSpeaksThatTheSettingsDoNotFit() {
        assertThatThrownBy(() -> Entrance.check(cluster(Map.of()).clientSettings()))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining(kafka.bootstrapServers())
                .hasMessageContaining("it speaks SASL_SSL with SCRAM-SHA-256, but security.protocol is PLAINTEXT");
        Map<String, String> plain = kafka.settings(Principal.Role.APISERVER);
        plain.put("sasl.mechanism", "PLAIN");
        assertThatThrownBy(() -> Entrance.check(cluster(plain).clientSettings()))
                .hasMessageContaining("it takes SCRAM-SHA-256, but sasl.mechanism is PLAIN");
    }

    @Test
    void saysThatAPasswordIsWrong() {
        Map<String, String> settings = kafka.settings(Principal.Role.APISERVER);
        settings.put("sasl.jaas.config", settings.get("sasl.jaas.config").replaceAll("password=\".", "password=\"_"));
        assertThatThrownBy(() -> Entrance.check(cluster(settings).clientSettings()))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("does not let the user apiserver in: no such user, or the wrong password");
    }

    @Test
    void saysThatAServerIsNotTrusted() {
        Map<String, String> settings = kafka.settings(Principal.Role.APISERVER);
        settings.remove("ssl.truststore.location");
        settings.remove("ssl.truststore.type");
        assertThatThrownBy(() -> Entrance.check(cluster(settings).clientSettings()))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void namesEveryRightThatARoleLacksWithItsTopic() {
        Map<String, Object> proxy =
                cluster(kafka.settings(Principal.Role.PROXY)).clientSettings();
        assertThatThrownBy(() -> Entrance.checkRights(proxy, ClusterConfig.STANDARD_NAME, Principal.Role.SCHEDULER))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("the user proxy may not do in Kafka what the role scheduler has to: it lacks"
                        + " READ on the topic shiplog.state, WRITE on the topic shiplog.journal");
    }

    @Test
    void whoeverDoesNotAnswerIsNotBlamed() {
        Entrance.check(Map.of("bootstrap.servers", "127.0.0.1:1"));
        assertThat(ListenerProbe.ask("127.0.0.1", 1, true)).isInstanceOf(Listener.Unknown.class);
    }

    private static ClusterConfig cluster(Map<String, String> settings) {
        return new ClusterConfig(kafka.bootstrapServers(), ClusterConfig.STANDARD_NAME, settings);
    }
}

package io.shiplog.compose.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaCommandTest {
    @TempDir
    Path data;

    @Test
    void printsClientPropertiesOfAReaderWithWhereKafkaIs() throws Exception {
        Path clients = EmbeddedKafka.clients(data.resolve("kafka"));
        Credentials.in(clients);
        Credentials.reachedAt(clients, "127.0.0.1:20001");
        String printed = run("config", "--data", data.toString());
        assertThat(printed.lines())
                .contains("bootstrap.servers=127.0.0.1:20001", "security.protocol=SASL_PLAINTEXT")
                .anyMatch(line -> line.startsWith("sasl.jaas.config=") && line.contains("username=\"reader\""));
        Path file = Files.writeString(data.resolve("reader.properties"), printed);
        assertThat(Logins.read(file).settings())
                .isEqualTo(Logins.read(clients).as(Principal.Role.READER).settings());
    }

    @Test
    void saysThatThereAreNoCredentialsInAFolder() {
        assertThatThrownBy(() -> run("config", "--data", data.toString()))
                .hasMessageContaining("no embedded Kafka was started on this folder");
    }

    @Test
    void printsTheRightsOfEveryRoleOfAnyCluster() {
        String printed = run("acls", "--cluster", "blue");
        for (Principal.Role role : Principal.Role.values()) {
            assertThat(printed.contains("User:" + role.user() + " ")).isEqualTo(role != Principal.Role.ADMIN);
        }
        assertThat(printed.lines().filter(line -> line.endsWith("--topic blue.state") && line.contains("Write")))
                .hasSize(1)
                .allMatch(line -> line.contains("User:materializer"));
    }

    @Test
    void printsTheRightsOfSingleNodes() {
        String printed = run("acls", "--cluster", "blue", "--node", "one", "--node", "two");
        assertThat(printed.lines().filter(line -> line.startsWith("kafka-acls.sh")))
                .hasSize(4)
                .allMatch(line -> line.contains("User:node:one ") && line.endsWith(".one")
                        || line.contains("User:node:two ") && line.endsWith(".two"));
        assertThat(printed.lines().filter(line -> line.contains("Write")))
                .allMatch(line -> line.contains("--topic blue.reports."));
    }

    private static String run(String... arguments) {
        var out = new StringWriter();
        var line = new CommandLine(new KafkaCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        int code = line.execute(arguments);
        if (code != 0) {
            throw new IllegalStateException(out.toString());
        }
        return out.toString();
    }
}

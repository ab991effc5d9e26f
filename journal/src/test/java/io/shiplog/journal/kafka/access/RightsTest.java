package io.shiplog.journal.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.Test;

class RightsTest {
    @Test
    void nobodyButTheMaterializerWritesTheStateKeyframesAndSeals() {
        for (String topic : List.of("c.state", "c.keyframes", "c.seals")) {
            assertThat(Arrays.stream(Principal.Role.values()).filter(role -> may(role, AclOperation.WRITE, topic)))
                    .containsExactly(Principal.Role.MATERIALIZER);
        }
    }

    @Test
    void nodesAndProxiesCannotReadTheStateNorReachTheJournal() {
        for (Principal.Role role : List.of(Principal.Role.NODES, Principal.Role.PROXY)) {
            assertThat(may(role, AclOperation.READ, "c.state")).isFalse();
            assertThat(may(role, AclOperation.READ, "c.journal")).isFalse();
            assertThat(may(role, AclOperation.WRITE, "c.journal")).isFalse();
        }
    }

    @Test
    void printsWhatKafkasOwnToolTakes() {
        assertThat(Right.topics("c.", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)
                        .command(Principal.Role.PROXY))
                .isEqualTo("kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --command-config \"$ADMIN\" --add"
                        + " --allow-principal User:proxy --operation Describe --operation DescribeConfigs"
                        + " --resource-pattern-type prefixed --topic c.");
    }

    private static boolean may(Principal.Role role, AclOperation operation, String topic) {
        return Rights.of(role, "c").stream()
                .filter(right -> right.operations().contains(operation))
                .anyMatch(right -> right.pattern() == PatternType.LITERAL
                        ? right.name().equals(topic)
                        : topic.startsWith(right.name()));
    }
}

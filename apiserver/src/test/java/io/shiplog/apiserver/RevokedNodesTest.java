package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.journal.State;
import io.shiplog.journal.testkit.Objects;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevokedNodesTest {
    private static final Instant REVOKED = Instant.parse("2026-11-30T20:00:00Z");
    private static final View STATE =
            revoked("{\"metadata\":{\"name\":\"revoked-node-n1\",\"namespace\":\"kube-system\","
                    + "\"uid\":\"u\",\"creationTimestamp\":\"2026-11-30T20:00:00Z\"}}");

    @Test
    void whatWasMadeUntilThenIsWorthlessAndWhatIsMadeLaterIsGood() {
        assertThat(RevokedNodes.contains(certified("system:node:n1", REVOKED.minusSeconds(1)), STATE))
                .isTrue();
        assertThat(RevokedNodes.contains(certified("system:node:n1", REVOKED), STATE))
                .isTrue();
        assertThat(RevokedNodes.contains(certified("system:node:n1", REVOKED.plusSeconds(1)), STATE))
                .isFalse();
    }

    @Test
    void itIsAboutThatNodeOnly() {
        Instant before = REVOKED.minus(Duration.ofDays(1));
        assertThat(RevokedNodes.contains(certified("system:node:n2", before), STATE))
                .isFalse();
        assertThat(RevokedNodes.contains(certified("n1", before), STATE)).isFalse();
        assertThat(RevokedNodes.contains(new Identity("system:node:n1", List.of()), STATE))
                .isFalse();
    }

    /** Who has a certificate that was made then. */
    private static Identity certified(String user, Instant made) {
        return new Identity(user, List.of(), null, made.minus(RevokedNodes.BACKDATED));
    }

    private static View revoked(String configMap) {
        var key = new ObjectKey("kube-system", "revoked-node-n1");
        return State.EMPTY
                .fold(Objects.proposal(Write.create(Objects.CONFIG_MAPS, key, "u", Objects.utf8(configMap))), 0)
                .next();
    }
}

package io.shiplog.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void saysWhatWentWrongAndWhy() {
        assertThat(Main.reason(new UncheckedIOException(
                        "cannot use the data folder /x", new AccessDeniedException("/x/shiplog.lock"))))
                .isEqualTo("cannot use the data folder /x: AccessDeniedException /x/shiplog.lock");
        var cause = new IllegalArgumentException("No resolvable bootstrap urls given in bootstrap.servers");
        assertThat(Main.reason(new IllegalStateException("Failed create new KafkaAdminClient", cause)))
                .isEqualTo(
                        "Failed create new KafkaAdminClient: No resolvable bootstrap urls given in bootstrap.servers");
        assertThat(Main.reason(new IllegalStateException("wraps: " + cause.getMessage(), cause)))
                .isEqualTo("wraps: No resolvable bootstrap urls given in bootstrap.servers");
        assertThat(Main.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}

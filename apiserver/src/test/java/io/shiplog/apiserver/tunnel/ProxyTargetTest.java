package io.shiplog.apiserver.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.tunnel.ProxyTarget.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTargetTest {
    @Test
    void readsSchemeNameAndPort() {
        assertThat(Named.of("a")).isEqualTo(new Named("", "a", ""));
        assertThat(Named.of("a:b")).isEqualTo(new Named("", "a", "b"));
        assertThat(Named.of("https:a:")).isEqualTo(new Named("https", "a", ""));
        assertThat(Named.of("http:a:80").tls()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp:a:1", "a:b:c", ":1", "http::1", "http:a:1:2"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> Named.of(name)).isInstanceOf(ApiException.class);
    }
}

package io.shiplog.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FieldErrorTest {

    @Test
    void speaksAsUpstreamDoes() {
        assertThat(FieldError.required("spec.containers[0].name", "").message())
                .isEqualTo("spec.containers[0].name: Required value");
        assertThat(FieldError.invalid("metadata.name", "A\"b", "must be lower case")
                        .message())
                .isEqualTo("metadata.name: Invalid value: \"A\\\"b\": must be lower case");
        assertThat(FieldError.invalid("spec.replicas", -1, "must be greater than or equal to 0")
                        .message())
                .isEqualTo("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
        assertThat(FieldError.notSupported("spec.restartPolicy", "Maybe", List.of("Always", "Never"))
                        .message())
                .isEqualTo("spec.restartPolicy: Unsupported value: \"Maybe\": supported values: \"Always\", \"Never\"");
        assertThat(FieldError.duplicate("spec.ports[1].name", "a").message())
                .isEqualTo("spec.ports[1].name: Duplicate value: \"a\"");
        assertThat(FieldError.forbidden("spec", "no").message()).isEqualTo("spec: Forbidden: no");
        assertThat(FieldError.tooLong("metadata.annotations", 262144).message())
                .isEqualTo("metadata.annotations: Too long: may not be more than 262144 bytes");
        assertThat(FieldError.tooMany("x", 5, 3).message()).isEqualTo("x: Too many: 5: must have at most 3 items");
        assertThat(FieldError.notFound("spec.volumes[0]", "v").message())
                .isEqualTo("spec.volumes[0]: Not found: \"v\"");
        assertThat(FieldError.invalid("spec", Json.object().put("a", 1), "no").body())
                .isEqualTo("Invalid value: {\"a\":1}: no");
        assertThat(FieldError.required("a", "").reason()).isEqualTo("FieldValueRequired");
    }

    @Test
    void joinsSeveralOnce() {
        FieldError a = FieldError.required("a", "");
        FieldError b = FieldError.required("b", "");
        assertThat(FieldError.aggregate(List.of(a))).isEqualTo("a: Required value");
        assertThat(FieldError.aggregate(List.of(a, b, a))).isEqualTo("[a: Required value, b: Required value]");
    }
}

package io.shiplog.resources.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JsonPathQueryTest {
    private static final JsonNode OBJECT = Json.parse("""
            {"metadata": {"annotations": {"a.b/c": "dotted"}}, "spec": {"list": [1, 2, 3], "o": {"k": true}},
             "status": {"conditions": [{"type": "Synced", "status": "False"}, {"type": "Ready", "status": "True"}]}}
            """.getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ".spec.o.k | true",
                ".spec.o | {\"k\":true}",
                ".spec.list[0] | 1",
                ".spec.list[-1] | 3",
                ".spec.list[1:] | 2",
                ".spec.list[*] | 1",
                ".metadata.annotations['a.b/c'] | \"dotted\"",
                ".metadata.annotations.a\\.b/c | \"dotted\"",
                ".status.conditions[?(@.type==\"Ready\")].status | \"True\"",
                ".status.conditions[?(@.type=='Ready')].status | \"True\"",
                ".status.conditions[?(@.status!=\"True\")].type | \"Synced\"",
                "..k | true",
            })
    void findsTheFirstThatThePathLeadsTo(String path, String found) {
        assertThat(JsonPathQuery.parse(path).first(OBJECT)).hasToString(found);
    }

    @ParameterizedTest
    @CsvSource({".spec.gone.k", ".spec.list[9]", ".spec.list[99999999999]", ".status.conditions[?(", "spec"})
    void findsNothingWhereNothingIsOrNobodyCanTell(String path) {
        assertThat(JsonPathQuery.parse(path).first(OBJECT).isMissingNode()).isTrue();
    }
}

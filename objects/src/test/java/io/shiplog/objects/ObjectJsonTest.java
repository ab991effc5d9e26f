package io.shiplog.objects;

import static io.shiplog.objects.Utf8.text;
import static io.shiplog.objects.Utf8.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metadata\":{}} | {\"metadata\":{\"resourceVersion\":\"7\"}}",
                "{\"kind\":\"A\",\"metadata\":{\"name\":\"x\"}} | {\"kind\":\"A\",\"metadata\":{\"resourceVersion\":\"7\",\"name\":\"x\"}}",
                "{\"metadata\":{\"resourceVersion\":\"12345\",\"name\":\"x\"}} | {\"metadata\":{\"resourceVersion\":\"7\",\"name\":\"x\"}}",
                "{\"metadata\":{\"resourceVersion\":\"1\"},\"a\":1} | {\"metadata\":{\"resourceVersion\":\"7\"},\"a\":1}",
                "{\"spec\":{\"metadata\":{\"name\":\"no\"}},\"metadata\":{\"name\":\"x\"}} | {\"spec\":{\"metadata\":{\"name\":\"no\"}},\"metadata\":{\"resourceVersion\":\"7\",\"name\":\"x\"}}",
                "{\"ü\":\"漢😀\",\"metadata\":{\"name\":\"x\"}} | {\"ü\":\"漢😀\",\"metadata\":{\"resourceVersion\":\"7\",\"name\":\"x\"}}",
                "{ \"metadata\" : { \"name\":\"x\"} } | { \"metadata\" : {\"resourceVersion\":\"7\", \"name\":\"x\"} }",
                "{ \"metadata\" : { } } | { \"metadata\" : {\"resourceVersion\":\"7\" } }"
            })
    void setsTheResourceVersionAndLeavesEveryOtherByte(String before, String after) {
        assertThat(text(ObjectJson.withResourceVersion(utf8(before), 7))).isEqualTo(after);
    }

    @Test
    void settingItTwiceIsSettingTheSecond() {
        byte[] object = utf8("{\"metadata\":{\"name\":\"x\"},\"data\":{}}");
        byte[] once = ObjectJson.withResourceVersion(object, Long.MAX_VALUE);
        assertThat(ObjectJson.withResourceVersion(once, 3)).isEqualTo(ObjectJson.withResourceVersion(object, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"metadata\":null}", "{\"spec\":{\"metadata\":{}}}", "[]"})
    void refusesAnObjectWithoutMetadata(String object) {
        assertThatThrownBy(() -> ObjectJson.withResourceVersion(utf8(object), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.shiplog.journal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.testkit.Objects;
import org.junit.jupiter.api.Test;

class FirstFieldTest {

    @Test
    void namesTheFirstFieldThatDiffersWithBothValues() {
        assertThat(between("{\"a\":{\"b\":[{\"c/d\":1},{\"c/d\":2}]}}", "{\"a\":{\"b\":[{\"c/d\":1},{\"c/d\":3}]}}"))
                .isEqualTo(new FirstField("a.b[1].c/d", "2", "3"));
        assertThat(between("{\"a\":\"x\"}", "{\"a\":null}")).isEqualTo(new FirstField("a", "\"x\"", "null"));
        assertThat(between("{\"a\":[1]}", "{\"a\":{}}")).isEqualTo(new FirstField("a", "a list", "an object"));
    }

    @Test
    void namesAFieldThatOneOfThemLacks() {
        assertThat(between("{\"a\":1,\"b\":2}", "{\"a\":1}"))
                .isEqualTo(new FirstField("b", "the field b", "nothing more"));
        assertThat(between("{\"a\":1}", "{\"a\":1,\"b\":2}"))
                .isEqualTo(new FirstField("b", "nothing more", "the field b"));
    }

    @Test
    void tellsOtherBytesFromOtherFields() {
        assertThat(between("{\"a\":1}", "{\"a\": 1}").path()).isEmpty();
        assertThat(between("{\"a\":1}", "{\"a\"").other()).contains("no JSON");
    }

    private static FirstField between(String one, String other) {
        return FirstField.of(Objects.utf8(one), Objects.utf8(other));
    }
}

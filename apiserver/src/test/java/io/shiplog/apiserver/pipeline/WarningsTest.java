package io.shiplog.apiserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases of upstream's warning recorder (apiserver's {@code warning_test.go}, v1.34) that a client can meet. */
class WarningsTest {
    @Test
    void tellsEachOnceInTheOrderInWhichTheyCame() {
        assertThat(headers("b", "a", "b", "")).containsExactly("299 - \"b\"", "299 - \"a\"");
    }

    @Test
    void escapesQuotesAndBackslashes() {
        assertThat(headers("unknown field \"a\\n\"")).containsExactly("299 - \"unknown field \\\"a\\\\n\\\"\"");
    }

    @Test
    void leavesOutWhatHasControlCharacters() {
        assertThat(headers("a\rb", "c\nd", "e\u0085f", "g\u007f", "plain")).containsExactly("299 - \"plain\"");
    }

    @Test
    void writesOtherCharactersInUtf8() {
        String header = headers("é€").getFirst();
        assertThat(new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .isEqualTo("299 - \"é€\"");
    }

    @Test
    void tellsAllInFullUpToTheBound() {
        assertThat(headers("a".repeat(4096))).containsExactly("299 - \"" + "a".repeat(4096) + "\"");
    }

    @Test
    void cutsEachWhenAllPassTheBound() {
        assertThat(headers("a".repeat(4000), "b".repeat(97), "€".repeat(300)))
                .extracting(String::length)
                .containsExactly(8 + 256, 8 + 97, 8 + 3 * 256);
    }

    @Test
    void leavesOutWhatDoesNotFitEvenThen() {
        var warnings = new Warnings();
        for (int i = 0; i < 20_000; i++) {
            warnings.add("w".repeat(300) + i);
            warnings.add(i + "w".repeat(300));
        }
        assertThat(warnings.headers()).hasSizeBetween(16, 18).allMatch(header -> header.length() == 8 + 256);
    }

    private static List<String> headers(String... texts) {
        var warnings = new Warnings();
        for (String text : texts) {
            warnings.add(text);
        }
        return warnings.headers();
    }
}

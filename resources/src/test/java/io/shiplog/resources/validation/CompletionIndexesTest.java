package io.shiplog.resources.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kinds.workload.CompletionIndexes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionIndexesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0,1", "0-2", "1,3-5,7", "0,1,4-1000000000"})
    void printsWhatItReads(String text) {
        assertThat(CompletionIndexes.parse(text, Integer.MAX_VALUE)).hasToString(text);
    }

    @Test
    void joinsWhatIsInARow() {
        assertThat(CompletionIndexes.of(List.of(7, 2, 0, 1, 5))).hasToString("0-2,5,7");
        assertThat(CompletionIndexes.of(List.of(3)).with(CompletionIndexes.parse("0-2,4", 9)))
                .hasToString("0-4");
    }

    @Test
    void countsOnlyWhatIsBelowTheLimit() {
        assertThat(CompletionIndexes.parse("1,3-9,12", 5)).hasToString("1,3,4");
    }

    @Test
    void knowsWhatIsMissing() {
        var indexes = CompletionIndexes.parse("0,2-4", 10);
        assertThat(indexes.size()).isEqualTo(4);
        assertThat(indexes.firstMissing(3, 10)).containsExactly(1, 5, 6);
        assertThat(indexes.firstMissing(9, 6)).containsExactly(1, 5);
        assertThat(indexes.contains(3)).isTrue();
        assertThat(indexes.contains(1)).isFalse();
        assertThat(indexes.common(CompletionIndexes.parse("1-3,9", 10))).isEqualTo(2);
    }
}

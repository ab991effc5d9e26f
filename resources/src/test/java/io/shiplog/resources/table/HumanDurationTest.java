package io.shiplog.resources.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT-2S, <invalid>",
        "PT-1S, 0s",
        "PT0S, 0s",
        "PT1S, 1s",
        "PT1M, 60s",
        "PT1M59S, 119s",
        "PT2M, 2m",
        "PT2M1S, 2m1s",
        "PT9M59S, 9m59s",
        "PT10M, 10m",
        "PT179M, 179m",
        "PT3H, 3h",
        "PT3H1M, 3h1m",
        "PT7H59M, 7h59m",
        "PT8H30M, 8h",
        "PT47H, 47h",
        "PT48H, 2d",
        "PT49H, 2d1h",
        "P8D, 8d",
        "P729D, 729d",
        "P730D, 2y",
        "P731D, 2y1d",
        "P3000D, 8y"
    })
    void keepsTheUnitsThatMatter(Duration duration, String text) {
        assertThat(HumanDuration.of(duration)).isEqualTo(text);
    }
}

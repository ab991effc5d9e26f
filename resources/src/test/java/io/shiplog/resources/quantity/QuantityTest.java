package io.shiplog.resources.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1000m, 1",
        "0.5, 500m",
        "100m, 100m",
        "1500m, 1500m",
        "1.5, 1500m",
        "1024Mi, 1Gi",
        "1536Mi, 1536Mi",
        "1.5Gi, 1536Mi",
        "512Ki, 512Ki",
        "1023, 1023",
        "1000, 1k",
        "1000k, 1M",
        "128974848, 128974848",
        "129e6, 129e6",
        "129M, 129M",
        "123Mi, 123Mi",
        "1e3, 1e3",
        "1E3, 1e3",
        "1E, 1E",
        "12e2, 1200",
        "0.001Ki, 1024m",
        "100Ki, 100Ki",
        "0.1Ki, 102400m",
        "1.1Mi, 1153433600m",
        "-1, -1",
        "-500m, -500m",
        "1n, 1n",
        "0.1n, 1n",
        "1u, 1u",
        "+1, 1",
        ".5, 500m",
        "5., 5",
        "0Mi, 0",
        "00100, 100",
        "1024, 1024",
        "1e-3, 1e-3",
        "9Ei, 9223372036854775807",
        "100E, 9223372036854775807",
        "1.25Gi, 1280Mi",
        "0.5Ki, 512",
        "2048Ei, 9223372036854775807"
    })
    void printsTheCanonicalForm(String text, String canonical) {
        assertThat(Quantity.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({"100m, 100", "1, 1000", "0.0001, 1", "2500u, 3", "1Ki, 1024000"})
    void milliValueRoundsUp(String text, long milli) {
        assertThat(Quantity.parse(text).milliValue()).isEqualTo(milli);
    }

    @ParameterizedTest
    @CsvSource({"100m, 1", "1, 1", "1500m, 2", "1Gi, 1073741824", "-1500m, -2"})
    void valueRoundsAwayFromZero(String text, long value) {
        assertThat(Quantity.parse(text).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1 Gi", "1.5.Gi,", "abc", "1Gb", "1.2.3"})
    void refusesWhatDoesNotLookLikeAQuantity(String text) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(QuantityException.class)
                .hasMessage("quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1mi", "1KK", "1ee", "1K", "1Mi3"})
    void refusesUnknownSuffixes(String text) {
        assertThatThrownBy(() -> Quantity.parse(text)).hasMessage("unable to parse quantity's suffix");
    }

    @Test
    void addsAndSubtractsInTheFormatOfTheFirstThatIsNotZero() {
        Quantity mebi = Quantity.parse("512Mi");
        assertThat(mebi.add(mebi)).hasToString("1Gi");
        assertThat(Quantity.ZERO.add(mebi)).hasToString("512Mi");
        assertThat(Quantity.parse("1").subtract(Quantity.parse("250m"))).hasToString("750m");
        assertThat(mebi.subtract(mebi)).isEqualTo(Quantity.ZERO);
    }

    @Test
    void equalAmountsAreEqualWhateverTheirFormats() {
        assertThat(Quantity.parse("1024Ki"))
                .isEqualTo(Quantity.parse("1048576"))
                .hasSameHashCodeAs(Quantity.of(1048576));
        assertThat(Quantity.parse("1G")).isLessThan(Quantity.parse("1Gi"));
    }

    @ParameterizedTest
    @CsvSource({"100n, 1m", "0.0005, 1m", "1500u, 2m", "2m, 2m", "1.0001, 1001m", "1Gi, 1Gi", "-1500u, -1m"})
    void roundsUpToThousandths(String text, String rounded) {
        assertThat(Quantity.parse(text).upToMilli().toString()).isEqualTo(rounded);
    }
}

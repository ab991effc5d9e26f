package io.shiplog.resources.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpSyntaxTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "fe80::, fe80:0:0:0:0:0:0:0",
        "2001:DB8::00a:1, 2001:db8:0:0:0:0:a:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::ffff:a00:1, 10.0.0.1",
        "64:ff9b::10.0.0.1, 64:ff9b:0:0:0:0:a00:1",
    })
    void everySpellingOfAnAddressIsOne(String address, String comparable) {
        assertThat(IpSyntax.comparable(address)).contains(comparable);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0", "10.0.0.01", "::1::", "1:2:3", "fe80::1%eth0", "12345::", "name"})
    void whatIsNoAddressHasNone(String text) {
        assertThat(IpSyntax.comparable(text)).isEmpty();
    }
}

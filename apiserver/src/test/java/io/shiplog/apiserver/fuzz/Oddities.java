package io.shiplog.apiserver.fuzz;

import java.util.List;
import java.util.Random;

/** The values that programs stumble over, as JSON texts and as plain ones. */
final class Oddities {
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "2",
            "3",
            "80",
            "443",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "18446744073709551616",
            "1.0",
            "1.5",
            "-0",
            "-0.0",
            "1e2",
            "1E+2",
            "1e-2",
            "1e18",
            "1e19",
            "1e308",
            "1e309",
            "1e400",
            "-1e400",
            "1e99999",
            "0.1e1",
            "123456789012345678901234567890",
            "5e-324",
            "1e-400");

    private static final List<String> STRINGS = List.of(
            "",
            " ",
            "a",
            "A",
            ".",
            "-",
            "..",
            "a.b",
            "a/b",
            "a/b/c",
            "a b",
            "a=b",
            "a,b",
            "é",
            "€",
            "\uD83D\uDE00",
            "\\u0000",
            "\\ud800",
            "\\udc00x",
            "\\r",
            "\\n",
            "\\t",
            "\\u007f",
            "\\u0085",
            "\\u2028",
            "\\ufeff",
            "\\\"",
            "\\\\",
            "10",
            "-1",
            "1Gi",
            "1.5m",
            "1e3",
            "1e400",
            "1E",
            "100%",
            "101%",
            "-5%",
            "99999999999%",
            "1h",
            "2020-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z",
            "2020-13-01T00:00:00Z",
            "2020-01-01",
            "10.0.0.1",
            "10.0.0.0/8",
            "10.0.0.1/33",
            "::1",
            "fd00::/8",
            "TCP",
            "v1",
            "apps/v1",
            "default",
            "null",
            "true",
            "*",
            "*/5 * * * *",
            "@every 1h",
            "0 0 31 2 *",
            "metadata.name",
            "$(X)",
            "../x",
            "%2e",
            "%",
            "%zz",
            "x".repeat(64),
            "x".repeat(254),
            "y".repeat(5000),
            "kubernetes.io/metadata.name",
            "node.kubernetes.io/x",
            "system:masters",
            "AAAA",
            "AAA",
            "====");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "{}",
            "[]",
            "[[]]",
            "[null]",
            "{\"\":null}",
            "[{}]",
            "{\"a\":{}}",
            "[1,\"a\",null]",
            "\"\"");

    private final Random random;

    Oddities(Random random) {
        this.random = random;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number as JSON has it, or as it nearly has it. */
    String number() {
        return any(NUMBERS);
    }

    /** What stands between the quotes of a JSON string. */
    String text() {
        return any(STRINGS);
    }

    /** A JSON value of any kind. */
    String value() {
        return switch (random.nextInt(4)) {
            case 0 -> number();
            case 1 -> "\"" + text() + "\"";
            case 2 -> deep();
            default -> any(VALUES);
        };
    }

    private String deep() {
        int depth = chance(5) ? 2_000 : chance(20) ? 280 : 5;
        return chance(50) ? "[".repeat(depth) + "]".repeat(depth) : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    /** Text with a byte or two changed, left out or doubled. */
    String damaged(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int at = random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 3));
            default ->
                text.substring(0, at)
                        + any(List.of("{", "}", "\"", ",", "\u0000", "\n", "- ", "&a", "*a", "!!x", "<<: "))
                        + text.substring(at);
        };
    }
}

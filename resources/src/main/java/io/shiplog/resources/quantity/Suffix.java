package io.shiplog.resources.quantity;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The suffix of a quantity: the format it stands for and the factor it multiplies by. */
record Suffix(QuantityFormat format, BigDecimal factor) {
    private static final String DECIMAL = "num kMGTPE";
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final Map<String, Integer> BINARY_POWERS =
            Map.of("Ki", 1, "Mi", 2, "Gi", 3, "Ti", 4, "Pi", 5, "Ei", 6);
    private static final int MAX_EXPONENT_DIGITS = 9;

    /** Reads {@code Mi}, {@code m}, {@code e6} and so on; null when upstream knows no such suffix. */
    static @Nullable Suffix parse(String text) {
        if (text.isEmpty()) {
            return new Suffix(QuantityFormat.DECIMAL_SI, BigDecimal.ONE);
        }
        Integer binary = BINARY_POWERS.get(text);
        if (binary != null) {
            return new Suffix(QuantityFormat.BINARY_SI, new BigDecimal(1024).pow(binary));
        }
        int decimal = text.equals(" ") ? -1 : DECIMAL.indexOf(text.charAt(0));
        if (text.length() == 1 && decimal >= 0) {
            return new Suffix(QuantityFormat.DECIMAL_SI, BigDecimal.ONE.scaleByPowerOfTen(3 * (decimal - 3)));
        }
        if (text.charAt(0) == 'e' || text.charAt(0) == 'E') {
            return exponent(text.substring(1));
        }
        return null;
    }

    private static @Nullable Suffix exponent(String digits) {
        if (!digits.matches("[+-]?[0-9]+") || digits.length() > MAX_EXPONENT_DIGITS) {
            return null;
        }
        // An amount outside these bounds is capped or rounded to a nano in any case.
        int exponent = Math.clamp(Integer.parseInt(digits), -100, 100);
        return new Suffix(QuantityFormat.DECIMAL_EXPONENT, BigDecimal.ONE.scaleByPowerOfTen(exponent));
    }

    /** The suffix of ten to the given multiple of three, at most 18 and at least -9 for decimal suffixes. */
    static String ofDecimalExponent(int exponent, QuantityFormat format) {
        if (exponent == 0) {
            return "";
        }
        return format == QuantityFormat.DECIMAL_EXPONENT
                ? "e" + exponent
                : String.valueOf(DECIMAL.charAt(exponent / 3 + 3));
    }

    static String ofBinaryPower(int power) {
        return BINARY[power];
    }
}

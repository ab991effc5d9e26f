package io.shiplog.cel.library;

import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.json.GoText;
import java.math.BigInteger;
import java.util.List;

/**
 * A version such as {@code 1.2.3-rc.1+build} (semver.org 2.0.0), with the errors of the library that upstream reads
 * them by.
 *
 * @param before what parts it from the release that it precedes, empty for a release
 * @param build what does not count
 */
record SemanticVersion(BigInteger major, BigInteger minor, BigInteger patch, List<String> before, String build)
        implements Comparable<SemanticVersion>, TypeValue.Named {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64);

    SemanticVersion {
        before = List.copyOf(before);
    }

    /** @param tolerant whether a leading {@code v}, leading zeros and missing parts are let pass */
    static SemanticVersion parse(String text, boolean tolerant) {
        String version = tolerant ? normal(text) : text;
        if (version.isEmpty()) {
            throw new EvaluationException("Version string empty");
        }
        String[] parts = version.split("\\.", 3);
        if (parts.length != 3) {
            throw new EvaluationException("No Major.Minor.Patch elements found");
        }
        BigInteger major = number(parts[0], "major");
        BigInteger minor = number(parts[1], "minor");
        String rest = parts[2];
        int plus = rest.indexOf('+');
        String build = plus < 0 ? "" : rest.substring(plus + 1);
        String bare = plus < 0 ? rest : rest.substring(0, plus);
        int dash = bare.indexOf('-');
        BigInteger patch = number(dash < 0 ? bare : bare.substring(0, dash), "patch");
        List<String> before =
                dash < 0 ? List.of() : List.of(bare.substring(dash + 1).split("\\.", -1));
        before.forEach(SemanticVersion::identifier);
        if (plus >= 0) {
            for (String part : build.split("\\.", -1)) {
                if (part.isEmpty()) {
                    throw new EvaluationException("Build meta data is empty");
                }
                if (!part.matches("[0-9A-Za-z-]+")) {
                    throw new EvaluationException(
                            "Invalid character(s) found in build meta data " + GoText.quoted(part));
                }
            }
        }
        return new SemanticVersion(major, minor, patch, before, build);
    }

    private static BigInteger number(String text, String what) {
        if (!text.matches("[0-9]+")) {
            throw new EvaluationException("Invalid character(s) found in " + what + " number " + GoText.quoted(text));
        }
        if (text.length() > 1 && text.startsWith("0")) {
            throw new EvaluationException(Character.toUpperCase(what.charAt(0)) + what.substring(1)
                    + " number must not contain leading zeroes " + GoText.quoted(text));
        }
        BigInteger number = text.length() > 40 ? MOST : new BigInteger(text);
        if (number.compareTo(MOST) >= 0) {
            throw new EvaluationException("strconv.ParseUint: parsing " + GoText.quoted(text) + ": value out of range");
        }
        return number;
    }

    private static void identifier(String part) {
        if (part.isEmpty()) {
            throw new EvaluationException("Prerelease is empty");
        }
        if (part.matches("[0-9]+")) {
            if (part.length() > 1 && part.startsWith("0")) {
                throw new EvaluationException(
                        "Numeric PreRelease version must not contain leading zeroes " + GoText.quoted(part));
            }
        } else if (!part.matches("[0-9A-Za-z-]+")) {
            throw new EvaluationException("Invalid character(s) found in prerelease " + GoText.quoted(part));
        }
    }

    private static String normal(String text) {
        String[] parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.", 3);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.length() > 1) {
                String stripped = part.replaceFirst("^0+", "");
                parts[i] = stripped.isEmpty() || !Character.isDigit(stripped.charAt(0)) ? "0" + stripped : stripped;
            }
        }
        if (parts.length < 3 && parts[parts.length - 1].matches(".*[+-].*")) {
            throw new EvaluationException("short version cannot contain PreRelease/Build meta data");
        }
        return String.join(".", parts) + ".0".repeat(3 - parts.length);
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = major.compareTo(other.major);
        order = order != 0 ? order : minor.compareTo(other.minor);
        order = order != 0 ? order : patch.compareTo(other.patch);
        if (order != 0 || before.equals(other.before)) {
            return order;
        }
        if (before.isEmpty() || other.before.isEmpty()) {
            return before.isEmpty() ? 1 : -1;
        }
        for (int i = 0; i < Math.min(before.size(), other.before.size()); i++) {
            int part = parts(before.get(i), other.before.get(i));
            if (part != 0) {
                return part;
            }
        }
        return Integer.compare(before.size(), other.before.size());
    }

    private static int parts(String one, String other) {
        boolean number = one.matches("[0-9]+");
        boolean more = other.matches("[0-9]+");
        return number && more
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : number != more ? (number ? -1 : 1) : Integer.signum(one.compareTo(other));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SemanticVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(major, minor, patch, before);
    }

    @Override
    public String typeName() {
        return LibraryTypes.SEMVER.name();
    }
}

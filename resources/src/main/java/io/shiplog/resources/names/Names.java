package io.shiplog.resources.names;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The syntaxes of apimachinery's validation package. Every check returns what is wrong with the value in upstream's
 * words, so an empty list means a valid value.
 */
public final class Names {
    public static final int MAX_LABEL = 63;
    public static final int MAX_SUBDOMAIN = 253;

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String QUALIFIED_PART = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(" + QUALIFIED_PART + ")?";
    private static final String ENV_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*";
    private static final String RELAXED_ENV_NAME = "[ -<>-~]+";
    private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";
    private static final String PERCENT = "[0-9]+%";

    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern LABEL_1035_PATTERN = Pattern.compile(LABEL_1035);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED_PART);
    private static final Pattern LABEL_VALUE_PATTERN = Pattern.compile(LABEL_VALUE);
    private static final Pattern RELAXED_ENV_PATTERN = Pattern.compile(RELAXED_ENV_NAME);
    private static final Pattern CONFIG_KEY_PATTERN = Pattern.compile(CONFIG_KEY);
    private static final Pattern PERCENT_PATTERN = Pattern.compile(PERCENT);
    private static final Pattern PORT_NAME_PATTERN = Pattern.compile("[-a-z0-9]+");

    private Names() {}

    /** A DNS label of RFC 1123: at most 63 lower case letters, digits and dashes. */
    public static List<String> dns1123Label(String value) {
        return checked(
                value,
                MAX_LABEL,
                LABEL_PATTERN,
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
                        + " end with an alphanumeric character",
                LABEL,
                "my-name",
                "123-abc");
    }

    /** A DNS subdomain of RFC 1123: labels with dots between them, 253 characters at most. */
    public static List<String> dns1123Subdomain(String value) {
        return checked(
                value,
                MAX_SUBDOMAIN,
                SUBDOMAIN_PATTERN,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                        + " start and end with an alphanumeric character",
                SUBDOMAIN,
                "example.com");
    }

    /** A DNS label of RFC 1035: as {@link #dns1123Label}, but starting with a letter. */
    public static List<String> dns1035Label(String value) {
        return checked(
                value,
                MAX_LABEL,
                LABEL_1035_PATTERN,
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                        + " character, and end with an alphanumeric character",
                LABEL_1035,
                "my-name",
                "abc-123");
    }

    /** A label key: a name of 63 characters with an optional DNS subdomain and a slash before it. */
    public static List<String> qualifiedName(String value) {
        String[] parts = value.split("/", -1);
        if (parts.length > 2) {
            return List.of("a qualified name " + qualifiedRule()
                    + " with an optional DNS subdomain prefix and '/' (e.g." + " 'example.com/MyName')");
        }
        List<String> errors = new ArrayList<>();
        String name = parts[parts.length - 1];
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                errors.add("prefix part must be non-empty");
            } else {
                dns1123Subdomain(parts[0]).forEach(error -> errors.add("prefix part " + error));
            }
        }
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (name.length() > MAX_LABEL) {
            errors.add("name part " + maxLength(MAX_LABEL));
        }
        if (!QUALIFIED_PATTERN.matcher(name).matches()) {
            errors.add("name part " + qualifiedRule());
        }
        return errors;
    }

    private static String qualifiedRule() {
        return regexError(
                "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                        + " character",
                QUALIFIED_PART,
                "MyName",
                "my.name",
                "123-abc");
    }

    /** The value of a label: empty, or at most 63 letters, digits, dashes, underscores and dots. */
    public static List<String> labelValue(String value) {
        return checked(
                value,
                MAX_LABEL,
                LABEL_VALUE_PATTERN,
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                        + " start and end with an alphanumeric character",
                LABEL_VALUE,
                "MyValue",
                "my_value",
                "12345");
    }

    /** The name of an environment variable, as relaxed by Kubernetes 1.34: printable ASCII but '='. */
    public static List<String> envVarName(String value) {
        return RELAXED_ENV_PATTERN.matcher(value).matches()
                ? List.of()
                : List.of("a valid environment variable name must consist only of printable ASCII characters other than"
                        + " '='");
    }

    /** The strict form of an environment variable's name, which {@code kubectl} uses for envFrom prefixes. */
    public static boolean isStrictEnvVarName(String value) {
        return value.matches(ENV_NAME) && !value.equals(".") && !value.startsWith("..");
    }

    /** The key of a ConfigMap's or Secret's entry: a file name of 253 characters at most. */
    public static List<String> configMapKey(String value) {
        List<String> errors = new ArrayList<>();
        if (value.length() > MAX_SUBDOMAIN) {
            errors.add(maxLength(MAX_SUBDOMAIN));
        }
        if (!CONFIG_KEY_PATTERN.matcher(value).matches()) {
            errors.add(regexError(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                    CONFIG_KEY,
                    "key.name",
                    "KEY_NAME",
                    "key-name"));
        }
        switch (value) {
            case "." -> errors.add("must not be '.'");
            case ".." -> errors.add("must not be '..'");
            default -> {
                if (value.startsWith("..")) {
                    errors.add("must not start with '..'");
                }
            }
        }
        return errors;
    }

    /** The name of a port: at most 15 characters, at least one of them a letter, no two dashes in a row. */
    public static List<String> portName(String value) {
        List<String> errors = new ArrayList<>();
        if (value.length() > 15) {
            errors.add(maxLength(15));
        }
        if (!PORT_NAME_PATTERN.matcher(value).matches()) {
            errors.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            errors.add("must contain at least one letter (a-z)");
        }
        if (value.contains("--")) {
            errors.add("must not contain consecutive hyphens");
        }
        if (value.startsWith("-") || value.endsWith("-")) {
            errors.add("must not begin or end with a hyphen");
        }
        return errors;
    }

    public static List<String> portNumber(long value) {
        return value >= 1 && value <= 65535 ? List.of() : List.of("must be between 1 and 65535, inclusive");
    }

    public static boolean isPercent(String value) {
        return PERCENT_PATTERN.matcher(value).matches();
    }

    public static List<String> percent(String value) {
        return isPercent(value)
                ? List.of()
                : List.of(regexError(
                        "a valid percent string must be a numeric string followed by an ending '%'",
                        PERCENT, "1%", "93%"));
    }

    public static String maxLength(int characters) {
        return "must be no more than " + characters + " characters";
    }

    /** What every name must be, since it stands in paths. */
    public static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> problems = new ArrayList<>();
        for (String character : List.of("/", "%")) {
            if (name.contains(character)) {
                problems.add("may not contain '" + character + "'");
            }
        }
        return problems;
    }

    private static List<String> checked(
            String value, int maxLength, Pattern pattern, String rule, String regex, String... examples) {
        List<String> errors = new ArrayList<>();
        if (value.length() > maxLength) {
            errors.add(maxLength(maxLength));
        }
        if (!pattern.matcher(value).matches()) {
            errors.add(regexError(rule, regex, examples));
        }
        return errors;
    }

    private static String regexError(String rule, String regex, String... examples) {
        StringBuilder text = new StringBuilder(rule).append(" (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            text.append(i == 0 ? "'" : " or '").append(examples[i]).append("', ");
        }
        return text.append("regex used for validation is '")
                .append(regex)
                .append("')")
                .toString();
    }
}

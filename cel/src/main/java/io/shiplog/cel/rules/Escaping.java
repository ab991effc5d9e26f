package io.shiplog.cel.rules;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of members as expressions can write them: {@code a-b} is {@code a__dash__b} (Kubernetes' CEL, v1.34). */
final class Escaping {
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z_./-][a-zA-Z0-9_./-]*");
    private static final Pattern ESCAPED = Pattern.compile("__|[-./]");

    private Escaping() {}

    /** Whether a name is a word of the language; after a dot it can be written as it is, too. */
    static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** A name as expressions write it, empty when they cannot. */
    static Optional<String> of(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of("__" + name + "__");
        }
        if (!ALLOWED.matcher(name).matches()) {
            return Optional.empty();
        }
        Matcher special = ESCAPED.matcher(name);
        return Optional.of(special.replaceAll(found -> switch (found.group()) {
            case "__" -> "__underscores__";
            case "." -> "__dot__";
            case "-" -> "__dash__";
            default -> "__slash__";
        }));
    }
}

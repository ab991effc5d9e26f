package io.shiplog.resources.selector;

import java.util.ArrayList;
import java.util.List;

/** Reads field selectors. */
public final class FieldSelectors {
    private FieldSelectors() {}

    /** The text of {@code kubectl --field-selector}: {@code a=b,c!=d}. Throws {@link SelectorException}. */
    public static FieldSelector parse(String text) {
        List<FieldRequirement> requirements = new ArrayList<>();
        for (String term : terms(text)) {
            if (!term.isEmpty()) {
                requirements.add(requirement(term, text));
            }
        }
        return new FieldSelector(requirements);
    }

    /** Splits at the commas that no backslash escapes. */
    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        StringBuilder term = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                term.append(c).append(text.charAt(++i));
            } else if (c == ',') {
                terms.add(term.toString());
                term.setLength(0);
            } else {
                term.append(c);
            }
        }
        terms.add(term.toString());
        return terms;
    }

    private static FieldRequirement requirement(String term, String selector) {
        for (int i = 0; i < term.length(); i++) {
            if (term.startsWith("!=", i)) {
                return new FieldRequirement(term.substring(0, i), true, unescaped(term.substring(i + 2)));
            }
            if (term.startsWith("==", i)) {
                return new FieldRequirement(term.substring(0, i), false, unescaped(term.substring(i + 2)));
            }
            if (term.charAt(i) == '=') {
                return new FieldRequirement(term.substring(0, i), false, unescaped(term.substring(i + 1)));
            }
        }
        throw new SelectorException("invalid selector: '" + selector + "'; can't understand '" + term + "'");
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                String escaped = value.substring(i + 1, Math.min(i + 2, value.length()));
                if (escaped.isEmpty() || "\\,=".indexOf(escaped.charAt(0)) < 0) {
                    throw new SelectorException("invalid field selector: invalid escape sequence: \\" + escaped);
                }
                plain.append(escaped);
                i++;
            } else if (c == ',' || c == '=') {
                throw new SelectorException("invalid field selector: unescaped character in value: " + (int) c);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}

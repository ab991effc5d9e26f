package io.shiplog.resources.selector;

import io.shiplog.resources.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads field selectors, and the fields they name. Which fields a kind supports is in {@link SelectableFields}. */
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

    /** Refuses, in upstream's words, a selector that names a field this kind does not select by. */
    public static void check(FieldSelector selector, Kind kind) {
        for (FieldRequirement requirement : selector.requirements()) {
            SelectableFields.check(kind.group(), kind.kind(), requirement.field());
        }
    }

    /** The fields that objects of this kind can be selected by. */
    public static List<String> supported(Kind kind) {
        return SelectableFields.of(kind.group(), kind.kind());
    }

    /** The field's value as selectors compare it: absent booleans are {@code false}, absent numbers {@code 0}. */
    public static String value(JsonNode object, String field) {
        return switch (field) {
            case "source" -> firstNonEmpty(text(object, "source.component"), text(object, "reportingComponent"));
            case "reportingComponent" -> firstNonEmpty(text(object, field), text(object, "reportingController"));
            case "spec.unschedulable", "spec.hostNetwork" -> orElse(text(object, field), "false");
            case "status.replicas", "status.successful" ->
                orElse(text(object, field.equals("status.successful") ? "status.succeeded" : field), "0");
            default -> text(object, field);
        };
    }

    private static String text(JsonNode object, String field) {
        JsonNode node = object;
        for (String name : field.split("\\.")) {
            node = node.path(name);
        }
        return node.isMissingNode() || node.isNull() || node.isContainer() ? "" : node.asString();
    }

    private static String firstNonEmpty(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    private static String orElse(String value, String other) {
        return value.isEmpty() ? other : value;
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

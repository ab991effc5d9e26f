package io.shiplog.resources.kind;

import io.shiplog.resources.selector.FieldRequirement;
import io.shiplog.resources.selector.FieldSelector;
import io.shiplog.resources.selector.SelectableField;
import io.shiplog.resources.selector.SelectorException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The fields that objects of a kind can be selected by; {@code metadata.name} and {@code metadata.namespace} are every
 * kind's.
 *
 * @param own those of this kind only
 * @param refusal what upstream says to a field that is none of them
 */
public record Selectables(List<SelectableField> own, UnaryOperator<String> refusal) {
    static final Selectables NONE = new Selectables(
            List.of(),
            field -> '"' + field + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");

    private static final List<SelectableField> EVERY_KIND =
            List.of(SelectableField.text("metadata.name"), SelectableField.text("metadata.namespace"));

    public Selectables {
        own = List.copyOf(own);
    }

    /** Those of every kind and these. */
    public static Selectables of(SelectableField... own) {
        return new Selectables(List.of(own), field -> "field label not supported: " + field);
    }

    /**
     * Refuses, in upstream's words, a selector that names another field.
     *
     * @throws SelectorException when it does
     */
    public void check(FieldSelector selector) {
        for (FieldRequirement requirement : selector.requirements()) {
            String field = requirement.field();
            if (EVERY_KIND.stream().noneMatch(known -> known.name().equals(field))
                    && own.stream().noneMatch(known -> known.name().equals(field))) {
                throw new SelectorException(refusal.apply(field));
            }
        }
    }

    /** The values of an object's fields by name. */
    public Map<String, String> values(JsonNode object) {
        return java.util.stream.Stream.concat(EVERY_KIND.stream(), own.stream())
                .collect(Collectors.toUnmodifiableMap(
                        SelectableField::name, field -> field.value().apply(object)));
    }

    Selectables refusing(Function<String, String> words) {
        return new Selectables(own, words::apply);
    }
}

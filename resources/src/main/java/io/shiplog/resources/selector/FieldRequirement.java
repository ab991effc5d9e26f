package io.shiplog.resources.selector;

/** One condition on one field: equal to the value, or different from it. */
public record FieldRequirement(String field, boolean negated, String value) {

    public boolean matches(String actual) {
        return actual.equals(value) != negated;
    }

    @Override
    public String toString() {
        return field
                + (negated ? "!=" : "=")
                + value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
    }
}

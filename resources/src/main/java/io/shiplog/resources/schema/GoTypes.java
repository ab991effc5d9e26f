package io.shiplog.resources.schema;

/** What Go calls the types behind a schema, for messages in the words of its decoder. */
final class GoTypes {
    private GoTypes() {}

    /** Such as {@code int32}, {@code []v1.Container} or {@code map[string]string}. */
    static String of(Schema schema) {
        return switch (schema.type()) {
            case STRING -> schema.format().equals("byte") ? "[]uint8" : "string";
            case BOOLEAN -> "bool";
            case NUMBER -> "float64";
            case INTEGER -> schema.format().isEmpty() ? "int64" : schema.format();
            case INT_OR_STRING -> "intstr.IntOrString";
            case QUANTITY -> "resource.Quantity";
            case ANY -> "interface {}";
            case ARRAY -> schema.items() == null ? "[]interface {}" : "[]" + of(schema.items());
            case OBJECT -> {
                Schema values = schema.additionalProperties();
                yield values != null ? "map[string]" + of(values) : qualified(schema.name());
            }
        };
    }

    /** {@code PodSpec} of {@code io.k8s.api.core.v1.PodSpec}. */
    static String simpleName(Schema schema) {
        return schema.name().substring(schema.name().lastIndexOf('.') + 1);
    }

    private static String qualified(String name) {
        int last = name.lastIndexOf('.');
        int before = name.lastIndexOf('.', last - 1);
        return name.isEmpty() ? "map[string]interface {}" : name.substring(before + 1);
    }
}

package io.shiplog.cel.policy;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import tools.jackson.databind.JsonNode;

/** Which expressions of a policy are wrong, told where they stand. */
public final class PolicyCheck {
    private PolicyCheck() {}

    public static void check(Field spec) {
        PolicyExpressions.of(spec.value(), (path, why) -> {
            JsonNode text = spec.value()
                    .at("/" + path.replace("[", "/").replace("]", "").replace(".", "/"));
            spec.report(FieldError.invalid(spec.path() + "." + path, text, why));
        });
    }
}

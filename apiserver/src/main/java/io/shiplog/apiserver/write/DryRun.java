package io.shiplog.apiserver.write;

import io.shiplog.resources.decision.Refusal.Cause;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The {@code dryRun} of a write's options, in whichever place it stands. Its one value is {@code All}. */
public final class DryRun {
    private DryRun() {}

    /** The values in an options object. */
    static List<String> values(ObjectNode options) {
        List<String> values = new ArrayList<>();
        options.path("dryRun").forEach(value -> values.add(value.asString("")));
        return values;
    }

    /** Whether {@code values} ask for a dry run; adds to {@code causes} what is wrong with them. */
    public static boolean isAsked(List<String> values, List<Cause> causes) {
        if (values.stream().anyMatch(value -> !value.equals("All"))) {
            causes.add(new Cause(
                    "FieldValueNotSupported",
                    "Unsupported value: []string{\"" + String.join("\", \"", values) + "\"}: supported values: \"All\"",
                    "dryRun"));
        }
        return !values.isEmpty();
    }
}

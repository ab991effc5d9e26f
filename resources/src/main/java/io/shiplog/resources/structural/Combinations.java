package io.shiplog.resources.structural;

import io.shiplog.resources.json.GoText;
import io.shiplog.resources.structural.ValueCheck.Findings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules that combine schemas: {@code anyOf}, {@code oneOf}, {@code allOf} and {@code not}.
 *
 * @param path where the value is
 */
record Combinations(ValueCheck check, String path) {

    void check(JsonNode value, ValueRules rules, @Nullable JsonNode old, Findings findings) {
        if (!rules.anyOf().isEmpty()) {
            anyOf(value, rules.anyOf(), old, findings);
        }
        if (!rules.oneOf().isEmpty()) {
            oneOf(value, rules.oneOf(), old, findings);
        }
        if (!rules.allOf().isEmpty()) {
            allOf(value, rules.allOf(), old, findings);
        }
        StructuralSchema not = rules.not();
        if (not != null && findings(value, not, old).errors.isEmpty()) {
            findings.errors.add(check.general(quoted() + " must not validate the schema (not)"));
        }
        findings.checks++;
    }

    private void anyOf(JsonNode value, List<StructuralSchema> schemas, @Nullable JsonNode old, Findings findings) {
        Findings best = null;
        for (StructuralSchema schema : schemas) {
            Findings found = findings(value, schema, old);
            if (found.errors.isEmpty()) {
                findings.merge(found);
                return;
            }
            if (best == null || found.checks > best.checks) {
                best = found;
            }
        }
        findings.errors.add(check.general(quoted() + " must validate at least one schema (anyOf)"));
        if (best != null) {
            findings.merge(best);
        }
    }

    private void oneOf(JsonNode value, List<StructuralSchema> schemas, @Nullable JsonNode old, Findings findings) {
        Findings best = null;
        Findings first = null;
        int valid = 0;
        for (StructuralSchema schema : schemas) {
            Findings found = findings(value, schema, old);
            if (found.errors.isEmpty()) {
                valid++;
                best = null;
                first = first == null ? found : first;
            } else if (valid == 0 && (best == null || found.checks > best.checks)) {
                best = found;
            }
        }
        if (valid == 1 && first != null) {
            findings.merge(first);
            return;
        }
        String how = valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives";
        findings.errors.add(check.general(quoted() + " must validate one and only one schema (oneOf). " + how));
        if (best != null) {
            findings.merge(best);
        }
    }

    private void allOf(JsonNode value, List<StructuralSchema> schemas, @Nullable JsonNode old, Findings findings) {
        int valid = 0;
        for (StructuralSchema schema : schemas) {
            Findings found = findings(value, schema, old);
            valid += found.errors.isEmpty() ? 1 : 0;
            findings.merge(found);
        }
        if (valid != schemas.size()) {
            String none = valid == 0 ? ". None validated" : "";
            findings.errors.add(check.general(quoted() + " must validate all the schemas (allOf)" + none));
        }
    }

    private Findings findings(JsonNode value, StructuralSchema schema, @Nullable JsonNode old) {
        Findings found = new Findings();
        check.value(value, schema, old, path, found);
        return found;
    }

    private String quoted() {
        return GoText.quoted(path);
    }
}

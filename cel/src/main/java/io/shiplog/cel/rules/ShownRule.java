package io.shiplog.cel.rules;

import io.shiplog.resources.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A rule as upstream's messages show it: with the names that its members have in Go, and all of them. */
record ShownRule(JsonNode rule) {
    @Override
    public String toString() {
        ObjectNode shown = Json.object();
        shown.put("Rule", rule.path("rule").asString(""));
        shown.put("Message", rule.path("message").asString(""));
        shown.put("MessageExpression", rule.path("messageExpression").asString(""));
        shown.put("Reason", rule.path("reason").isString() ? rule.path("reason").stringValue() : null);
        shown.put("FieldPath", rule.path("fieldPath").asString(""));
        shown.put(
                "OptionalOldSelf",
                rule.path("optionalOldSelf").isBoolean()
                        ? (Boolean) rule.path("optionalOldSelf").booleanValue()
                        : null);
        return Json.text(shown).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }
}

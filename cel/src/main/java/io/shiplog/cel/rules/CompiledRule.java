package io.shiplog.cel.rules;

import io.shiplog.cel.eval.Program;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rule that is ready to be run. Immutable.
 *
 * @param program what must be true
 * @param message what is said when it is not, null for a fixed text
 * @param text what stands for the rule in messages
 * @param fixed what is said where nothing better is told
 * @param reason the reason of the cause, empty for the usual one
 * @param path of the field that is blamed, within the value; empty for the value itself
 * @param looksBack whether it compares with what was there before
 * @param optionalOld whether it runs without something that was there before
 */
record CompiledRule(
        Program program,
        @Nullable Program message,
        String text,
        String fixed,
        String reason,
        String path,
        boolean looksBack,
        boolean optionalOld) {

    static CompiledRule of(JsonNode rule, RuleExpressions expressions, String path) {
        String said = rule.path("message").asString("").strip();
        String text = said.isEmpty() ? rule.path("rule").asString("").strip() : said;
        return new CompiledRule(
                expressions.rule().program(),
                expressions.message() == null ? null : expressions.message().program(),
                text,
                said.isEmpty() ? "failed rule: " + text : said,
                rule.path("reason").asString(""),
                path,
                expressions.looksBack(),
                rule.path("optionalOldSelf").asBoolean(false));
    }
}

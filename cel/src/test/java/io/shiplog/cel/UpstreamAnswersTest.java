package io.shiplog.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What kube-apiserver v1.34.2 said of expressions, each asked as the rule {@code [EXPRESSION].size() == 0} with a
 * message that shows the value: the cause of the object that breaks it, or after an exclamation mark the cause of the
 * definition that was refused.
 */
class UpstreamAnswersTest {
    private static final CelEngine ENGINE = new CelEngine();

    @Test
    void everyExpressionIsAnsweredAsUpstreamAnswersIt() {
        JsonNode context = Json.parseValue(resource("context.json"));
        List<String> different = new ArrayList<>();
        for (String line : new String(resource("answers.tsv"), StandardCharsets.UTF_8).split("\n")) {
            int tab = line.indexOf('\t');
            String expression = line.substring(0, tab);
            boolean refused = line.charAt(tab + 1) == '!';
            String expected = Json.parseValue(
                            line.substring(tab + (refused ? 2 : 1)).getBytes(StandardCharsets.UTF_8))
                    .stringValue();
            String answer = answer(expression, refused, context);
            if (!answer.equals(expected)) {
                different.add(expression + "\n   upstream: " + expected + "\n   here:     " + answer);
            }
        }
        assertThat(different).as(String.join("\n", different)).isEmpty();
    }

    private static String answer(String expression, boolean refused, JsonNode context) {
        ObjectNode part = (ObjectNode) context.path("schema").deepCopy();
        ObjectNode rule = part.putArray("x-kubernetes-validations").addObject();
        rule.put("rule", "[" + expression + "].size() == 0");
        rule.put("messageExpression", "'%s'.format([" + expression + "])");
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").set("e", part);
        Field field = Field.of(schema);
        ENGINE.checkRules(field);
        if (!field.errors().isEmpty()) {
            FieldError first = field.errors().getFirst();
            String body = first.body();
            int shown = body.indexOf("\"OptionalOldSelf\":null}: ");
            return (refused ? "" : "refused: ") + (shown < 0 ? body : body.substring(shown + 25));
        }
        ObjectNode object = Json.object();
        object.set("e", context.path("value"));
        List<FieldError> errors = ENGINE.rules(schema).check(object, null);
        return (refused ? "taken: " : "")
                + (errors.isEmpty() ? "(none)" : errors.getFirst().body());
    }

    private static byte[] resource(String name) {
        try (InputStream in = UpstreamAnswersTest.class.getResourceAsStream("/upstream/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
